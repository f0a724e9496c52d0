// The incident's places on the map: symbols, rings and areas, popups, the layer switch, and the list beside it.
// Everything a person wrote arrives as JSON and becomes text by textContent, never markup.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const CLOSEST = 16; // the zoom a single place is shown at
  const SMALL_PX = 16; // a ring of a smaller radius on screen is replaced by a hollow symbol
  const HINT_MS = 1600;
  const VIEW_PADDING = [24, 24];
  const HEIGHTS = { scenes: 2000, pin: 1000, ring: 0, line: -1000, area: -1000 }; // who covers whom

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const coarse = matchMedia("(pointer: coarse)").matches;
  // One finger scrolls the page, two move the map.
  L.Map.mergeOptions({ zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, dragging: !coarse });

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  const latLng = ([lon, lat]) => L.latLng(lat, lon);

  function styleOf(element, { group, draw, status }) {
    const colours = getComputedStyle(element);
    const name = group === "scenes" ? "scene" : group === "context" ? "context" : "facility";
    return {
      color: colours.getPropertyValue(`--${name}`).trim(),
      weight: draw === "line" ? 4 : 1.5,
      fillColor: colours.getPropertyValue(`--${name}-wash`).trim(),
      fillOpacity: 1,
      dashArray: status === "disputed" || draw === "area" ? "5 5" : null,
    };
  }

  // Leaflet rounds to whole pixels, which makes a small circle wobble.
  const Ring = L.Polygon.extend({
    _projectLatlngs(rings, result, bounds) {
      const origin = this._map.getPixelOrigin();
      for (const ring of rings) {
        const projected = ring.map((one) => this._map.project(one).subtract(origin));
        for (const point of projected) bounds.extend(point);
        result.push(projected);
      }
    },
  });

  const latLngs = ({ coordinates }) => L.GeoJSON.coordsToLatLngs(coordinates, 1);

  const PlaceMarker = L.Marker.extend({
    // Without moving the map: the reader did not ask for it.
    openQuietly() {
      const { options } = this.getPopup();
      options.autoPan = false;
      this.openPopup();
      options.autoPan = true;
    },
  });

  // One place: its figures and its symbol, which carries the popup.
  class Spot {
    constructor(feature) {
      this.id = feature.id;
      this.words = feature.properties;
      this.centre = latLng(this.words.centre);
      this.layer = L.featureGroup();
      this.addFigures(feature);
      this.marker = this.addSymbol();
      this.marker.bindPopup(() => popupOf(this.words), { autoPanPadding: [12, 12] });
    }

    addFigures({ geometry }) {
      const pointToLayer = (_, at) => L.circleMarker(at, { radius: 6 });
      this.figures = this.words.ring ? [new Ring(latLngs(this.words.ring), { smoothFactor: 0 })] : [];
      if (["area", "line"].includes(this.words.draw)) this.figures.push(L.geoJSON(geometry, { pointToLayer, smoothFactor: 0.4 }));
      for (const one of this.figures) this.layer.addLayer(one.on("click", () => this.marker.openPopup()));
    }

    addSymbol() {
      const { number, draw, group, status } = this.words;
      const symbol = make("span", `symbol ${draw} ${group} ${status}`);
      symbol.append(make("span", "number", String(number)));
      const [anchor, popupAnchor] = draw === "pin" ? [[22, 38], [0, -30]] : [[22, 22], [0, -12]];
      const icon = L.divIcon({ html: symbol, className: "spot", iconSize: [44, 44], iconAnchor: anchor, popupAnchor });
      const marker = new PlaceMarker(this.centre, { icon, zIndexOffset: HEIGHTS[group === "scenes" ? group : draw], riseOnHover: true });
      marker.on("add", () => this.name(marker.getElement()));
      return marker.addTo(this.layer);
    }

    name(element) {
      const { label, precision, status_words: status } = this.words;
      element.setAttribute("aria-label", `${label}: ${precision}; ${status}`);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.marker.openPopup();
      });
    }

    get bounds() {
      const bounds = L.latLngBounds([this.centre]);
      for (const one of this.figures) bounds.extend(one.getBounds());
      return bounds;
    }

    paint(map) {
      const { x, y } = map.latLngToLayerPoint(this.bounds.getNorthEast()).subtract(map.latLngToLayerPoint(this.centre));
      const isSmall = Math.max(Math.abs(x), Math.abs(y)) < SMALL_PX;
      const hidden = isSmall && this.words.draw !== "line" ? { opacity: 0, fillOpacity: 0 } : { opacity: 1 };
      const style = { ...styleOf(map.getContainer(), this.words), ...hidden };
      for (const one of this.figures) one.setStyle(style);
      this.marker.getElement()?.classList.toggle("small", isSmall);
    }
  }

  function popupOf(words) {
    const box = make("div", "popup");
    box.tabIndex = 0; // it may be longer than its room, and then it is scrolled by keys
    box.append(make("h2", "", words.label));
    if (words.what) box.append(make("p", "", words.what));
    const facts = make("dl");
    const fact = (name, text) => text && facts.append(make("dt", "", name), make("dd", "", text));
    fact("When", words.when);
    fact("How exactly", words.precision);
    fact("Where", words.distance);
    fact("Status", words.status_words);
    box.append(facts);
    if (words.sources.length) box.append(make("h3", "", "Sources"), sourcesOf(words.sources));
    return box;
  }

  function sourcesOf(sources) {
    const list = make("ul", "sources");
    for (const { publisher, url, quote } of sources) {
      const item = make("li");
      item.append(linked(publisher, url));
      if (quote) item.append(": ", make("q", "", quote));
      list.append(item);
    }
    return list;
  }

  function linked(text, url) {
    if (!/^https?:\/\//i.test(url)) return make("span", "", text);
    const link = make("a", "", text);
    link.href = url;
    link.rel = "noopener";
    link.target = "_blank";
    return link;
  }

  async function load(url) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response.json();
  }

  const Places = L.LayerGroup.extend({
    initialize(url) {
      L.LayerGroup.prototype.initialize.call(this);
      this.spots = [];
      this.groups = new Map();
      this.ready = load(url);
    },

    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      settle(map);
      this.ready = this.ready.then((collection) => this._show(map, collection));
    },

    _show(map, collection) {
      this._fill(collection);
      this.paint = () => this.spots.forEach((one) => one.paint(map));
      map.on("zoomend layeradd", L.Util.throttle(this.paint, 50));
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", this.paint);
      this.paint();
      popups(map, this);
      list(map, this);
      pointers(map, this);
    },

    _fill({ groups, features }) {
      this.spots = [];
      this.groups = new Map();
      for (const { id, title } of groups) this.groups.set(id, { id, title, layer: L.layerGroup().addTo(this) });
      for (const feature of features) {
        const spot = new Spot(feature);
        this.spots.push(spot);
        this.groups.get(feature.properties.group).layer.addLayer(spot.layer);
      }
    },

    // Other places under the reader's eyes: the view, the layers switched off, the open popup and the focus stay.
    async renew(url) {
      await this.ready;
      const collection = await load(url);
      const off = [...this.groups.keys()].filter((id) => !this.isShown(id));
      const open = this.spots.find(({ marker }) => marker.isPopupOpen())?.id;
      const active = document.activeElement;
      const focused = this.spots.find(({ marker }) => marker.getElement() === active)?.id;
      const inPopup = Boolean(active?.closest(".leaflet-popup"));
      this.renewing = true;
      this.clearLayers();
      this._fill(collection);
      this.paint();
      for (const id of off) if (this.groups.has(id)) this.removeLayer(this.groups.get(id).layer);
      this.fire("renewed");
      this.fire("switched");
      this._find(open)?.marker.openQuietly();
      this.renewing = false;
      if (inPopup) (document.querySelector(".leaflet-popup .popup") ?? this._map.getContainer()).focus({ preventScroll: true });
      this._find(focused)?.marker.getElement()?.focus({ preventScroll: true });
    },

    _find(id) {
      return this.spots.find((one) => one.id === id && this.isShown(one.words.group));
    },

    isShown(id) {
      return this.hasLayer(this.groups.get(id).layer);
    },

    show(id, wanted) {
      const { layer } = this.groups.get(id);
      if (wanted) this.addLayer(layer);
      else this.removeLayer(layer);
      this.fire("switched");
    },

    // Brings a place into view, larger than a dot, and opens its popup.
    visit(map, spot) {
      if (!this.isShown(spot.words.group)) this.show(spot.words.group, true);
      const maxZoom = spot.words.group === "scenes" ? CLOSEST : CLOSEST - 2;
      map.fitBounds(spot.bounds.pad(0.5), { maxZoom, animate: false });
      spot.marker.openPopup();
    },
  });

  // The page around the map, as the server wrote it.
  const frame = (map) => map.getContainer().closest("[data-map]");

  function settle(map) {
    const container = map.getContainer();
    map.attributionControl?.setPrefix(false);
    container.querySelector("[data-loading]")?.remove();
    container.addEventListener("wheel", (event) => wheel(map, event), { passive: false });
    if (coarse) container.addEventListener("touchmove", (event) => {
      if (event.touches.length === 1) hint(container, "Use two fingers to move the map");
    }, { passive: true });
  }

  function wheel(map, event) {
    if (!event.ctrlKey && !event.metaKey) {
      if (!event.target.closest(".leaflet-popup")) hint(map.getContainer(), "Hold Ctrl to zoom the map");
      return;
    }
    event.preventDefault();
    map._wheeled = (map._wheeled ?? 0) - event.deltaY;
    if (Math.abs(map._wheeled) < 60) return;
    map.setZoomAround(map.mouseEventToContainerPoint(event), map.getZoom() + Math.sign(map._wheeled));
    map._wheeled = 0;
  }

  function hint(container, text) {
    let box = container.querySelector(".hint-over");
    if (!box) container.append((box = make("p", "hint-over")));
    box.textContent = text;
    box.hidden = false;
    clearTimeout(box.timer);
    box.timer = setTimeout(() => (box.hidden = true), HINT_MS);
  }

  // Popups take the focus and give it back; Escape closes them.
  function popups(map, places) {
    let opener = null;
    const container = map.getContainer();
    const fit = () => {
      for (const { marker } of places.spots) marker.getPopup().options.maxWidth = Math.min(300, map.getSize().x - 76);
    };
    fit();
    map.on("resize", fit);
    places.on("renewed", fit);
    const isOurs = (element) => element && element !== document.body && !element.closest(".leaflet-popup");
    map.on("popupopen", ({ popup }) => {
      const spot = places.spots.find((one) => one.marker.getPopup() === popup);
      const active = document.activeElement;
      opener = isOurs(active) && active !== container ? active : spot?.marker.getElement();
      const box = popup.getElement();
      container.classList.add("has-popup");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", spot?.words.label ?? "");
      if (!places.renewing) box.querySelector(".popup").focus({ preventScroll: true });
      mark(map, spot?.id, places.renewing);
    });
    map.on("popupclose", ({ popup }) => {
      container.classList.remove("has-popup");
      mark(map, null);
      if (places.renewing) return;
      const inside = popup.getElement()?.contains(document.activeElement);
      if (inside || document.activeElement === document.body) opener?.focus({ preventScroll: true });
    });
    container.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });
  }

  // The list's items become buttons that show their place, and the open place is marked in the list.
  function list(map, places) {
    const root = frame(map);
    addButtons(map, places, root);
    places.on("renewed", () => addButtons(map, places, root));
    places.on("switched", () => {
      for (const { id } of places.groups.values()) {
        root.querySelector(`[data-group="${id}"]`)?.toggleAttribute("hidden", !places.isShown(id));
      }
    });
  }

  function addButtons(map, places, root) {
    for (const spot of places.spots) {
      const name = root.querySelector(`[data-place="${CSS.escape(spot.id)}"] [data-name]`);
      if (!name) continue;
      const button = make("button", "place-name", name.textContent);
      button.type = "button";
      button.addEventListener("click", () => {
        places.visit(map, spot);
        map.getContainer().scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
      });
      name.replaceChildren(button);
    }
  }

  function mark(map, id, isStill) {
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
  }

  // What lies outside the view: buttons at the map's edge that point to it.
  const POINTERS = 3;
  const EDGE_PX = 8;
  const STEP_PX = 48;
  const CONTROLS = { x: 66, y: 116 }; // what the zoom buttons take up in their corner

  function pointers(map, places) {
    const holder = make("div", "pointers");
    map.getContainer().append(holder);
    L.DomEvent.disableClickPropagation(holder);
    const renew = () => {
      const view = map.getBounds();
      const away = places.spots.filter(({ centre, words: { group }, bounds }) => {
        return group !== "candidates" && places.isShown(group) && !view.contains(centre) && !view.intersects(bounds);
      });
      holder.replaceChildren();
      for (const spot of away.slice(0, POINTERS)) point(map, places, holder, spot);
    };
    map.on("moveend resize", renew);
    places.on("switched", renew);
    renew();
  }

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

  // The layer switch: a fieldset of checkboxes, which is the legend too; and the two views worth going back to.
  function layerSwitch(map, places) {
    const bar = frame(map).querySelector("[data-switch]");
    const opening = map.getBounds();
    let built = "";
    const build = () => {
      const titles = [...places.groups.values()].map(({ title }) => title).join();
      if (titles === built) return;
      built = titles;
      const set = make("fieldset", "switch");
      set.append(make("legend", "", "Show"));
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
  }

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
      view(places.groups.has("scenes") ? "The scene" : "First view", () => opening.pad(-0.1));
      view("Every place", () => (places.spots.length ? boundsOf(places) : opening));
      return row;
    };
    control.addTo(map);
  }

  mapapp.places = (url) => (mapapp.current = new Places(url));
  mapapp.layerSwitch = layerSwitch;
})();
