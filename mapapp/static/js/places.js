// The incident's places on the map, fetched as JSON; a correction replaces them under the reader's eyes.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const CLOSEST = 16; // the zoom a single place is shown at

  const Places = L.LayerGroup.extend({
    initialize(url) {
      L.LayerGroup.prototype.initialize.call(this);
      this.spots = [];
      this.groups = new Map();
      this.at = Infinity; // seconds since 1970: what begins later is not shown
      this.ready = mapapp.load(url);
    },

    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      mapapp.settle(map);
      this.ready = this.ready.then((collection) => this._show(map, collection));
    },

    // Takes the whole map away, when it could not be drawn.
    discard() {
      this._map?.remove();
    },

    async _show(map, collection) {
      await mapapp.inPieces(this._build(map, collection), () => this._map !== map);
    },

    *_build(map, collection) {
      yield* this._fill(collection);
      this.paint = () => this.spots.forEach((one) => one.paint(map));
      map.on("zoomend", this.paint);
      for (const media of ["prefers-color-scheme: dark", "forced-colors: active", "prefers-contrast: more"]) {
        matchMedia(`(${media})`).addEventListener("change", this.paint);
      }
      for (const one of this.spots) {
        one.paint(map);
        yield;
      }
      const { popups, list, pointers, rove, timeline, share } = mapapp;
      for (const part of [popups, list, pointers, rove, timeline, share]) {
        part(map, this);
        yield;
      }
    },

    *_fill(collection) {
      const { groups, features, times, bounds } = collection;
      this.bounds = bounds;
      this.crowd?.remove();
      this.spots = [];
      this.times = times ?? [];
      this.groups = new Map();
      for (const { id, title } of groups) this.groups.set(id, { id, title, layer: L.layerGroup().addTo(this) });
      for (const feature of features) {
        const spot = new mapapp.Spot(feature);
        this.spots.push(spot);
        if (!this.isLater(spot.words.step)) this._layerOf(spot).addLayer(spot.layer);
        yield;
      }
      this.crowd = collection.tiles ? new mapapp.Crowd(this._map, this, collection) : null;
    },

    // What holds every place, those that are not on the map yet as well.
    extent() {
      if (!this.bounds) return L.latLngBounds(this.spots.flatMap(({ bounds }) => [bounds.getSouthWest(), bounds.getNorthEast()]));
      const [west, south, east, north] = this.bounds;
      return L.latLngBounds([south, west], [north, east]);
    },

    _layerOf({ words: { group } }) {
      return this.groups.get(group).layer;
    },

    // Other places under the reader's eyes: the view, the layers switched off, the open popup and the focus stay.
    async renew(url) {
      await this.ready;
      const collection = await mapapp.load(url);
      const off = [...this.groups.keys()].filter((id) => !this.isShown(id));
      const open = this.spots.find(({ marker }) => marker.isPopupOpen())?.id;
      const active = document.activeElement;
      const focused = this.spots.find(({ marker }) => marker.getElement() === active)?.id;
      const inPopup = Boolean(active?.closest(".leaflet-popup"));
      this.quiet = true;
      this.clearLayers();
      Array.from(this._fill(collection)); // at once: nobody shall see half of it
      this.paint();
      for (const id of off) if (this.groups.has(id)) this.removeLayer(this.groups.get(id).layer);
      this.fire("renewed");
      this.fire("switched");
      await this.crowd?.settled();
      this.find(open)?.marker.openQuietly();
      this.quiet = false;
      if (inPopup) (document.querySelector(".leaflet-popup .popup") ?? this._map.getContainer()).focus({ preventScroll: true });
      if (focused) (this.find(focused)?.marker.getElement() ?? this._map.getContainer()).focus({ preventScroll: true });
    },

    // A place that is shown now.
    find(id) {
      return this.spots.find((one) => one.id === id && this.isOn(one));
    },

    isOn(spot) {
      return this.isShown(spot.words.group) && !this.isLater(spot.words.step);
    },

    isLater(step) {
      return this.times[step]?.at > this.at;
    },

    isShown(id) {
      return this.groups.has(id) && this.hasLayer(this.groups.get(id).layer);
    },

    show(id, wanted) {
      const { layer } = this.groups.get(id);
      this._change(() => (wanted ? this.addLayer(layer) : this.removeLayer(layer)));
    },

    // Leaves out what began later.
    until(at) {
      this.at = at;
      this._change(() => {
        for (const spot of this.spots) this._layerOf(spot)[this.isLater(spot.words.step) ? "removeLayer" : "addLayer"](spot.layer);
      });
    },

    // Whatever had the focus and is gone leaves it to the map.
    _change(change) {
      const hasFocus = () => document.activeElement !== document.body && mapapp.isSeen(document.activeElement);
      const had = hasFocus();
      change();
      this.fire("switched");
      if (had && !hasFocus()) this._map.getContainer().focus({ preventScroll: true });
    },

    // The same of one that may not be on the map yet.
    async seek(id, at) {
      await this.crowd?.seek(id, at);
    },

    // Brings a place into view, larger than a dot, and opens its popup.
    visit(map, spot) {
      if (!this.isShown(spot.words.group)) this.show(spot.words.group, true);
      const maxZoom = spot.words.group === "scenes" ? CLOSEST : CLOSEST - 2;
      map.fitBounds(spot.bounds.pad(0.5), { maxZoom, animate: false });
      spot.marker.openPopup();
    },
  });

  mapapp.places = (url) => (mapapp.current = new Places(url));
})();
