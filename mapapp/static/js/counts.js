// Places that lie too close to be told apart: a count, never a pin, which opens what it counts.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make, say, sayCount } = mapapp;

  const SMALLEST_PX = 30;
  const TENFOLD_PX = 8; // by so much it is larger for ten times the places
  const TOUCH_PX = 44;

  // One count of a crowd, of the places that have begun and are in the layers that are shown.
  mapapp.Count = class {
    constructor(crowd, item) {
      Object.assign(this, { crowd, item });
      const [lon, lat] = item.at;
      this.face = make("span", "count");
      const size = sizeOf(Object.values(item.counts).reduce((sum, one) => sum + one, 0));
      const icon = L.divIcon({ html: this.face, className: "spot", iconSize: [size, size] });
      this.marker = L.marker([lat, lon], { icon, riseOnHover: true });
      this.marker.on("add", () => this.listen(this.marker.getElement()));
      if (item.splits === null) this.marker.bindPopup(() => this.list(), { autoPanPadding: [12, 12], maxWidth: mapapp.popupWidth(crowd.map) });
      this.renew();
    }

    // By layer, as far as there are any.
    get shown() {
      const { counts, steps } = this.item;
      const of = ([id, all]) => [id, this.crowd.places.isShown(id) ? all - this.crowd.later(steps[id]) : 0];
      return Object.entries(counts).map(of).filter(([, one]) => one);
    }

    get words() {
      return sayCount("%(n)s place", "%(n)s places", this.number);
    }

    renew() {
      const { counts } = this.crowd;
      const { shown, number: before } = this;
      this.number = shown.reduce((sum, [, one]) => sum + one, 0);
      this.face.style.width = this.face.style.height = `${sizeOf(this.number) - 6}px`;
      this.face.textContent = this.number.toLocaleString(document.documentElement.lang);
      this.face.className = `count ${shown.length === 1 ? shown[0][0] : "mixed"}`;
      if (shown.length) counts.addLayer(this.marker);
      else counts.removeLayer(this.marker);
      this.marker.getElement()?.setAttribute("aria-label", this.name);
      if (this.number !== before && this.marker.isPopupOpen()) this.marker.getPopup().update();
    }

    get name() {
      const { words } = this;
      return this.item.splits === null ? say("%(words)s at this spot", { words }) : say("%(words)s; zoom in", { words });
    }

    listen(element) {
      element.setAttribute("aria-label", this.name);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.open();
      });
      if (this.item.splits !== null) element.addEventListener("click", () => this.open());
    }

    open() {
      if (this.item.splits === null) this.marker.openPopup();
      else this.crowd.enterCount(this);
    }

    // The places at one spot, each a step away and back.
    list() {
      const box = make("div", "popup");
      box.tabIndex = 0;
      const shown = this.item.features.filter(({ properties: words }) => this.crowd.places.isOn({ words }));
      const names = make("ul", "here");
      for (const { id, properties } of shown) {
        const item = make("li");
        item.append(button(properties.label, (chosen) => this.step(box, id, properties, chosen)));
        names.append(item);
      }
      box.append(make("h2", "", this.name), names);
      if (shown.length < this.number) box.append(make("p", "", say("The others are in the list.")));
      return box;
    }

    step(box, id, words, chosen) {
      const told = mapapp.popupOf(words);
      told.prepend(button(say("Back to the places at this spot"), () => {
        told.replaceWith(box);
        chosen.focus({ preventScroll: true });
        mapapp.mark(this.crowd.map, null);
      }));
      box.replaceWith(told);
      told.focus({ preventScroll: true });
      mapapp.mark(this.crowd.map, id);
    }
  };

  const sizeOf = (number) => Math.max(TOUCH_PX, SMALLEST_PX + TENFOLD_PX * Math.log10(number || 1));

  function button(text, act) {
    const made = make("button", "place-name", text);
    made.type = "button";
    // Leaflet closes a popup whose clicked element is gone by the time it looks.
    made.addEventListener("click", (event) => (event.stopPropagation(), act(made)));
    return made;
  }
})();
