// Leaflet's own words in the page's language: its zoom buttons and its scale.
"use strict";

(() => {
  const { say } = globalThis.mapapp;

  L.Control.Zoom.mergeOptions({ zoomInTitle: say("Zoom in"), zoomOutTitle: say("Zoom out") });

  const { _updateScale: updateScale } = L.Control.Scale.prototype;
  L.Control.Scale.include({
    _updateScale(bar, text, share) {
      const [length, unit] = text.split(" ");
      const feet = unit === "ft" ? say("%(feet)s ft", { feet: length }) : text;
      updateScale.call(this, bar, feet, share);
    },
  });
})();
