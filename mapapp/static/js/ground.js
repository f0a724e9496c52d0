// The ground of the basemap: a tile as it comes, and its water, rails and roads on canvas in the page's own colours.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

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

  mapapp.ground = { decode, drawTile, palette, sharp };
})();
