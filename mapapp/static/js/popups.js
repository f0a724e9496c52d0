// Popups: a place in words. Everything a person wrote becomes text by textContent, never markup.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make, say } = mapapp;

  mapapp.popupOf = (words) => {
    const box = make("div", "popup");
    box.tabIndex = 0; // it may be longer than its room, and then it is scrolled by keys
    box.append(make("h2", "", words.label));
    if (words.what) box.append(make("p", "", words.what));
    const facts = make("dl");
    const fact = (name, text) => text && facts.append(make("dt", "", name), make("dd", "", text));
    fact(say("When"), words.when);
    fact(say("How exactly"), words.precision);
    fact(say("Where"), words.distance);
    fact(say("Status"), words.status_words);
    box.append(facts);
    if (words.sources.length) box.append(make("h3", "", say("Sources")), sourcesOf(words.sources));
    return box;
  };

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
    if (!/^https?:\/\//i.test(url)) return make("bdi", "", text);
    const link = make("a", "", text);
    link.href = url;
    link.rel = "noopener";
    link.target = "_blank";
    return link;
  }

  mapapp.popupWidth = (map) => Math.min(300, map.getSize().x - 76);

  // Popups take the focus and give it back; Escape closes them.
  mapapp.popups = (map, places) => {
    let opener = null;
    let shown = null;
    let source = null;
    const container = map.getContainer();
    const fit = () => {
      for (const { marker } of places.spots) marker.getPopup().options.maxWidth = mapapp.popupWidth(map);
    };
    fit();
    map.on("resize", fit);
    places.on("renewed", fit);
    const isOurs = (element) => element && element !== document.body && !element.closest(".leaflet-popup");
    map.on("popupopen", ({ popup }) => {
      shown = places.spots.find((one) => one.marker.getPopup() === popup);
      const active = document.activeElement;
      source = popup._source?.getElement();
      opener = isOurs(active) && active !== container ? active : null;
      const box = popup.getElement();
      container.classList.add("has-popup");
      box.setAttribute("role", "dialog");
      box.setAttribute("aria-label", shown?.words.label ?? source?.ariaLabel ?? "");
      box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", say("Close popup"));
      if (!places.quiet) box.querySelector(".popup").focus({ preventScroll: true });
      mapapp.mark(map, shown?.id, places.quiet);
    });
    map.on("popupclose", ({ popup }) => {
      container.classList.remove("has-popup");
      mapapp.mark(map, null);
      if (places.quiet) return;
      const inside = popup.getElement()?.contains(document.activeElement);
      if (inside || document.activeElement === document.body) giveBack();
    });
    container.addEventListener("keydown", (event) => {
      if (event.key === "Escape") map.closePopup();
    });

    // To what opened the popup, or to what says the same: after a correction that may be another element.
    function giveBack() {
      const button = shown && mapapp.item(map, shown.id)?.querySelector("button");
      const heirs = [opener, shown?.marker.getElement() ?? source, button, container];
      heirs.find(mapapp.isSeen).focus({ preventScroll: true });
    }
  };
})();
