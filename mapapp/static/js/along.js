// Lines with lengths along them, for letters that follow a street.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  // A line with lengths along it, in CSS pixels of the view.
  class Line {
    constructor(points) {
      this.points = points;
      this.starts = [0];
      for (let i = 1; i < points.length; i++) {
        const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
        this.starts.push(this.starts[i - 1] + Math.hypot(x1 - x0, y1 - y0));
      }
    }

    get length() {
      return this.starts.at(-1);
    }

    segment(s) {
      let low = 0;
      let high = this.starts.length - 2;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (this.starts[middle] <= s) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    at(s) {
      const i = this.segment(s);
      const share = (s - this.starts[i]) / (this.starts[i + 1] - this.starts[i] || 1);
      const [[x0, y0], [x1, y1]] = [this.points[i], this.points[i + 1]];
      return [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
    }

    nearest([x, y]) {
      let best = { s: 0, away: Infinity };
      for (let i = 0; i + 1 < this.points.length; i++) {
        const [[x0, y0], [x1, y1]] = [this.points[i], this.points[i + 1]];
        const [dx, dy] = [x1 - x0, y1 - y0];
        const share = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
        const away = Math.hypot(x0 + share * dx - x, y0 + share * dy - y);
        if (away < best.away) best = { s: this.starts[i] + share * Math.hypot(dx, dy), away };
      }
      return best;
    }

    angle(s) {
      return this.heading(this.segment(s));
    }

    heading(i) {
      const [[x0, y0], [x1, y1]] = [this.points[i], this.points[i + 1]];
      return Math.atan2(y1 - y0, x1 - x0);
    }

    turn(from, to) {
      let whole = 0;
      let steepest = 0;
      for (let i = this.segment(from); i < this.segment(to); i++) {
        const turn = Math.abs(halfTurn(this.heading(i + 1) - this.heading(i)));
        whole += turn;
        steepest = Math.max(steepest, turn);
      }
      return { whole, steepest };
    }
  }

  // The same direction as an angle from -180° to 180°.
  function halfTurn(angle) {
    return Math.atan2(Math.sin(angle), Math.cos(angle));
  }

  // Letters stand up; along a street that runs north they read upwards, however the line was drawn.
  function upright(angle) {
    const lean = Math.PI / 36;
    const turned = halfTurn(angle);
    if (turned >= Math.PI / 2 - lean) return turned - Math.PI;
    return turned < -Math.PI / 2 - lean ? turned + Math.PI : turned;
  }

  function discsAlong(at, length, radius) {
    const count = Math.max(1, Math.ceil(length / radius));
    return Array.from({ length: count + 1 }, (_, i) => [...at((i * length) / count), radius]);
  }

  // 0 … most in steps, the nearest to `from` first.
  function* outwards(from, most, step) {
    yield from;
    for (let away = step; from - away >= 0 || from + away <= most; away += step) {
      if (from - away >= 0) yield from - away;
      if (from + away <= most) yield from + away;
    }
  }

  mapapp.along = { Line, discsAlong, halfTurn, outwards, upright };
})();
