// The list of a crowd, page by page: how much of this page is shown, and links that lead on to the same view.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, make, say } = mapapp;

  mapapp.Pages = class {
    constructor(map, places) {
      Object.assign(this, { map, places });
      map.on("moveend", this.lead, this);
      places.on("switched", this.tell, this);
    }

    // Not only the map but the list, too, leaves out what begins later and the layers that are switched off.
    tell() {
      const navs = frame(this.map).querySelectorAll(".pages");
      if (!navs.length) return; // an archive has all of them
      const listed = [...frame(this.map).querySelectorAll("[data-place]")];
      const isShown = ({ dataset: { step }, parentNode }) => this.places.isOn({ words: { group: parentNode.closest("[data-group]").dataset.group, step } });
      const there = listed.filter(isShown).length;
      for (const nav of navs) {
        nav.querySelector(".there")?.remove();
        if (there < listed.length) nav.prepend(make("p", "there", say("%(there)s of the %(listed)s places on this page are shown.", { there, listed: listed.length })));
      }
      this.lead();
    }

    lead() {
      for (const link of frame(this.map).querySelectorAll(".pages a")) link.hash = mapapp.viewOf(this.map, this.places);
    }

    remove() {
      this.map.off("moveend", this.lead, this);
      this.places.off("switched", this.tell, this);
    }
  };
})();
