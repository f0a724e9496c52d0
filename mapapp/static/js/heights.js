// Places far below are not laid out with the first picture of the page (css/reader.css): here a few at a time, so that the
// page soon has its true height.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  function* all() {
    for (const one of document.querySelectorAll(".place:not(.laid)")) {
      one.classList.add("laid");
      yield one.offsetHeight;
    }
  }

  mapapp.lay = () => mapapp.inPieces(all());

  if (document.readyState === "complete") mapapp.lay();
  else addEventListener("load", mapapp.lay);
})();
