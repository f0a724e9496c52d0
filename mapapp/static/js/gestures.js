// How the map is moved without taking the page's scrolling from the reader.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make, say, still } = mapapp;

  const HINT_MS = 1600;
  const WHEEL_PX = 60; // of wheel or pinch for one step of zoom

  L.Map.mergeOptions({ zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still });
  if (still) {
    const { panBy } = L.Map.prototype;
    L.Map.include({ panBy(offset, options) { return panBy.call(this, offset, { ...options, animate: false }); } });
  }

  mapapp.settle = (map) => {
    const container = map.getContainer();
    map.attributionControl?.setPrefix(false);
    container.querySelector("[data-loading]")?.remove();
    container.addEventListener("wheel", (event) => wheel(map, event), { passive: false });
    // One finger scrolls the page, two move the map; a mouse or a pen drags it, also beside a touch screen.
    container.addEventListener("pointerdown", ({ pointerType }) => {
      map.dragging[pointerType === "touch" ? "disable" : "enable"]();
    }, { capture: true });
    container.addEventListener("touchmove", ({ touches, target }) => {
      if (touches.length === 1 && !target.closest(".leaflet-popup")) hint(container, say("Use two fingers to move the map"));
    }, { passive: true });
  };

  function wheel(map, event) {
    if (!event.ctrlKey && !event.metaKey) {
      if (!event.target.closest(".leaflet-popup")) hint(map.getContainer(), say("Hold %(key)s to zoom the map", { key: mapapp.zoomKey }));
      return;
    }
    event.preventDefault();
    map._wheeled = (map._wheeled ?? 0) - event.deltaY;
    if (Math.abs(map._wheeled) < WHEEL_PX) return;
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
