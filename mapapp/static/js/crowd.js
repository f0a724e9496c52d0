// More places than can be sent at once: fetched in tiles as the reader moves, drawn as places and as counts.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const TILE_PX = 512;
  const DEEPEST = 17; // beyond it the same tiles tell what their counts fall into
  const SLICE_MS = 6; // so much drawing in a frame leaves room to move smoothly
  const COMING = 14; // the zoom at which a place of the list is looked for first

  // Leaflet decides which tiles are needed and which no longer; nothing is drawn in them.
  const Grid = L.GridLayer.extend({
    options: { tileSize: TILE_PX, maxNativeZoom: DEEPEST, noWrap: true, keepBuffer: 1, updateWhenZooming: false },

    createTile(coords, done) {
      this.options.load(coords).then(() => done(null), done);
      return document.createElement("div");
    },
  });

  // Drawing, a few milliseconds in each frame.
  class Slices {
    waiting = [];

    add(work) {
      if (this.waiting.push(work) === 1) requestAnimationFrame(() => this.run());
    }

    run() {
      const end = performance.now() + SLICE_MS;
      do this.waiting[0]();
      while ((this.waiting.shift(), this.waiting.length) && performance.now() < end);
      if (this.waiting.length) requestAnimationFrame(() => this.run());
    }
  }

  // A folder has no empty files.
  const none = (error) => {
    if (error.status !== 404) throw error;
    return [];
  };

  const keyOf = ({ x, y, z }) => `${z}/${x}/${y}`;

  // What a tile's items are at a zoom: counts that have fallen apart by then give way to their parts.
  const resolved = (mapapp.resolved = (items, zoom) =>
    items.flatMap((item) => (item.items && item.splits <= zoom ? resolved(item.items, zoom) : [item])));

  mapapp.Crowd = class {
    constructor(map, places, { tiles, total, steps, bounds: [west, south, east, north] }) {
      Object.assign(this, { map, places, total, steps, url: tiles, tiles: new Map(), spots: new Map(), slices: new Slices() });
      this.counts = L.layerGroup().addTo(map);
      const bounds = L.latLngBounds([south, west], [north, east]);
      this.grid = new Grid({ bounds, load: (coords) => this.load(coords) });
      this.grid.on("load", this.follow, this).on("tileunload", ({ coords }) => this.drop(coords));
      this.level = this.wanted;
      map.on("moveend", this.settle, this);
      places.on("switched", this.recount, this);
      this.grid.addTo(map);
      this.pages = new mapapp.Pages(map, places);
    }

    // The zoom whose tiles belong to the view.
    get wanted() {
      return Math.min(this.map.getZoom(), DEEPEST);
    }

    async load(coords) {
      const tile = { z: coords.z, items: [], parts: [], zoom: null, abort: new AbortController() };
      this.tiles.set(keyOf(coords), tile);
      tile.items = await mapapp.load(L.Util.template(this.url, coords), tile.abort).then(({ items }) => items, none);
      if (tile.z === this.level) this.draw(tile);
    }

    drop(coords) {
      const tile = this.tiles.get(keyOf(coords));
      this.tiles.delete(keyOf(coords));
      tile?.abort.abort();
      if (tile) this.hide(tile);
    }

    // Once all tiles of a new zoom are there they take the place of the others.
    follow() {
      if (!this.grid._map) return;
      this.level = this.wanted;
      const all = [...this.tiles.values()];
      for (const tile of all) if (tile.z === this.level) this.draw(tile);
      for (const tile of all) if (tile.z !== this.level) this.hide(tile);
    }

    settle() {
      requestAnimationFrame(() => this.grid.isLoading() || this.follow());
    }

    draw(tile) {
      const zoom = this.map.getZoom();
      if (tile.zoom === zoom) return;
      const before = tile.parts;
      const parts = (tile.parts = []);
      tile.zoom = zoom;
      for (const item of resolved(tile.items, zoom)) {
        this.slices.add(() => tile.parts === parts && parts.push(item.type ? this.claim(item) : this.count(item)));
      }
      this.slices.add(() => before.forEach((part) => part.remove()));
    }

    hide(tile) {
      const before = tile.parts;
      tile.parts = [];
      tile.zoom = null;
      this.slices.add(() => before.forEach((part) => part.remove()));
    }

    // A place is there as long as any tile has it: so its popup and its focus outlast a change of zoom.
    claim(feature) {
      const { places } = this;
      const held = this.spots.get(feature.id) ?? { spot: this.enter(feature), claims: 0 };
      held.claims += 1;
      this.spots.set(feature.id, held);
      const remove = () => {
        held.claims -= 1;
        if (held.claims) return;
        this.spots.delete(feature.id);
        places.groups.get(held.spot.words.group)?.layer.removeLayer(held.spot.layer);
        places.spots = places.spots.filter((one) => one !== held.spot);
      };
      return { marker: held.spot.marker, remove };
    }

    enter(feature) {
      const spot = new mapapp.Spot(feature, true);
      spot.marker.on("popupopen popupclose", ({ type }) => {
        spot.isOpen = type === "popupopen";
        spot.paint(this.map);
      });
      spot.marker.getPopup().options.maxWidth = mapapp.popupWidth(this.map);
      this.places.spots.push(spot);
      if (!this.places.isLater(spot.words.step)) this.places.groups.get(spot.words.group).layer.addLayer(spot.layer);
      spot.paint(this.map);
      return spot;
    }

    count(item) {
      const count = new mapapp.Count(this, item);
      return { marker: count.marker, count, remove: () => this.counts.removeLayer(count.marker) };
    }

    recount() {
      for (const { parts } of this.tiles.values()) for (const { count } of parts) count?.renew();
    }

    // How many of those that are told for some step begin later than what is shown.
    later(steps = {}) {
      return Object.entries(steps).reduce((sum, [step, one]) => sum + (this.places.isLater(step) ? one : 0), 0);
    }

    // The same of the whole map, as `mapapp.countAt` says it.
    get told() {
      const timed = Object.values(this.steps).reduce((sum, one) => sum + one, 0);
      return { there: timed - this.later(this.steps), timed, timeless: this.total - timed };
    }

    // When everything in view is drawn.
    async settled() {
      const isBusy = () => this.grid.isLoading() || this.slices.waiting.length || this.level !== this.wanted;
      while (this.grid._map && isBusy()) await new Promise((resolve) => setTimeout(resolve, 40));
    }

    async moveTo(at, zoom) {
      const moved = new Promise((resolve) => this.map.once("moveend", resolve));
      this.map.setView(at, Math.min(zoom, this.map.getMaxZoom()), { animate: false });
      await moved;
      await this.arrived();
    }

    // When everything is drawn after a move.
    async arrived() {
      await new Promise(requestAnimationFrame);
      await this.settled();
    }

    get parts() {
      return [...this.tiles.values()].flatMap(({ parts }) => parts);
    }

    // What a count falls into; who came by its button goes on from the nearest part.
    async enterCount({ marker, item }) {
      const bounds = this.boundsOf(item);
      const held = document.activeElement === marker.getElement();
      const container = this.map.getContainer();
      if (held) container.focus({ preventScroll: true });
      await this.moveTo(bounds.getCenter(), Math.max(item.splits, this.map.getBoundsZoom(bounds.pad(0.1))));
      if (held && document.activeElement === container) this.nearest(marker.getLatLng())?.getElement()?.focus({ preventScroll: true });
    }

    boundsOf({ bounds: [west, south, east, north] }) {
      return L.latLngBounds([south, west], [north, east]);
    }

    nearest(at) {
      const shown = this.parts.filter(({ marker }) => marker.getElement());
      const far = ({ marker }) => this.map.distance(at, marker.getLatLng());
      return shown.sort((one, other) => far(one) - far(other))[0]?.marker;
    }

    // Brings a place of the list into view and opens it, as close as it takes to tell it from others.
    async seek(id, at) {
      await this.moveTo(at, Math.max(this.map.getZoom(), COMING));
      for (;;) {
        const spot = this.spots.get(id)?.spot;
        if (spot) return spot.marker.openPopup();
        const { count } = this.parts.find((part) => part.count && this.boundsOf(part.count.item).contains(at)) ?? {};
        if (!count) return;
        if (count.item.splits === null) return count.marker.openPopup();
        await this.moveTo(at, count.item.splits);
      }
    }

    remove() {
      for (const { abort } of this.tiles.values()) abort.abort();
      this.pages.remove();
      this.grid.off().remove();
      this.counts.remove();
      this.map.off("moveend", this.settle, this);
      this.places.off("switched", this.recount, this);
    }
  };
})();
