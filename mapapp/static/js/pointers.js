// What lies outside the view: buttons at the map's edge that point to it.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make } = mapapp;

  const POINTERS = 3;
  const EDGE_PX = 8;
  const STEP_PX = 48;
  const CONTROLS = { x: 66, y: 116 }; // what the zoom buttons take up in their corner

  mapapp.pointers = (map, places) => {
    const holder = make("div", "pointers");
    map.getContainer().append(holder);
    L.DomEvent.disableClickPropagation(holder);
    const renew = () => {
      const view = map.getBounds();
      const away = places.spots.filter((one) => {
        const isWanted = one.words.group !== "candidates" && places.isOn(one);
        return isWanted && !view.contains(one.centre) && !view.intersects(one.bounds);
      });
      holder.replaceChildren();
      for (const spot of away.slice(0, POINTERS)) point(map, places, holder, spot);
    };
    map.on("moveend resize", renew);
    places.on("switched", renew);
    renew();
  };

  function point(map, places, holder, spot) {
    const size = map.getSize();
    const { x, y } = map.latLngToContainerPoint(spot.centre).subtract(size.divideBy(2));
    const button = make("button", "pointer");
    const arrow = make("span", "arrow", "↑");
    arrow.setAttribute("aria-hidden", "true");
    arrow.style.transform = `rotate(${Math.atan2(x, -y)}rad)`;
    button.type = "button";
    const text = make("span", "", spot.words.label);
    if (spot.words.distance) text.append(make("small", "", spot.words.distance));
    button.append(arrow, text);
    button.addEventListener("click", () => places.visit(map, spot));
    holder.append(button);
    // Along the line from the middle, as far as the button still fits between the map's own controls.
    const half = L.point(button.offsetWidth, button.offsetHeight).divideBy(2);
    const room = size.divideBy(2).subtract(half).subtract([EDGE_PX, EDGE_PX]);
    const share = Math.min(room.x / Math.abs(x || 1), room.y / Math.abs(y || 1));
    const at = size.divideBy(2).add([x * share, y * share]).subtract(half);
    if (at.y < CONTROLS.y) at.x = Math.max(at.x, CONTROLS.x);
    at.y = Math.min(at.y, size.y - 2 * half.y - CONTROLS.x);
    place(map, holder, button, at);
  }

  // Beside what is there already: along its edge to the first free spot; left out where there is none.
  function place(map, holder, button, at) {
    const others = [...map.getContainer().querySelectorAll(".spot"), ...holder.children];
    const taken = others.filter((one) => one !== button).map((one) => one.getBoundingClientRect());
    const last = map.getSize().x - button.offsetWidth - EDGE_PX;
    button.style.top = `${Math.round(at.y)}px`;
    for (const aside of [0, 1, -1, 2, -2, 3, -3, 4, -4]) {
      const left = Math.round(at.x + aside * STEP_PX);
      if (aside && (left < CONTROLS.x || left > last)) continue;
      button.style.left = `${left}px`;
      const box = button.getBoundingClientRect();
      if (!taken.some((other) => overlap(box, other))) return;
    }
    button.remove();
  }

  function overlap(a, b) {
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  }
})();
