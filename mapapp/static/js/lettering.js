// Names on the basemap: which are set, where, and how they follow a street.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { Line, discsAlong, halfTurn, outwards, upright } = mapapp.along;

  // What is taken is kept as a coarse bitmap of the view; a name is set only where all of it is free.

  const CELL = 4;
  const APART = 320; // CSS pixels between two settings of one name
  const TWICE = 40; // two places of one name that are so near are one, as two tiles tell it
  const BESIDE = 10; // a street so near a marker is one the story speaks of
  const STEEPEST = Math.PI / 7; // turn between neighbouring letters
  const ROUNDEST = Math.PI / 2.5; // turn over a whole name

  // Type of places by importance, as weight and size, in a view of states and in one of streets.
  const FAR_TYPE = { 1: [600, 13], 2: [500, 12], 3: [400, 11.5] };
  const NEAR_TYPE = { 1: [700, 16], 2: [600, 13.5], 3: [500, 12.5] };
  // Names of states and counties come after the places that are shown from these zooms on, before lesser ones.
  const REGIONS_AFTER = { 1: 3.5, 2: 8.5 };

  class Taken {
    constructor(width, height) {
      this.columns = Math.ceil(width / CELL);
      this.rows = Math.ceil(height / CELL);
      this.cells = new Uint8Array(this.columns * this.rows);
      this.width = width;
      this.height = height;
    }

    // Calls `visit` with the index of each cell under a disc; false as soon as that is, or outside the view.
    over(x, y, radius, visit) {
      if (x < radius || y < radius || x > this.width - radius || y > this.height - radius) return false;
      const bottom = Math.min(this.rows - 1, Math.floor((y + radius) / CELL));
      const right = Math.min(this.columns - 1, Math.floor((x + radius) / CELL));
      for (let row = Math.floor((y - radius) / CELL); row <= bottom; row++) {
        for (let column = Math.floor((x - radius) / CELL); column <= right; column++) {
          if (visit(row * this.columns + column) === false) return false;
        }
      }
      return true;
    }

    takeBox(left, top, right, bottom) {
      for (let y = Math.max(0, top); y < Math.min(bottom, this.height); y += CELL) {
        const row = Math.floor(y / CELL) * this.columns;
        this.cells.fill(1, row + Math.max(0, Math.floor(left / CELL)), row + Math.max(0, Math.ceil(right / CELL)));
      }
    }

    isFree(discs) {
      return discs.every(([x, y, radius]) => this.over(x, y, radius, (cell) => !this.cells[cell]));
    }

    take(discs) {
      for (const [x, y, radius] of discs) {
        this.over(x, y, radius, (cell) => {
          this.cells[cell] = 1;
        });
      }
    }
  }

  mapapp.Typesetter = class {
    constructor(context, size, zoom, colours) {
      this.context = context;
      this.taken = new Taken(size.x, size.y);
      this.zoom = zoom;
      this.colours = colours;
      this.seen = new Map();
      this.markers = [];
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
    }

    keepClear({ x, y }, marker) {
      const { iconAnchor, iconSize } = marker.options.icon.options;
      const above = iconAnchor && iconSize ? L.point(iconAnchor).y - L.point(iconSize).y / 2 : 0;
      this.markers.push([x, y]);
      this.taken.take([[x, y, 5], [x, y - above, 15]]);
    }

    *setAll(tiles) {
      const names = tiles.flatMap(([tile, put]) => [
        ...tile.places.map(([x, y, rank, name, first]) => ({ first, rank, name, at: put([x, y]), set: "setPlace" })),
        ...tile.regions.map(([x, y, rank, name]) => {
          return { first: REGIONS_AFTER[rank], rank, name, at: put([x, y]), set: "setRegion" };
        }),
      ]);
      names.sort((a, b) => a.first - b.first || a.rank - b.rank || (a.name < b.name ? -1 : 1));
      for (const one of names) {
        this[one.set](one);
        yield;
      }
      for (const [tile, put] of tiles) {
        for (const [x, y, name] of tile.lakes) this.setLake(name, put([x, y]));
      }
      yield* this.setRoads(tiles);
    }

    setPlace({ rank, name, at }) {
      if (this.zoom > 15) return;
      const grade = this.zoom > 10 ? Math.max(1, rank - 1) : rank;
      const [weight, size] = (this.zoom > 8 ? NEAR_TYPE : FAR_TYPE)[Math.min(grade, 3)];
      const style = { font: `${weight} ${size}px`, family: "serif", ink: "place-ink", halo: 3.5 };
      this.pen(style);
      const dotted = this.zoom <= 9 || (grade === 1 && this.zoom <= 11);
      const aside = this.context.measureText(name).width / 2 + 7;
      const around = [[aside, 0], [-aside, 0], [0, -size], [0, size], [aside, size], [aside, -size], [-aside, size]];
      const offsets = dotted ? around : [[0, 0], [0, -20], [0, 20]];
      const isSet = offsets.some(([x, y]) => this.setLevel(name, [at[0] + x, at[1] + y], size, style, TWICE));
      if (isSet && dotted) this.dot(at, grade === 1 ? 2.4 : 1.7);
    }

    // States and counties, in capitals that are spread over their area.
    setRegion({ rank, name, at: [x, y] }) {
      const size = rank === 1 ? 11 : 10;
      const spacing = rank === 1 && this.zoom > 5 ? "0.16em" : "0.1em";
      const style = { font: `500 ${size}px`, family: "sans", ink: "region-ink", halo: 3, spacing };
      const words = name.toUpperCase();
      [0, -18, 18, -36, 36].some((down) => this.setLevel(words, [x, y + down], size, style, APART));
    }

    dot([x, y], radius) {
      this.context.beginPath();
      this.context.arc(x, y, radius, 0, 2 * Math.PI);
      this.context.fillStyle = this.colours["place-ink"];
      this.context.fill();
      this.taken.take([[x, y, 4]]);
    }

    setLake(name, at) {
      const style = { font: "italic 400 14px", family: "serif", ink: "water-ink", halo: 0, spacing: "0.08em" };
      this.setLevel(name, at, 14, style, 600);
    }

    setLevel(name, [x, y], size, style, apart) {
      this.pen(style);
      const half = this.context.measureText(name).width / 2;
      if (this.isNear(name, [x, y], apart)) return false;
      const discs = discsAlong((s) => [x - half + s, y], 2 * half, size * 0.7);
      if (!this.taken.isFree(discs)) return false;
      this.write(name, x, y, 0);
      this.settle(name, [x, y], discs);
      return true;
    }

    *setRoads(tiles) {
      const lines = [];
      for (const [tile, put] of tiles) {
        for (const { rank, name, lines: own } of tile.roads) {
          for (const steps of own) {
            const line = new Line(steps.map(put));
            lines.push({ rank, name, line, beside: this.markerBeside(line) });
            yield;
          }
        }
      }
      lines.sort((a, b) => !a.beside - !b.beside || a.rank - b.rank || b.line.length - a.line.length);
      for (const one of lines) {
        this.setRoad(one);
        yield;
      }
    }

    // How far along a line it passes a marker, so that the streets a story names are named first, and there.
    markerBeside(line) {
      for (const marker of this.markers) {
        const { s, away } = line.nearest(marker);
        if (away < BESIDE) return { s };
      }
      return null;
    }

    setRoad({ rank, name, line, beside }) {
      const size = rank <= 2 ? 11.5 : this.zoom >= 16 ? 12 : 10.5;
      this.pen({ font: `${rank <= 2 ? 500 : 400} ${size}px`, family: "sans", ink: "road-ink", halo: 3 });
      const width = this.context.measureText(name).width;
      const most = line.length - width - size;
      if (most < 0) return;
      const from = beside ? Math.min(most, Math.max(0, beside.s - width / 2)) : most / 2;
      for (const start of outwards(from, most, 36)) {
        this.tryAlong(name, line, start + size / 2, width, size);
      }
    }

    tryAlong(name, line, start, width, size) {
      const middle = line.at(start + width / 2);
      if (this.isNear(name, middle, APART)) return;
      const discs = discsAlong((s) => line.at(start + s), width, size * 0.62);
      if (!this.taken.isFree(discs)) return;
      const turn = line.turn(start, start + width);
      if (turn.whole > ROUNDEST || turn.steepest > STEEPEST) return;
      if (turn.whole < 0.09) this.writeStraight(name, line, start, width);
      else this.writeRound(name, line, start, width);
      this.settle(name, middle, discs);
    }

    writeStraight(name, line, start, width) {
      const [x0, y0] = line.at(start);
      const [x1, y1] = line.at(start + width);
      this.write(name, (x0 + x1) / 2, (y0 + y1) / 2, upright(Math.atan2(y1 - y0, x1 - x0)));
    }

    writeRound(name, line, start, width) {
      const [x0, y0] = line.at(start);
      const [x1, y1] = line.at(start + width);
      const forward = upright(Math.atan2(y1 - y0, x1 - x0)) === halfTurn(Math.atan2(y1 - y0, x1 - x0));
      const letters = [...name].map((letter, i, all) => {
        const before = this.context.measureText(all.slice(0, i).join("")).width;
        const middle = before + this.context.measureText(letter).width / 2;
        const s = forward ? start + middle : start + width - middle;
        const [x, y] = line.at(s);
        return [letter, x, y, line.angle(s) + (forward ? 0 : Math.PI)];
      });
      for (const ink of [false, true]) for (const one of letters) this.write(...one, ink);
    }

    pen({ font, family, ink, halo, spacing = "0px" }) {
      this.context.font = `${font} ${this.colours[family]}`;
      this.context.letterSpacing = spacing;
      this.context.fillStyle = this.colours[ink];
      this.context.strokeStyle = this.colours.halo;
      this.context.lineWidth = halo || 1;
      this.halo = halo > 0;
    }

    // `ink`: only the letters, only the halo (false), or both (undefined).
    write(text, x, y, angle, ink) {
      this.context.save();
      this.context.translate(x, y);
      this.context.rotate(angle);
      if (!ink && this.halo) this.context.strokeText(text, 0, 0);
      if (ink !== false) this.context.fillText(text, 0, 0);
      this.context.restore();
    }

    isNear(name, [x, y], apart) {
      return (this.seen.get(name) ?? []).some(([a, b]) => Math.hypot(a - x, b - y) < apart);
    }

    settle(name, at, discs) {
      this.seen.set(name, [...(this.seen.get(name) ?? []), at]);
      this.taken.take(discs.map(([x, y, radius]) => [x, y, radius + 1.5]));
    }
  };
})();
