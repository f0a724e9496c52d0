// In an archive the picture stands where the map will: the map takes its place, and gives it back if it fails.
"use strict";

(() => {
  const picture = document.querySelector("[data-picture]");
  const map = document.querySelector("[data-map] .map");

  const show = (isMap) => {
    map.hidden = !isMap;
    picture.classList.toggle("beneath", isMap);
  };

  addEventListener("error", () => show(false));
  show(true);
})();
