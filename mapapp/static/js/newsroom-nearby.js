// Facilities near a place: their markers and their ticks, each for the other.
"use strict";

(() => {
  const { maps, symbol } = globalThis.mapapp;
  const latLng = ({ dataset }) => L.latLng(Number(dataset.lat), Number(dataset.lon));

  function addMarker(shown, box) {
    const icon = symbol(box.dataset.number, "facility-mark");
    // Of markers that lie on one another the nearest is on top.
    const zIndexOffset = 1000 * (200 - Number(box.dataset.number));
    const marker = L.marker(latLng(box), { icon, keyboard: false, title: box.dataset.label, zIndexOffset });
    marker.on("click", () => {
      if (!box.disabled) box.click();
    });
    shown.addLayer(marker);
    const follow = () => marker.getElement().classList.toggle("ticked", box.checked);
    box.addEventListener("change", follow);
    follow();
  }

  function tickAll(form, boxes) {
    const button = form.querySelector("[data-tick-all]");
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of boxes) if (!box.checked) box.click();
    });
  }

  for (const form of document.querySelectorAll("[data-nearby]")) {
    const map = maps.get(form.querySelector("[data-map]"));
    const boxes = [...form.querySelectorAll('input[name="facility"]')];
    const centre = form.querySelector("[data-centre]");
    const shown = L.featureGroup().addTo(map);
    shown.addLayer(L.marker(latLng(centre), { icon: symbol("", "scene"), keyboard: false, title: centre.dataset.label }));
    // The view first: a marker has an element only on a map that shows something.
    map.fitBounds(L.latLngBounds([centre, ...boxes].map(latLng)).pad(0.15), { maxZoom: 14, animate: false });
    for (const box of boxes) addMarker(shown, box);
    tickAll(form, boxes);
  }
})();
