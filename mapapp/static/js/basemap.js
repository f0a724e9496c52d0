// The basemap: small vector tiles of ours, drawn on canvas in the page's own colours.
// One grid layer draws water, rails and roads; one canvas above it carries the names, so that they
// are neither cut at a tile's edge nor set twice, and keep clear of the map's markers.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { decode, drawTile, palette, sharp } = mapapp.ground;

  const UNITS = 4096; // a tile's own grid
  const SIZE = 512; // CSS pixels a tile is drawn at, so map zoom z shows tiles of zoom z - 1
  const COARSEST = 5; // the first zoom there are tiles for
  const DEEPEST = 16; // the last; beyond it a part of that tile is enlarged
  const KEPT = 96;

  const Grid = L.GridLayer.extend({
    options: { tileSize: SIZE, minZoom: 3, maxZoom: 19, minNativeZoom: 4, keepBuffer: 1, updateWhenZooming: false },

    initialize(url, options) {
      L.setOptions(this, options);
      this._url = url;
      this._fetched = new Map();
      this._lacking = new Set();
    },

    onAdd(map) {
      this._colours = palette(map.getContainer());
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      this._deepest(coords).then(([tile, source]) => mapapp.turn(() => {
        canvas.mapTile = tile;
        canvas.mapSource = source;
        drawTile(sharp(canvas, SIZE, SIZE), tile, source, coords.z, this._colours);
        done(null, canvas);
      })).catch((error) => done(error, canvas));
      return canvas;
    },

    repaint() {
      this._colours = palette(this._map.getContainer());
      for (const { el, coords } of Object.values(this._tiles)) {
        if (!el.mapTile) continue;
        drawTile(sharp(el, SIZE, SIZE), el.mapTile, el.mapSource, coords.z, this._colours);
      }
    },

    // Each tile that is in view, with the function that puts its units on the map's container.
    eachDrawn(visit) {
      const zoom = this._tileZoom;
      const corner = this._map.getPixelBounds().min;
      for (const { el, coords, current } of Object.values(this._tiles)) {
        if (!current || !el.mapTile || coords.z !== zoom) continue;
        const { scale, left, top } = el.mapSource;
        const x0 = coords.x * SIZE - corner.x - left;
        const y0 = coords.y * SIZE - corner.y - top;
        visit(el.mapTile, ([x, y]) => [x0 + x * scale, y0 + y * scale]);
      }
    },

    // The tile that holds a square. Where files are served not every tile is there: then the next coarser one.
    async _deepest(coords) {
      for (let less = 0; ; less++) {
        const source = sourceOf(coords, less);
        try {
          if (this._lacks(source)) continue;
          return [await this._fetch(source), source];
        } catch (error) {
          if (error.status !== 404 || source.z <= COARSEST) throw error;
          this._lacking.add(`${source.z}/${source.x}/${source.y}`);
        }
      }
    },

    // Whether a tile is known not to be there; nothing lies below one that is not.
    _lacks({ z, x, y }) {
      for (; z > COARSEST; z--, x >>= 1, y >>= 1) if (this._lacking.has(`${z}/${x}/${y}`)) return true;
      return false;
    },

    _fetch({ z, x, y }) {
      const url = L.Util.template(this._url, { z, x, y });
      const known = this._fetched.get(url);
      this._fetched.delete(url);
      const asked = known ?? mapapp.load(url).then((json) => mapapp.turn(() => decode(json)));
      this._fetched.set(url, asked);
      asked.catch(() => this._fetched.delete(url));
      if (this._fetched.size > KEPT) this._fetched.delete(this._fetched.keys().next().value);
      return asked;
    },
  });

  // The tile that holds a square of the map, CSS pixels per unit, and how far in the square begins; `less` is
  // how many zooms coarser a tile is wanted.
  function sourceOf(coords, less) {
    const over = Math.max(0, coords.z - 1 - DEEPEST) + less;
    const times = 2 ** over;
    const x = Math.floor(coords.x / times);
    const y = Math.floor(coords.y / times);
    return {
      z: coords.z - 1 - over,
      x,
      y,
      scale: (SIZE * times) / UNITS,
      left: (coords.x - x * times) * SIZE,
      top: (coords.y - y * times) * SIZE,
    };
  }

  const Names = L.Layer.extend({
    isWhole: false,

    initialize(grid) {
      this._grid = grid;
    },

    onAdd(map) {
      const pane = map.getPane("names") ?? map.createPane("names");
      pane.style.zIndex = 350;
      pane.style.pointerEvents = "none";
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
      this._grid.on("tileload", this.redrawSoon, this);
      map.on("layeradd layerremove", this._changed, this);
      this.redrawSoon();
    },

    onRemove(map) {
      cancelAnimationFrame(this._frame);
      this._grid.off("tileload", this.redrawSoon, this);
      map.off("layeradd layerremove", this._changed, this);
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this.redrawSoon, zoomend: this.redrawSoon, resize: this.redrawSoon };
    },

    _changed({ layer }) {
      if (layer instanceof L.Marker) this.redrawSoon();
    },

    redrawSoon() {
      this._drawing = null; // what is being set is out of date
      this.isWhole = false;
      cancelAnimationFrame(this._frame);
      this._frame = requestAnimationFrame(() => this._draw());
    },

    // On a fresh canvas, in pieces; it takes the place of the last when it is whole.
    async _draw() {
      const map = this._map;
      if (!map || map._animatingZoom) return;
      const drawing = (this._drawing = {});
      const isOff = () => this._drawing !== drawing || this._map !== map || map._animatingZoom;
      const canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      if (!(await mapapp.inPieces(this._setAll(map, canvas), isOff))) return;
      this._canvas.replaceWith(canvas);
      this._canvas = canvas;
      this.isWhole = true;
      this.fire("drawn");
    },

    *_setAll(map, canvas) {
      const size = map.getSize();
      const setter = new mapapp.Typesetter(sharp(canvas, size.x, size.y), size, map.getZoom(), palette(map.getContainer()));
      map.eachLayer((layer) => {
        if (layer instanceof L.Marker) setter.keepClear(map.latLngToContainerPoint(layer.getLatLng()), layer);
      });
      const { left, top } = map.getContainer().getBoundingClientRect();
      for (const control of map.getContainer().querySelectorAll(".leaflet-control")) {
        const box = control.getBoundingClientRect();
        setter.taken.takeBox(box.left - left, box.top - top, box.right - left, box.bottom - top);
      }
      yield;
      const tiles = [];
      this._grid.eachDrawn((tile, put) => tiles.push([tile, put]));
      yield* setter.setAll(tiles);
    },
  });

  // The basemap as one layer; `url` is an address with {z}, {x} and {y} in it.
  const Basemap = L.Layer.extend({
    initialize(url) {
      this._scheme = matchMedia("(prefers-color-scheme: dark)");
      this._grid = new Grid(url);
      this._names = new Names(this._grid);
      this._repaint = () => {
        this._grid.repaint();
        this._names.redrawSoon();
      };
    },

    onAdd(map) {
      this._scheme.addEventListener("change", this._repaint);
      for (const one of [this._grid, this._names]) mapapp.turn(() => this._map === map && map.addLayer(one));
    },

    onRemove(map) {
      this._scheme.removeEventListener("change", this._repaint);
      map.removeLayer(this._names).removeLayer(this._grid);
    },
  });

  mapapp.basemap = (url) => new Basemap(url);
})();
