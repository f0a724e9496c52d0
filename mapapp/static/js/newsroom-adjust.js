// Choosing a candidate and putting its marker exactly: by dragging, by the arrow keys, or by typing.
// Everything it does ends in the form's own fields, so that the server hears the same from everyone.
"use strict";

(() => {
  const STEP_M = 5;
  const FAR_M = 50;
  const SAY_AFTER_MS = 350;
  const METRES_PER_DEGREE = 111_195; // of the sphere that L.Map.distance reckons on
  const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const WINDS = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];

  const { maps, symbol, ring, figureStyle } = globalThis.mapapp;

  function stepped({ lat, lng }, east, north) {
    const perDegree = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
    return L.latLng(lat + north / METRES_PER_DEGREE, lng + east / perDegree);
  }

  function wind(from, to) {
    const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
    const turn = Math.atan2(east, to.lat - from.lat) / (Math.PI / 4);
    return WINDS[(Math.round(turn) + 8) % 8];
  }

  const shown = (degrees) => degrees.toFixed(6).replace("-", "−");

  class Position {
    constructor(form) {
      this.form = form;
      this.box = form.querySelector("[data-adjust]");
      this.map = maps.get(form.querySelector("[data-map]"));
      this.lat = form.elements.lat;
      this.lon = form.elements.lon;
      this.said = this.box.querySelector("[data-moved]");
      this.resetButton = this.box.querySelector("[data-reset]");
      this.found = null;
      this.marker = this.makeMarker();
      this.area = L.layerGroup().addTo(this.map);
      for (const field of [this.lat, this.lon]) field.addEventListener("change", () => this.typed());
      this.resetButton.addEventListener("click", () => this.reset());
    }

    makeMarker() {
      const marker = L.marker([0, 0], { icon: symbol("", "target"), draggable: true, zIndexOffset: 2000 });
      marker.on("add", () => this.prepare(marker.getElement()));
      marker.on("drag", () => this.drawRing());
      marker.on("dragend", () => {
        this.put(marker.getLatLng());
        marker.getElement().focus({ preventScroll: true });
      });
      return marker;
    }

    prepare(element) {
      element.setAttribute("aria-label", "Position: arrow keys move it 5 metres, with Shift 50");
      element.addEventListener("keydown", (event) => {
        const arrow = ARROWS[event.key];
        if (!arrow) return;
        event.preventDefault();
        event.stopPropagation();
        const metres = event.shiftKey ? FAR_M : STEP_M;
        this.put(stepped(this.marker.getLatLng(), arrow[0] * metres, arrow[1] * metres));
      });
    }

    // Starts over from a position that was found, or (null) from none.
    start(found, radius, { keep = false } = {}) {
      this.found = found;
      this.radius = radius;
      this.box.disabled = false;
      const typed = keep ? this.fields() : null;
      if (!keep) this.lat.value = this.lon.value = "";
      this.marker.setLatLng(typed ?? found ?? this.map.getCenter()).addTo(this.map);
      this.drawRing();
      this.tell();
    }

    // For an area or a stretch of street, which stays what it is.
    stop() {
      this.found = null;
      this.lat.value = this.lon.value = "";
      this.marker.remove();
      this.area.clearLayers();
      this.box.disabled = true;
      this.tell();
    }

    fields() {
      const [lat, lng] = [this.lat, this.lon].map((one) => Number(one.value.replace("−", "-")));
      const isThere = this.lat.value.trim() && this.lon.value.trim();
      const isValid = Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
      return isThere && isValid ? L.latLng(lat, lng) : null;
    }

    put(at) {
      this.lat.value = at.lat.toFixed(6);
      this.lon.value = at.lng.toFixed(6);
      this.marker.setLatLng(at);
      this.drawRing();
      if (!this.map.getBounds().pad(-0.1).contains(at)) this.map.panTo(at);
      this.form.dispatchEvent(new CustomEvent("moved"));
      this.tell();
    }

    typed() {
      const at = this.fields();
      if (at) this.put(at);
    }

    reset() {
      if (!this.found) return;
      this.start(this.found, this.radius);
      this.marker.getElement().focus({ preventScroll: true });
    }

    drawRing() {
      this.area.clearLayers();
      if (this.radius) {
        this.area.addLayer(ring(this.marker.getLatLng(), this.radius, figureStyle(this.map.getContainer(), "scene")));
      }
    }

    tell() {
      const at = this.fields();
      const metres = at && this.found ? this.map.distance(this.found, at) : 0;
      this.resetButton.hidden = metres < 0.5;
      clearTimeout(this.saying);
      this.saying = setTimeout(() => (this.said.textContent = this.sentence(at, metres)), SAY_AFTER_MS);
    }

    sentence(at, metres) {
      if (this.box.disabled) return "It is drawn as it is; an area or a street is not moved.";
      if (!at) return "";
      const where = `${shown(at.lat)}, ${shown(at.lng)}`;
      if (!this.found) return `Now at ${where}.`;
      if (metres < 0.5) return `Where it was found: ${where}.`;
      return `Moved ${Math.round(metres)} m ${wind(this.found, at)}. Now at ${where}.`;
    }
  }

  // The radio buttons and their markers, each choosing the other.
  class Chooser {
    constructor(form, position) {
      this.form = form;
      this.position = position;
      this.map = position.map;
      this.radios = [...form.querySelectorAll('input[name="pick"]')];
      this.figures = L.featureGroup().addTo(this.map);
      for (const radio of this.radios) {
        radio.addEventListener("change", () => {
          this.choose(radio);
          this.suggestLabel(radio);
        });
        if (radio.dataset.lon) this.addMarker(radio);
      }
      for (const box of form.querySelectorAll('input[name="facility"]')) this.addFacility(box);
      this.show();
      const checked = this.radios.find((one) => one.checked);
      if (checked) this.choose(checked, { keep: true });
      else form.querySelector("[data-adjust]").disabled = true;
      form.addEventListener("moved", () => this.followMove());
    }

    addMarker(radio) {
      const icon = symbol(radio.dataset.number, "candidate-mark");
      const marker = L.marker(latLng(radio), { icon, keyboard: false, title: radio.dataset.label });
      marker.on("click", () => radio.click());
      const style = figureStyle(this.map.getContainer(), "facility");
      const geometry = JSON.parse(radio.dataset.geometry);
      if (geometry.type !== "Point") this.figures.addLayer(L.geoJSON(geometry, { style }));
      this.figures.addLayer(marker);
      radio.marker = marker;
    }

    addFacility(box) {
      const icon = symbol(box.dataset.number, "facility-mark");
      this.figures.addLayer(L.marker(latLng(box), { icon, keyboard: false }));
    }

    show() {
      const bounds = this.figures.getBounds();
      if (bounds.isValid()) this.map.fitBounds(bounds.pad(0.2), { maxZoom: 17, animate: false });
    }

    choose(radio, options) {
      for (const one of this.radios) one.marker?.setOpacity(one === radio && this.isPoint(one) ? 0 : 1);
      if (!radio.dataset.lon) this.position.start(null, 0, options);
      else if (this.isPoint(radio)) this.position.start(latLng(radio), Number(radio.dataset.radius), options);
      else this.position.stop();
      if (radio.dataset.lon && !this.map.getBounds().contains(latLng(radio))) this.map.panTo(latLng(radio));
    }

    isPoint(radio) {
      return radio.dataset.lon && JSON.parse(radio.dataset.geometry).type === "Point";
    }

    // The label follows the choice for as long as nobody has written another.
    suggestLabel({ dataset }) {
      const field = this.form.elements.label;
      const isOurs = field.value === field.defaultValue || this.radios.some((one) => one.dataset.label === field.value);
      if (dataset.label && isOurs) field.value = dataset.label;
    }

    // Who moves a marker without having chosen means a place of their own.
    followMove() {
      if (this.radios.some((one) => one.checked)) return;
      this.radios.find((one) => !one.dataset.lon).checked = true;
    }
  }

  const latLng = ({ dataset }) => L.latLng(Number(dataset.lat), Number(dataset.lon));

  function tickAll(form) {
    const button = form.querySelector("[data-tick-all]");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const box of form.querySelectorAll('input[name="facility"]')) box.checked = true;
    });
  }

  for (const form of document.querySelectorAll("[data-chooser]")) {
    const position = new Position(form);
    const { dataset } = position.box;
    if (form.elements.pick) new Chooser(form, position);
    else {
      const found = dataset.lat ? latLng(position.box) : null;
      if (found) position.map.setView(found, 17, { animate: false });
      position.start(found, Number(dataset.radius), { keep: true });
    }
    tickAll(form);
  }
  document.body.classList.add("scripted");
})();
