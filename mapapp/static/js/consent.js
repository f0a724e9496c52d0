// A third party's tiles: nothing is asked of its server before the reader says so, and that can be taken back.
// Our own basemap stays below until they have come, so that a server which fails leaves no empty map.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make, say } = mapapp;

  // For this session of the browser's only; where even that is refused, for this page.
  const memory = {
    has(host) {
      try {
        return sessionStorage.getItem(`tiles:${host}`) === "yes";
      } catch {
        return false;
      }
    },
    keep(host, yes) {
      try {
        if (yes) sessionStorage.setItem(`tiles:${host}`, "yes");
        else sessionStorage.removeItem(`tiles:${host}`);
      } catch {
        // Then the reader is asked again.
      }
    },
  };

  const Choice = L.Control.extend({
    options: { position: "topright" },

    initialize(basemap, tiles, host) {
      Object.assign(this, { basemap, tiles, host });
      tiles.on("load", () => this.arrived());
      tiles.on("tileerror", () => (this.failed = true));
    },

    onAdd() {
      this.words = make("p");
      this.button = make("button");
      this.button.type = "button";
      this.button.addEventListener("click", () => this.choose(!this.isChosen));
      const box = make("div", "consent");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", say("Background of the map"));
      box.append(this.words, this.button);
      L.DomEvent.disableClickPropagation(box);
      this.show(memory.has(this.host));
      return box;
    },

    choose(yes) {
      memory.keep(this.host, yes);
      this.show(yes);
    },

    show(yes) {
      const { host } = this;
      this.isChosen = yes;
      this.failed = false;
      this.words.textContent = yes
        ? say("Background from %(host)s.", { host })
        : say("Load the map’s background from %(host)s? It will see your address.", { host });
      this.button.textContent = yes ? say("Do not load it") : say("Load it");
      this._map ? this.lay() : queueMicrotask(() => this.lay());
    },

    lay() {
      if (!this._map) return;
      if (this.isChosen) {
        this.tiles.addTo(this._map);
      } else {
        this.tiles.remove();
        this.basemap.addTo(this._map);
      }
    },

    arrived() {
      if (this.isChosen && !this.failed) this.basemap.remove();
    },
  });

  mapapp.consent = (map, basemap, tiles, host) => new Choice(basemap, tiles, host).addTo(map);
})();
