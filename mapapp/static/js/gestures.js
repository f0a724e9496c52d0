// How the map is moved without taking the page's scrolling from the reader.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make } = mapapp;

  const HINT_MS = 1600;

  // One finger scrolls the page, two move the map.
  L.Map.mergeOptions({ zoomAnimation: !mapapp.still, fadeAnimation: !mapapp.still, markerZoomAnimation: !mapapp.still, dragging: !mapapp.coarse });

  mapapp.settle = (map) => {
    const container = map.getContainer();
    map.attributionControl?.setPrefix(false);
    container.querySelector("[data-loading]")?.remove();
    container.addEventListener("wheel", (event) => wheel(map, event), { passive: false });
    if (mapapp.coarse) container.addEventListener("touchmove", (event) => {
      if (event.touches.length === 1) hint(container, mapapp.say("Use two fingers to move the map"));
    }, { passive: true });
  };

  function wheel(map, event) {
    if (!event.ctrlKey && !event.metaKey) {
      if (!event.target.closest(".leaflet-popup")) hint(map.getContainer(), mapapp.say("Hold Ctrl to zoom the map"));
      return;
    }
    event.preventDefault();
    map._wheeled = (map._wheeled ?? 0) - event.deltaY;
    if (Math.abs(map._wheeled) < 60) return;
    map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + Math.sign(map._wheeled));
    map._wheeled = 0;
  }

  function hint(container, text) {
    let box = container.querySelector(".hint-over");
    if (!box) container.append((box = make("p", "hint-over")));
    box.textContent = text;
    box.hidden = false;
    clearTimeout(box.timer);
    box.timer = setTimeout(() => (box.hidden = true), HINT_MS);
  }
})();
