// The layer switch: a fieldset of checkboxes, which is the legend too; and the two views worth going back to.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, make, say } = mapapp;

  const VIEW_PADDING = [24, 24];

  mapapp.layerSwitch = (map, places) => {
    const bar = frame(map).querySelector("[data-switch]");
    const opening = map.getBounds();
    let built = "";
    const build = () => {
      const titles = [...places.groups.values()].map(({ title }) => title).join();
      if (titles === built) return;
      built = titles;
      const set = make("fieldset", "switch");
      set.append(make("legend", "", say("Show")));
      for (const { id, title } of places.groups.values()) set.append(choice(places, id, title));
      bar.replaceChildren(set);
      bar.hidden = places.groups.size === 0;
    };
    places.on("switched", () => {
      for (const box of bar.querySelectorAll("input")) box.checked = places.isShown(box.value);
    });
    places.ready.then(() => {
      build();
      places.on("renewed", build);
      addViews(map, places, opening);
    });
  };

  function choice(places, id, title) {
    const label = make("label", "choice");
    const box = make("input");
    box.type = "checkbox";
    box.value = id;
    box.checked = places.isShown(id);
    box.addEventListener("change", () => places.show(id, box.checked));
    label.append(box, make("span", `key ${id}`), make("span", "", title));
    return label;
  }

  function boundsOf(places) {
    return L.latLngBounds(places.spots.flatMap(({ bounds }) => [bounds.getSouthWest(), bounds.getNorthEast()]));
  }

  function addViews(map, places, opening) {
    const all = boundsOf(places);
    if (!all.isValid() || opening.contains(all)) return;
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => {
      const row = make("div", "views");
      L.DomEvent.disableClickPropagation(row);
      const view = (text, bounds) => {
        const button = make("button", "", text);
        button.type = "button";
        button.addEventListener("click", () => map.fitBounds(bounds(), { animate: false, padding: VIEW_PADDING }));
        row.append(button);
      };
      view(places.groups.has("scenes") ? say("The scene") : say("First view"), () => opening.pad(-0.1));
      view(say("Every place"), () => (places.spots.length ? boundsOf(places) : opening));
      return row;
    };
    control.addTo(map);
  }
})();
