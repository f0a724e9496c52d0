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
    for (const spot of places.spots) {
      const name = root.querySelector(`[data-place="${CSS.escape(spot.id)}"] [data-name]`);
      if (!name) continue;
      const button = name.querySelector("button") ?? make("button", "place-name", name.textContent);
      button.type = "button";
      button.addEventListener("click", () => {
        places.visit(map, spot);
        map.getContainer().scrollIntoView({ block: "nearest", behavior: mapapp.still ? "auto" : "smooth" });
      });
      if (button.parentNode !== name) name.replaceChildren(button);
    }
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
