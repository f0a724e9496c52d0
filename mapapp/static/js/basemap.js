// The basemap: small vector tiles of ours, drawn on canvas in the page's own colours.
// One grid layer draws water, rails and roads; one canvas above it carries the names, so that they
// are neither cut at a tile's edge nor set twice, and keep clear of the map's markers.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const UNITS = 4096; // a tile's own grid
  const SIZE = 512; // CSS pixels a tile is drawn at, so map zoom z shows tiles of zoom z - 1
  const COARSEST = 5; // the first zoom there are tiles for
  const DEEPEST = 16; // the last; beyond it a part of that tile is enlarged
  const KEPT = 96;

  // Line widths in CSS pixels as [map zoom, width] stops, per rank of road: 1 motorway … 4 minor.
  const WIDTHS = {
    1: [[6, 0.7], [10, 1.6], [13, 3.6], [15, 7], [17, 14], [19, 30]],
    2: [[9, 0.7], [11, 1.4], [13, 3], [15, 6.5], [17, 14], [19, 30]],
    3: [[12, 0.6], [13, 1], [14, 2.2], [15, 4.2], [16, 7], [17, 11], [19, 26]],
    4: [[15, 0.8], [17, 3], [19, 8]],
  };
  const CASED_FROM = { 1: 9, 2: 11, 3: 14, 4: 18 };
  const COLOURS = [
    "water", "water-ink", "stream", "road", "road-casing", "road-main", "road-main-casing", "road-motorway",
    "road-motorway-casing", "road-ink", "rail", "boundary", "border", "place-ink", "region-ink", "halo", "serif",
    "sans",
  ];

  function widthAt(stops, zoom) {
    if (zoom <= stops[0][0]) return stops[0][1];
    for (let i = 1; i < stops.length; i++) {
      const [z1, w1] = stops[i];
      if (zoom <= z1) {
        const [z0, w0] = stops[i - 1];
        return w0 * (w1 / w0) ** ((zoom - z0) / (z1 - z0));
      }
    }
    return stops.at(-1)[1];
  }

  function palette(element) {
    const style = getComputedStyle(element);
    return Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  function sharp(canvas, width, height) {
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    return context;
  }

  // Tiles as they come: lines are flat arrays, a first position and then steps.

  function corners(steps) {
    const line = [];
    let x = 0;
    let y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      line.push([x, y]);
    }
    return line;
  }

  function trace(path, line, closed) {
    line.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
    if (closed) path.closePath();
  }

  function pathOf(lines) {
    const path = new Path2D();
    for (const steps of lines) trace(path, corners(steps), false);
    return path;
  }

  function decode(json) {
    const water = new Path2D();
    for (const ring of (json.water ?? []).flat()) trace(water, corners(ring), true);
    return {
      water,
      stream: pathOf(json.stream ?? []),
      rail: pathOf(json.rail ?? []),
      boundary: pathOf(json.boundary ?? []),
      border: pathOf(json.border ?? []),
      roads: (json.road ?? []).map(([rank, name, ...lines]) => {
        return { rank, name, path: pathOf(lines), lines: name ? lines.map(corners) : [] };
      }),
      places: json.place ?? [],
      regions: json.region ?? [],
      lakes: json.lake ?? [],
    };
  }

  const Grid = L.GridLayer.extend({
    options: { tileSize: SIZE, minZoom: 3, maxZoom: 19, minNativeZoom: 4, keepBuffer: 1, updateWhenZooming: false },

    initialize(url, options) {
      L.setOptions(this, options);
      this._url = url;
      this._fetched = new Map();
      this._lacking = new Set();
    },

    onAdd(map) {
      this._colours = palette(map.getContainer());
      L.GridLayer.prototype.onAdd.call(this, map);
    },

    createTile(coords, done) {
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      this._deepest(coords).then(([tile, source]) => mapapp.turn(() => {
        canvas.mapTile = tile;
        canvas.mapSource = source;
        drawTile(sharp(canvas, SIZE, SIZE), tile, source, coords.z, this._colours);
        done(null, canvas);
      })).catch((error) => done(error, canvas));
      return canvas;
    },

    repaint() {
      this._colours = palette(this._map.getContainer());
      for (const { el, coords } of Object.values(this._tiles)) {
        if (!el.mapTile) continue;
        drawTile(sharp(el, SIZE, SIZE), el.mapTile, el.mapSource, coords.z, this._colours);
      }
    },

    // Each tile that is in view, with the function that puts its units on the map's container.
    eachDrawn(visit) {
      const zoom = this._tileZoom;
      const corner = this._map.getPixelBounds().min;
      for (const { el, coords, current } of Object.values(this._tiles)) {
        if (!current || !el.mapTile || coords.z !== zoom) continue;
        const { scale, left, top } = el.mapSource;
        const x0 = coords.x * SIZE - corner.x - left;
        const y0 = coords.y * SIZE - corner.y - top;
        visit(el.mapTile, ([x, y]) => [x0 + x * scale, y0 + y * scale]);
      }
    },

    // The tile that holds a square. Where files are served not every tile is there: then the next coarser one.
    async _deepest(coords) {
      for (let less = 0; ; less++) {
        const source = sourceOf(coords, less);
        try {
          if (this._lacks(source)) continue;
          return [await this._fetch(source), source];
        } catch (error) {
          if (error.status !== 404 || source.z <= COARSEST) throw error;
          this._lacking.add(`${source.z}/${source.x}/${source.y}`);
        }
      }
    },

    // Whether a tile is known not to be there; nothing lies below one that is not.
    _lacks({ z, x, y }) {
      for (; z > COARSEST; z--, x >>= 1, y >>= 1) if (this._lacking.has(`${z}/${x}/${y}`)) return true;
      return false;
    },

    _fetch({ z, x, y }) {
      const url = L.Util.template(this._url, { z, x, y });
      const known = this._fetched.get(url);
      this._fetched.delete(url);
      const asked = known ?? mapapp.load(url).then((json) => mapapp.turn(() => decode(json)));
      this._fetched.set(url, asked);
      asked.catch(() => this._fetched.delete(url));
      if (this._fetched.size > KEPT) this._fetched.delete(this._fetched.keys().next().value);
      return asked;
    },
  });

  // The tile that holds a square of the map, CSS pixels per unit, and how far in the square begins; `less` is
  // how many zooms coarser a tile is wanted.
  function sourceOf(coords, less) {
    const over = Math.max(0, coords.z - 1 - DEEPEST) + less;
    const times = 2 ** over;
    const x = Math.floor(coords.x / times);
    const y = Math.floor(coords.y / times);
    return {
      z: coords.z - 1 - over,
      x,
      y,
      scale: (SIZE * times) / UNITS,
      left: (coords.x - x * times) * SIZE,
      top: (coords.y - y * times) * SIZE,
    };
  }

  function drawTile(context, tile, { scale, left, top }, zoom, colours) {
    const stroke = (path, colour, width, dash = []) => {
      context.strokeStyle = colour;
      context.lineWidth = width / scale;
      context.setLineDash(dash.map((one) => one / scale));
      context.stroke(path);
    };
    context.translate(-left, -top);
    context.scale(scale, scale);
    context.lineJoin = "round";
    context.lineCap = "butt";
    context.fillStyle = colours.water;
    context.fill(tile.water, "evenodd");
    stroke(tile.stream, colours.stream, zoom < 14 ? 1 : 1.6);
    stroke(tile.boundary, colours.boundary, zoom < 10 ? 0.6 : 1, zoom < 10 ? [] : [6, 3, 1.5, 3]);
    stroke(tile.border, colours.border, zoom < 7 ? 0.9 : 1.3, zoom < 10 ? [] : [9, 3, 2, 3]);
    stroke(tile.rail, colours.rail, zoom < 14 ? 0.8 : 1.4);
    if (zoom >= 14) stroke(tile.rail, colours.rail, 4, [1, 7]);
    drawRoads(context, stroke, tile.roads, zoom, colours);
  }

  function drawRoads(context, stroke, roads, zoom, colours) {
    context.lineCap = "round";
    const kind = { 1: "road-motorway", 2: "road-main" };
    for (const { rank, path } of roads) {
      if (zoom < CASED_FROM[rank]) continue;
      const casing = colours[`${kind[rank] ?? "road"}-casing`];
      stroke(path, casing, widthAt(WIDTHS[rank], zoom) + (zoom < 13 ? 1 : 1.6));
    }
    for (const { rank, path } of roads) {
      const cased = zoom >= CASED_FROM[rank];
      const name = kind[rank] ?? "road";
      stroke(path, colours[cased ? name : `${name}-casing`], widthAt(WIDTHS[rank], zoom));
    }
  }

  // Names. What is taken is kept as a coarse bitmap of the view; a name is set only where all of it is free.

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

  const Names = L.Layer.extend({
    isWhole: false,

    initialize(grid) {
      this._grid = grid;
    },

    onAdd(map) {
      const pane = map.getPane("names") ?? map.createPane("names");
      pane.style.zIndex = 350;
      pane.style.pointerEvents = "none";
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
      this._grid.on("tileload", this.redrawSoon, this);
      map.on("layeradd layerremove", this._changed, this);
      this.redrawSoon();
    },

    onRemove(map) {
      cancelAnimationFrame(this._frame);
      this._grid.off("tileload", this.redrawSoon, this);
      map.off("layeradd layerremove", this._changed, this);
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this.redrawSoon, zoomend: this.redrawSoon, resize: this.redrawSoon };
    },

    _changed({ layer }) {
      if (layer instanceof L.Marker) this.redrawSoon();
    },

    redrawSoon() {
      this._drawing = null; // what is being set is out of date
      this.isWhole = false;
      cancelAnimationFrame(this._frame);
      this._frame = requestAnimationFrame(() => this._draw());
    },

    // On a fresh canvas, in pieces; it takes the place of the last when it is whole.
    async _draw() {
      const map = this._map;
      if (!map || map._animatingZoom) return;
      const drawing = (this._drawing = {});
      const isOff = () => this._drawing !== drawing || this._map !== map || map._animatingZoom;
      const canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide");
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      if (!(await mapapp.inPieces(this._setAll(map, canvas), isOff))) return;
      this._canvas.replaceWith(canvas);
      this._canvas = canvas;
      this.isWhole = true;
      this.fire("drawn");
    },

    *_setAll(map, canvas) {
      const size = map.getSize();
      const setter = new Typesetter(sharp(canvas, size.x, size.y), size, map.getZoom(), palette(map.getContainer()));
      map.eachLayer((layer) => {
        if (layer instanceof L.Marker) setter.keepClear(map.latLngToContainerPoint(layer.getLatLng()), layer);
      });
      const { left, top } = map.getContainer().getBoundingClientRect();
      for (const control of map.getContainer().querySelectorAll(".leaflet-control")) {
        const box = control.getBoundingClientRect();
        setter.taken.takeBox(box.left - left, box.top - top, box.right - left, box.bottom - top);
      }
      yield;
      const tiles = [];
      this._grid.eachDrawn((tile, put) => tiles.push([tile, put]));
      yield* setter.setAll(tiles);
    },
  });

  class Typesetter {
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
  }

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

  // The basemap as one layer; `url` is an address with {z}, {x} and {y} in it.
  const Basemap = L.Layer.extend({
    initialize(url) {
      this._scheme = matchMedia("(prefers-color-scheme: dark)");
      this._grid = new Grid(url);
      this._names = new Names(this._grid);
      this._repaint = () => {
        this._grid.repaint();
        this._names.redrawSoon();
      };
    },

    onAdd(map) {
      this._scheme.addEventListener("change", this._repaint);
      for (const one of [this._grid, this._names]) mapapp.turn(() => this._map === map && map.addLayer(one));
    },

    onRemove(map) {
      this._scheme.removeEventListener("change", this._repaint);
      map.removeLayer(this._names).removeLayer(this._grid);
    },
  });

  mapapp.basemap = (url) => new Basemap(url);
})();
