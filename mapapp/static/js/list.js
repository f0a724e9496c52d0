// The list beside the map, in step with it.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, item, make } = mapapp;

  // What is folded away is brought up to date when it is opened: there may be thousands.
  const unfolded = (root, selector) => [...root.querySelector("[data-scroller]").children].flatMap((box) =>
    box.open === false ? [] : [box, ...box.querySelectorAll(selector)].filter((one) => one.matches(selector)));

  // The list's items become buttons that show their place; the open place is marked in the list, and what has
  // the focus or the mouse over it is marked in both.
  mapapp.list = (map, places) => {
    const root = frame(map);
    addButtons(map, places);
    places.on("renewed", () => addButtons(map, places));
    const follow = () => {
      for (const one of unfolded(root, "[data-group]")) one.hidden = !places.isShown(one.dataset.group);
      for (const one of unfolded(root, "[data-place]")) one.hidden = places.isLater(one.dataset.step);
    };
    places.on("switched", follow);
    root.addEventListener("toggle", () => (addButtons(map, places), follow()), true);
    for (const kind of ["focusin", "pointerover"]) root.addEventListener(kind, (event) => point(map, places, event));
  };

  function addButtons(map, places) {
    const own = places.spots.filter(({ id }) => !places.crowd?.spots.has(id));
    for (const spot of own) addButton(map, item(map, spot.id), () => places.visit(map, spot));
    for (const one of unfolded(frame(map), "[data-at]")) {
      const [lon, lat] = one.dataset.at.split(",").map(Number);
      addButton(map, one, () => places.seek(one.dataset.place, L.latLng(lat, lon)));
    }
  }

  function addButton(map, listed, visit) {
    const name = listed?.querySelector("[data-name]");
    if (!name || name.querySelector("[data-shows]")) return;
    const button = name.querySelector("button") ?? make("button", "place-name", name.textContent);
    button.type = "button";
    button.dataset.shows = listed.dataset.place;
    button.addEventListener("click", () => {
      visit();
      map.getContainer().scrollIntoView({ block: "nearest", behavior: mapapp.still ? "auto" : "smooth" });
    });
    if (button.parentNode !== name) name.replaceChildren(button);
  }

  function point(map, places, { type, target }) {
    const id = target.closest("[data-place]")?.dataset.place;
    const spot = places.spots.find(({ id: one, marker }) => one === id || marker.getElement() === target.closest(".spot"));
    for (const one of frame(map).querySelectorAll(".pointed")) one.classList.remove("pointed");
    spot?.marker.getElement()?.classList.add("pointed");
    const marked = spot && item(map, spot.id);
    marked?.classList.add("pointed");
    if (type === "focusin" && !id) bringIntoView(marked);
  }

  mapapp.mark = (map, id, isStill) => {
    frame(map).querySelector("[data-place][aria-current]")?.removeAttribute("aria-current");
    const marked = id && item(map, id);
    if (!marked) return;
    marked.setAttribute("aria-current", "true");
    if (!isStill) bringIntoView(marked);
  };

  // Within the list only: the page does not move.
  function bringIntoView(marked) {
    const scroller = marked?.closest("[data-scroller]");
    if (!scroller || scroller.scrollHeight <= scroller.clientHeight) return;
    const { top, bottom } = marked.getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    if (top < box.top || bottom > box.bottom) scroller.scrollTop += top - box.top - 8;
  }
})();
