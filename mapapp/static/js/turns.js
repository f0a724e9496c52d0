// Work in pieces, each in a task of its own, so that the page answers between them also on a slow phone.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const PIECE_MS = 6;

  const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

  let last = Promise.resolve();

  // What the work gives, when it has had its turn; one after the other, and each whatever became of those before.
  mapapp.turn = (work) => {
    const done = last.then(pause).then(work);
    last = done.catch(() => {});
    return done;
  };

  // Goes through the steps of a generator, some milliseconds of them to a turn, until `isOff` says to stop.
  mapapp.inPieces = async (steps, isOff) => {
    let isDone = false;
    while (!isDone && !isOff()) {
      isDone = await mapapp.turn(() => {
        const begun = performance.now();
        while (!isOff() && performance.now() - begun < PIECE_MS) if (steps.next().done) return true;
        return false;
      });
    }
    return isDone;
  };
})();
