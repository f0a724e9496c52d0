// What every part of the reader's map shares: elements, the page around the map, and how the reader moves.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  mapapp.still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  mapapp.coarse = matchMedia("(pointer: coarse)").matches;
  mapapp.zoomKey = /mac|iphone|ipad/i.test(navigator.platform) ? "⌘" : "Ctrl";

  mapapp.make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  // The page around the map, as the server wrote it.
  mapapp.frame = (map) => map.getContainer().closest("[data-map]");

  // A place's item in the list, and whether something can be seen, and so can have the focus.
  mapapp.item = (map, id) => mapapp.frame(map).querySelector(`[data-place="${CSS.escape(id)}"]`);
  mapapp.isSeen = (element) => Boolean(element?.getClientRects().length);
})();
