// Work in pieces, so that the page answers between them also on a slow phone: one queue for all that can wait.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const PIECE_MS = 6; // so much work in a task leaves room to move smoothly

  const waiting = [];

  const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));

  function add(work) {
    if (waiting.push(work) === 1) pause().then(run);
  }

  function run() {
    const end = performance.now() + PIECE_MS;
    do waiting[0]();
    while ((waiting.shift(), waiting.length) && performance.now() < end);
    if (waiting.length) pause().then(run);
  }

  // What the work gives, when it has had its turn.
  mapapp.turn = (work) =>
    new Promise((resolve, reject) => {
      add(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });

  // Goes through the steps of a generator, until `isOff` says to stop; gives whether it came to the end.
  mapapp.inPieces = (steps, isOff = () => false) =>
    new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (isOff()) resolve(false);
          else if (steps.next().done) resolve(true);
          else add(step);
        } catch (error) {
          reject(error);
        }
      };
      add(step);
    });
})();
