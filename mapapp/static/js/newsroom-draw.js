// Drawing a place on the map: a pin, or a line or an area point by point, by pointer or by keys alone.
// Whatever is drawn stands in the form's `geometry` field as GeoJSON; the server reads that and nothing else.
"use strict";

(() => {
  const STEP_PX = 20;
  const FAR_PX = 120;
  const STEP_M = 5;
  const FAR_M = 50;
  const PIN_RADIUS_M = 100;
  const SAY_AFTER_MS = 350;
  const METRES_PER_DEGREE = 111_195; // of the sphere that L.Map.distance reckons on
  const MOST_POINTS = 2000;
  const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const LEAST = { pin: 1, line: 2, area: 3 };

  const { maps, symbol, ring, figureStyle } = globalThis.mapapp;

  const shown = ({ lat, lng }) => `${lat.toFixed(5)}, ${lng.toFixed(5)}`.replaceAll("-", "−");
  const position = ({ lat, lng }) => [Number(lng.toFixed(6)), Number(lat.toFixed(6))];
  const isSame = (one, other) => one && other && one.distanceTo(other) < 0.05;

  function stepped({ lat, lng }, east, north) {
    const perDegree = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    return L.latLng(lat + north / METRES_PER_DEGREE, lng + east / perDegree);
  }

  // To two digits, as the rest of the newsroom says lengths: "about 420 m", "about 1.2 km".
  function aboutM(metres) {
    const said = Number(metres.toPrecision(2));
    if (said < 1000) return `about ${said} m`;
    return `about ${(said / 1000).toFixed(said < 10_000 ? 1 : 0)} km`;
  }

  function aboutArea(squareMetres) {
    if (squareMetres < 100_000) return `about ${Number(squareMetres.toPrecision(2)).toLocaleString("en-US")} square metres`;
    return `about ${Number((squareMetres / 1e6).toPrecision(2))} square kilometres`;
  }

  function lengthOf(points) {
    return points.slice(1).reduce((sum, point, i) => sum + points[i].distanceTo(point), 0);
  }

  // On the plane that touches the globe at the first corner: good to a thousandth for an area of a county.
  function areaOf(points) {
    const [{ lat, lng }] = points;
    const perDegree = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    const flat = points.map((one) => [(one.lng - lng) * perDegree, (one.lat - lat) * METRES_PER_DEGREE]);
    const twice = flat.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = flat[(i + 1) % flat.length];
      return sum + x * nextY - nextX * y;
    }, 0);
    return Math.abs(twice) / 2;
  }

  class Drawing {
    constructor(form) {
      this.form = form;
      this.field = form.elements.geometry;
      this.map = maps.get(form.querySelector("[data-map]"));
      this.said = form.querySelector("[data-said]");
      this.buttons = Object.fromEntries(
        ["undo", "finish", "abandon"].map((name) => [name, form.querySelector(`[data-${name}]`)]),
      );
      this.style = figureStyle(this.map.getContainer(), "scene");
      this.figure = L.layerGroup().addTo(this.map);
      this.points = [];
      this.markers = [];
      this.isFinished = false;
      this.listen();
      this.restore();
    }

    get shape() {
      return this.form.elements.shape.value;
    }

    // Pointer and keys

    listen() {
      const element = this.map.getContainer();
      element.append(Object.assign(document.createElement("div"), { className: "cross" }));
      this.map.doubleClickZoom.disable();
      this.map.on("click", ({ latlng }) => this.click(latlng));
      // Before Leaflet's own keys, which would move the map by large steps.
      element.addEventListener("keydown", (event) => this.press(event), { capture: true });
      for (const one of this.form.elements.shape) one.addEventListener("change", () => this.reshape());
      this.buttons.undo.addEventListener("click", () => this.undo());
      this.buttons.finish.addEventListener("click", () => this.finish());
      this.buttons.abandon.addEventListener("click", () => this.abandon());
    }

    click(at) {
      const last = this.points.at(-1);
      const isAgain = last && this.pixels(last, at) <= 8;
      if (isAgain && this.shape !== "pin") this.finish();
      else this.add(at);
    }

    pixels(one, other) {
      return this.map.latLngToContainerPoint(one).distanceTo(this.map.latLngToContainerPoint(other));
    }

    press(event) {
      if (event.target !== this.map.getContainer() || event.ctrlKey || event.metaKey || event.altKey) return;
      const act = this.deed(event);
      if (!act) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      act();
    }

    deed({ key, shiftKey }) {
      const arrow = ARROWS[key];
      if (arrow) return () => this.pan(arrow, shiftKey ? FAR_PX : STEP_PX);
      if (key === "Enter") return () => this.enter();
      if (key === " ") return () => this.add(this.map.getCenter());
      if (key === "Backspace" && this.points.length) return () => this.undo();
      if (key === "Escape" && this.points.length) return () => this.abandon();
      return null;
    }

    pan([east, north], by) {
      this.isAiming = true;
      this.map.panBy([east * by, -north * by], { animate: false });
      this.say(`The cross is at ${shown(this.map.getCenter())}.`);
    }

    // Enter puts a point under the cross; where nobody has aimed since the last one, it ends the figure.
    enter() {
      const isAgain = this.points.length && (!this.isAiming || isSame(this.points.at(-1), this.map.getCenter()));
      if (isAgain && this.shape !== "pin") this.finish();
      else this.add(this.map.getCenter());
    }

    // What is drawn

    add(at) {
      if (this.shape === "pin") this.points = [];
      else if (this.isFinished) return this.say("It is finished. Move its points, or start over.");
      if (this.points.length >= MOST_POINTS) return this.say(`${MOST_POINTS} points are the most.`);
      this.isAiming = false;
      this.points.push(at.clone());
      this.redraw();
    }

    undo() {
      this.points.pop();
      this.isFinished = false;
      this.redraw();
      if (this.buttons.undo.disabled) this.map.getContainer().focus();
    }

    finish() {
      if (this.points.length < LEAST[this.shape]) return this.say(this.tooFew());
      this.isFinished = true;
      this.redraw();
    }

    abandon() {
      this.points = [];
      this.isFinished = false;
      this.redraw();
      this.map.getContainer().focus();
    }

    reshape() {
      if (this.shape === "pin") this.points = this.points.slice(-1);
      this.isFinished = false;
      this.redraw();
    }

    redraw() {
      this.drawFigure();
      this.drawPoints();
      this.tell();
    }

    drawFigure() {
      this.figure.clearLayers();
      const { points, shape, style } = this;
      if (shape === "pin" && points.length) this.figure.addLayer(ring(points[0], PIN_RADIUS_M, style));
      if (shape === "line" || points.length === 2) this.figure.addLayer(L.polyline(points, { ...style, weight: 4, fill: false }));
      if (shape === "area" && points.length > 2) this.figure.addLayer(L.polygon(points, style));
    }

    // Markers are kept and moved, so that the one that has the focus does not lose it.
    drawPoints() {
      while (this.markers.length > this.points.length) this.markers.pop().remove();
      while (this.markers.length < this.points.length) this.markers.push(this.makeMarker(this.markers.length));
      this.markers.forEach((marker, i) => {
        marker.setLatLng(this.points[i]);
        const element = marker.getElement();
        const name = this.shape === "pin" ? "The pin" : `Point ${i + 1} of ${this.points.length}`;
        element.setAttribute("aria-label", `${name}: arrow keys move it 5 metres, with Shift 50`);
        element.classList.toggle("last", i === this.points.length - 1 && !this.isFinished);
      });
    }

    makeMarker(i) {
      const icon = symbol("", "vertex");
      const marker = L.marker(this.points[i], { icon, draggable: true, zIndexOffset: 2000 }).addTo(this.map);
      marker.on("drag", () => {
        this.points[i] = marker.getLatLng();
        this.drawFigure();
      });
      marker.on("dragend", () => this.redraw());
      marker.on("click", () => this.clickPoint(i));
      marker.getElement().addEventListener("keydown", (event) => this.pressPoint(event, i));
      return marker;
    }

    // A click on the last point, or on the first of an area, ends it.
    clickPoint(i) {
      const ends = i === this.points.length - 1 || (this.shape === "area" && i === 0);
      if (ends && this.shape !== "pin" && !this.isFinished) this.finish();
    }

    pressPoint(event, i) {
      const arrow = ARROWS[event.key];
      const isGone = event.key === "Delete" || event.key === "Backspace";
      if (!arrow && !isGone) return;
      event.preventDefault();
      event.stopPropagation();
      if (isGone) return this.remove(i);
      const metres = event.shiftKey ? FAR_M : STEP_M;
      this.points[i] = stepped(this.points[i], arrow[0] * metres, arrow[1] * metres);
      if (!this.map.getBounds().pad(-0.05).contains(this.points[i])) this.map.panTo(this.points[i]);
      this.redraw();
    }

    remove(i) {
      this.points.splice(i, 1);
      this.redraw();
      (this.markers[Math.max(i - 1, 0)]?.getElement() ?? this.map.getContainer()).focus();
    }

    // What the form and the person hear

    tell() {
      const { points, shape, buttons } = this;
      const isWhole = points.length >= LEAST[shape];
      this.field.value = isWhole ? JSON.stringify(this.geometry()) : "";
      buttons.undo.disabled = buttons.abandon.disabled = points.length === 0;
      buttons.finish.disabled = shape === "pin" || !isWhole || this.isFinished;
      this.say(points.length ? this.sentence(isWhole) : "Nothing is drawn yet.");
    }

    geometry() {
      const positions = this.points.map(position);
      if (this.shape === "pin") return { type: "Point", coordinates: positions[0] };
      if (this.shape === "line") return { type: "LineString", coordinates: positions };
      return { type: "Polygon", coordinates: [[...positions, positions[0]]] };
    }

    sentence(isWhole) {
      const { points, shape } = this;
      if (shape === "pin") return `A pin at ${shown(points[0])}, drawn as a ring of ${PIN_RADIUS_M} m.`;
      if (!isWhole) return `${points.length === 1 ? "1 point" : `${points.length} points`}. ${this.tooFew()}`;
      const ended = this.isFinished ? " It is finished." : "";
      const count = `${points.length} points`;
      if (shape === "line") return `A line of ${count}, ${aboutM(lengthOf(points))} long.${ended}`;
      const around = aboutM(lengthOf([...points, points[0]]));
      return `An area of ${count}, ${aboutArea(areaOf(points))}, ${around} around.${ended}`;
    }

    tooFew() {
      return this.shape === "line" ? "A line needs two points or more." : "An area needs three points or more.";
    }

    say(words) {
      clearTimeout(this.saying);
      this.saying = setTimeout(() => (this.said.textContent = words), SAY_AFTER_MS);
    }

    // A form that comes back, or what was pasted: figures of several parts are shown and stay as they are.
    restore() {
      if (!this.field.value) return this.tell();
      const geometry = JSON.parse(this.field.value);
      const layer = L.geoJSON(geometry, { style: this.style, pointToLayer: (_, at) => ring(at, PIN_RADIUS_M, this.style) });
      this.map.fitBounds(layer.addTo(this.map).getBounds().pad(0.3), { maxZoom: 16, animate: false });
      const points = this.pointsOf(geometry);
      if (!points) {
        this.figure.addLayer(layer);
        return this.say("The pasted figure has several parts: it is added as it is. Drawing replaces it.");
      }
      layer.remove();
      this.points = points;
      this.isFinished = true;
      this.redraw();
    }

    pointsOf({ type, coordinates }) {
      const lists = { Point: [coordinates], LineString: coordinates, Polygon: coordinates[0]?.slice?.(0, -1) };
      const isSimple = type in lists && !(type === "Polygon" && coordinates.length > 1);
      const points = isSimple ? lists[type].map(([lng, lat]) => L.latLng(lat, lng)) : [];
      return points.length && points.length <= 200 ? points : null;
    }
  }

  for (const form of document.querySelectorAll("[data-drawing]")) new Drawing(form);
  document.body.classList.add("scripted");
})();
