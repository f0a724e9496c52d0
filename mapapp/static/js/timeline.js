// The times of the story: a slider under the map that leaves out what began later, on the map and in the list.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { frame, make, say } = mapapp;

  const STEP_MS = 1800;
  const WHOLE_MS = 60_000; // many steps are shorter, so that a story is told in a minute
  const LEAST_MS = 500;

  // The last of the times that has begun by then; -1 before the first.
  mapapp.stepAt = (times, at) => times.findLastIndex((one) => one.at <= at);

  // How many of the places that have a time are there by then, and how many have none.
  mapapp.countAt = (steps, times, at) => {
    const timed = steps.filter((one) => one in times);
    return { there: timed.filter((one) => times[one].at <= at).length, timed: timed.length, timeless: steps.length - timed.length };
  };

  const number = (one) => one.toLocaleString(document.documentElement.lang);

  class Timeline {
    constructor(box, places) {
      this.box = box;
      this.places = places;
      this.timer = null;
      this.play = this.button(say("Play"), "", () => this.toggle());
      this.back = this.button("‹", say("The time before"), () => this.walk(-1));
      this.on = this.button("›", say("The next time"), () => this.walk(1));
      this.range = make("input");
      this.range.type = "range";
      this.range.min = 0;
      this.range.setAttribute("aria-label", say("Time in the story"));
      this.range.addEventListener("input", () => {
        this.stop();
        this.go(this.range.valueAsNumber);
      });
      this.said = make("p", "said");
      this.note = make("p", "note");
      const words = make("div", "words");
      words.append(this.said, this.note);
      this.live = make("p", "visually-hidden");
      this.live.setAttribute("role", "status");
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", say("Time"));
      box.replaceChildren(this.play, this.back, this.range, this.on, words, this.live);
      places.on("switched", () => this.show());
      this.show();
    }

    button(text, label, act) {
      const button = make("button", "button", text);
      button.type = "button";
      if (label) button.setAttribute("aria-label", label);
      button.addEventListener("click", act);
      return button;
    }

    get last() {
      return this.places.times.length - 1;
    }

    // The last step is the whole story, and stays so when a correction adds a later one.
    go(step) {
      this.places.until(step < this.last ? this.places.times[Math.max(step, 0)].at : Infinity);
    }

    walk(by) {
      this.stop();
      this.go(this.range.valueAsNumber + by);
      this.announce();
    }

    toggle() {
      if (this.timer) return this.stop();
      if (this.range.valueAsNumber === this.last) this.go(0);
      this.timer = setInterval(() => this.tick(), Math.max(Math.min(STEP_MS, WHOLE_MS / this.last), LEAST_MS));
      this.play.textContent = say("Pause");
    }

    tick() {
      this.go(this.range.valueAsNumber + 1);
      if (this.range.valueAsNumber < this.last) return;
      this.stop();
      this.announce();
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this.play.textContent = say("Play");
    }

    // The slider says its own value while it has the focus; nothing is said while the story plays.
    announce() {
      this.live.textContent = this.said.textContent;
    }

    show() {
      const { times, at, spots, crowd } = this.places;
      this.box.hidden = times.length < 2;
      if (this.box.hidden) return this.stop();
      const step = Math.max(mapapp.stepAt(times, at), 0);
      const { there, timed, timeless } = crowd?.told ?? mapapp.countAt(spots.map(({ words }) => words.step), times, times[step].at);
      const isWhole = step === this.last;
      this.range.max = this.last;
      this.range.value = step;
      const { words: when } = times[step];
      this.said.textContent = isWhole ? say("Whole story, until %(when)s", { when }) : say("By %(when)s", { when });
      const full = say("%(time)s: %(there)s of %(timed)s places", { time: this.said.textContent, there: number(there), timed: number(timed) });
      this.range.setAttribute("aria-valuetext", full);
      if (crowd) this.said.textContent = full; // nobody can count them
      this.note.textContent = timeless ? say("Places without a time are always shown.") : "";
      this.back.setAttribute("aria-disabled", String(step === 0));
      this.on.setAttribute("aria-disabled", String(isWhole));
    }
  }

  mapapp.timeline = (map, places) => new Timeline(frame(map).querySelector("[data-timeline]"), places);
})();
