// What can be opened on the map is one stop of the Tab key, however much it is: from one to the next by the arrow keys,
// in the order of the list.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  const turn = ({ dataset }) => Number(dataset.turn ?? Infinity);
  const inOrder = (one, other) => (turn(one) === turn(other) ? 0 : turn(one) - turn(other));

  mapapp.rove = (map) => {
    const pane = map.getPane("markerPane");
    let current = null;
    const spots = () => [...pane.querySelectorAll(".spot")].sort(inOrder);
    const renew = () => {
      const all = spots();
      const stop = all.includes(current) ? current : all[0];
      for (const one of all) one.tabIndex = one === stop ? 0 : -1;
    };
    pane.addEventListener("focusin", ({ target }) => {
      current = target;
      renew();
    });
    pane.addEventListener("keydown", (event) => {
      const all = spots();
      const next = { Home: 0, End: all.length - 1 }[event.key] ?? all.indexOf(event.target) + STEPS[event.key];
      if (Number.isNaN(next)) return;
      event.preventDefault();
      all[(next + all.length) % all.length].focus();
    });
    new MutationObserver(renew).observe(pane, { childList: true });
    renew();
  };
})();
