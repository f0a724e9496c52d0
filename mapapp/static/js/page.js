// What every part of the reader's map shares: elements, the page around the map, and how the reader moves.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  mapapp.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  mapapp.coarse = matchMedia("(pointer: coarse)").matches;

  mapapp.make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // The page around the map, as the server wrote it.
  mapapp.frame = (map) => map.getContainer().closest("[data-map]");

  mapapp.load = async (url) => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  };
})();
