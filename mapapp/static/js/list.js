// The list beside the map, in step with it.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, make } = mapapp;

  // The list's items become buttons that show their place, and the open place is marked in the list.
  mapapp.list = (map, places) => {
    const root = frame(map);
    addButtons(map, places, root);
    places.on("renewed", () => addButtons(map, places, root));
    places.on("switched", () => {
      for (const { id } of places.groups.values()) {
        root.querySelector(`[data-group="${id}"]`)?.toggleAttribute("hidden", !places.isShown(id));
      }
    });
  };

  function addButtons(map, places, root) {
    const isCrowd = ({ id }) => places.crowd?.spots.has(id);
    for (const spot of places.spots) if (!isCrowd(spot)) addButton(map, root, spot.id, () => places.visit(map, spot));
    for (const item of root.querySelectorAll("[data-at]")) {
      if (item.querySelector("[data-name] button")) continue;
      const [lon, lat] = item.dataset.at.split(",").map(Number);
      addButton(map, root, item.dataset.place, () => places.seek(item.dataset.place, L.latLng(lat, lon)));
    }
  }

  function addButton(map, root, id, visit) {
    const name = root.querySelector(`[data-place="${CSS.escape(id)}"] [data-name]`);
    if (!name) return;
    const button = make("button", "place-name", name.textContent);
    button.type = "button";
    button.addEventListener("click", () => {
      visit();
      map.getContainer().scrollIntoView({ block: "nearest", behavior: mapapp.still ? "auto" : "smooth" });
    });
    name.replaceChildren(button);
  }

  mapapp.mark = (map, id, isStill) => {
    const root = frame(map);
    root.querySelector("[data-place][aria-current]")?.removeAttribute("aria-current");
    if (!id) return;
    const item = root.querySelector(`[data-place="${CSS.escape(id)}"]`);
    item?.setAttribute("aria-current", "true");
    const scroller = item?.closest("[data-scroller]");
    if (isStill || !scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const { top, bottom } = item.getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    if (top < box.top || bottom > box.bottom) scroller.scrollTop += top - box.top - 8;
  };
})();
