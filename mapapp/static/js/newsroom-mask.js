// The circle that readers would see, on the map, for the width that is chosen.
"use strict";

(() => {
  const { maps, figureStyle } = globalThis.mapapp;
  const form = document.querySelector("[data-mask]");
  const map = maps.get(document.querySelector("[data-map]"));
  const shown = L.layerGroup().addTo(map);

  function show({ value, dataset }) {
    shown.clearLayers();
    const style = { ...figureStyle(map.getContainer(), "scene"), radius: Number(value) };
    const circle = L.circle([Number(dataset.lat), Number(dataset.lon)], style).addTo(shown);
    map.fitBounds(circle.getBounds().pad(0.15), { animate: false });
  }

  for (const radio of form.querySelectorAll('input[name="width"]')) {
    radio.addEventListener("change", () => show(radio));
    if (radio.checked) show(radio);
  }
  document.body.classList.add("scripted");
})();
