// The markers are one stop of the Tab key, however many there are: from one to the next by the arrow keys.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  mapapp.rove = (map, places) => {
    const pane = map.getPane("markerPane");
    let current = null;
    const shown = () => places.spots.filter((one) => places.isOn(one));
    const renew = () => {
      const spots = shown();
      const stop = spots.find(({ id }) => id === current) ?? spots[0];
      for (const one of spots) one.marker.getElement().tabIndex = one === stop ? 0 : -1;
    };
    const spotOf = (element) => places.spots.find(({ marker }) => marker.getElement() === element);
    pane.addEventListener("focusin", ({ target }) => {
      current = spotOf(target)?.id ?? current;
      renew();
    });
    pane.addEventListener("keydown", (event) => {
      const spots = shown();
      const at = spots.indexOf(spotOf(event.target));
      const next = { Home: 0, End: spots.length - 1 }[event.key] ?? at + STEPS[event.key];
      if (at < 0 || Number.isNaN(next)) return;
      event.preventDefault();
      spots[(next + spots.length) % spots.length].marker.getElement().focus();
    });
    places.on("switched", renew);
    renew();
  };
})();
