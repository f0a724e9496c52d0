// A link to what the reader sees: view, layers, time and open place, in the address's fragment.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, make, say } = mapapp;

  const START = "#map=";
  const DEGREES = 5; // decimals: about a metre
  const VIEW = /^(\d{1,2}(?:\.\d{1,4})?)\/(-?\d{1,2}(?:\.\d{1,8})?)\/(-?\d{1,3}(?:\.\d{1,8})?)$/;
  const NORTHERNMOST = 85; // that the map's projection shows

  // What a fragment asks for; what it says wrongly or not at all is null.
  mapapp.readView = (fragment) => {
    const asked = new URLSearchParams(fragment.replace(/^#/, ""));
    const [, zoom, lat, lon] = (VIEW.exec(asked.get("map")) ?? []).map(Number);
    const isOnMap = Math.abs(lat) <= NORTHERNMOST && Math.abs(lon) <= 360;
    return {
      view: isOnMap ? { zoom, lat, lon } : null,
      layers: asked.get("layers")?.split(",").filter(Boolean) ?? null,
      at: /^-?\d{1,12}$/.test(asked.get("at")) ? Number(asked.get("at")) : null,
      place: asked.get("place") || null,
    };
  };

  mapapp.writeView = ({ view: { zoom, lat, lon }, layers, at, place }) => {
    const parts = [`${START}${zoom}/${lat.toFixed(DEGREES)}/${lon.toFixed(DEGREES)}`];
    if (layers) parts.push(`layers=${layers.map(encodeURIComponent).join()}`);
    if (at !== null) parts.push(`at=${at}`);
    if (place) parts.push(`place=${encodeURIComponent(place)}`);
    return parts.join("&");
  };

  mapapp.viewOf = (map, places) => mapapp.writeView(seen(map, places));

  mapapp.share = (map, places) => {
    const button = frame(map).querySelector("[data-share]");
    const said = button.nextElementSibling;
    const follow = () => show(map, places);
    button.hidden = false;
    button.onclick = () => copy(button, said, mapapp.viewOf(map, places));
    addEventListener("hashchange", follow);
    map.on("unload", () => removeEventListener("hashchange", follow));
    follow();
  };

  function seen(map, places) {
    const { lat, lng: lon } = map.getCenter();
    const ids = [...places.groups.keys()];
    const layers = ids.filter((id) => places.isShown(id));
    return {
      view: { zoom: map.getZoom(), lat, lon },
      layers: layers.length < ids.length ? layers : null,
      at: Number.isFinite(places.at) ? places.at : null,
      place: places.spots.find(({ marker }) => marker.isPopupOpen())?.id,
    };
  }

  // The page of the map, also from an embed; a page's own address changes only now that it was asked for.
  async function copy(button, said, fragment) {
    const link = new URL(button.dataset.share, location.href);
    link.search = location.search;
    link.hash = fragment;
    if (link.pathname === location.pathname) history.replaceState(history.state, "", link);
    try {
      await navigator.clipboard.writeText(link.href);
      said.textContent = say("Copied.");
    } catch {
      offer(said, link.href);
    }
  }

  // Where the page around an embed does not allow copying.
  function offer(said, href) {
    const field = make("input");
    field.readOnly = true;
    field.value = href;
    field.setAttribute("aria-label", say("Link to this view"));
    said.textContent = say("Copy it from here:");
    said.nextElementSibling?.remove();
    said.after(field);
    field.focus();
    field.select();
  }

  async function show(map, places) {
    if (!location.hash.startsWith(START)) return;
    const { view, layers, at, place } = mapapp.readView(location.hash);
    const known = layers?.filter((id) => places.groups.has(id));
    if (known && known.length === layers.length) for (const id of places.groups.keys()) places.show(id, known.includes(id));
    const step = at === null ? -1 : mapapp.stepAt(places.times, at);
    places.until(places.times[step]?.at ?? Infinity);
    if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    if (places.crowd) await places.crowd.arrived();
    places.quiet = true;
    map.closePopup();
    places.find(place)?.marker.openPopup(); // on a smaller screen this moves the view as far as it takes to read it
    places.quiet = false;
  }
})();
