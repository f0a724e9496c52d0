// When the map has drawn what it opens on.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  // Resolves when the places and the ground under them are on the map, and rejects when either is not to be had.
  mapapp.drawn = async (places) => {
    const grounds = [];
    const lettered = [];
    await mapapp.turn(() => {}); // by then the ground is on the map
    places._map?.eachLayer((one) => {
      if (one instanceof L.GridLayer) grounds.push(one);
      if ("isWhole" in one) lettered.push(one);
    });
    await Promise.all([places.ready, ...grounds.map(settled)]);
    await Promise.all(lettered.map(written));
    await frame();
    await frame();
  };

  // Our own server has every tile; of somebody else's some may be missing, but not all.
  function settled(ground) {
    return new Promise((resolve, reject) => {
      const failed = ({ error }) => reject(error ?? new Error("A part of the ground could not be loaded."));
      let isFound = false;
      ground.on("tileload", () => (isFound = true));
      if (!(ground instanceof L.TileLayer)) ground.once("tileerror", failed);
      ground.once("load", () => (isFound ? resolve() : failed({})));
      ground.once("remove", resolve); // another ground has taken its place
      if (!ground.isLoading()) resolve();
    });
  }

  const written = (names) => names.isWhole || !names._map || new Promise((resolve) => names.once("drawn remove", resolve));

  const frame = () => new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 100); // a page that nobody sees draws no frames
  });
})();
