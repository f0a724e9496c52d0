// In the archive of a crowd: tiles of places, cut out of the tree of counts in which the file keeps each place once.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const TILE_PX = 512;
  const TILE = /^places\/(\d+)\/(.+)$/;

  const { load } = mapapp;
  const cuts = new Map();
  const tree = unpacked(document.querySelector("[data-crowd]").textContent);

  // A map without its places would say that there are none: an error brings the picture back (js/archive.js).
  tree.catch((error) => setTimeout(() => { throw error; }));

  async function unpacked(text) {
    const packed = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(stream).json()).items;
  }

  // What is drawn at a zoom, by tile.
  async function cut(zoom) {
    const tiles = new Map();
    for (const item of mapapp.resolved(await tree, zoom)) {
      const [lon, lat] = item.at ?? item.properties.centre;
      const { x, y } = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), zoom).divideBy(TILE_PX).floor();
      const tile = `${x}/${Math.max(y, 0)}`;
      if (!tiles.has(tile)) tiles.set(tile, []);
      tiles.get(tile).push(item);
    }
    return tiles;
  }

  mapapp.load = async (url, options) => {
    const [, zoom, tile] = TILE.exec(url) ?? [];
    if (!zoom) return load(url, options);
    if (!cuts.has(zoom)) cuts.set(zoom, cut(Number(zoom)));
    return { items: (await cuts.get(zoom)).get(tile) ?? [] };
  };
})();
