// One place on the map: its symbol, its ring, its area, in the page's own colours.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { make } = mapapp;

  const SMALL_PX = 16; // a ring of a smaller radius on screen is replaced by a hollow symbol
  const HEIGHTS = { scenes: 2000, pin: 1000, ring: 0, line: -1000, area: -1000 }; // who covers whom

  const latLng = ([lon, lat]) => L.latLng(lat, lon);

  function styleOf(colours, { group, draw, status }) {
    const name = group === "scenes" ? "scene" : group === "context" ? "context" : "facility";
    return {
      color: colours.getPropertyValue(`--${name}`).trim(),
      weight: draw === "line" ? 4 : 1.5,
      fillColor: colours.getPropertyValue(`--${name}-wash`).trim(),
      fillOpacity: 1,
      dashArray: status === "disputed" ? "1 6" : draw === "area" ? "5 5" : null,
    };
  }

  // Leaflet rounds to whole pixels, which makes a small circle wobble.
  const Ring = L.Polygon.extend({
    _projectLatlngs(rings, result, bounds) {
      const origin = this._map.getPixelOrigin();
      for (const ring of rings) {
        const projected = ring.map((one) => this._map.project(one).subtract(origin));
        for (const point of projected) bounds.extend(point);
        result.push(projected);
      }
    },
  });

  const latLngs = ({ coordinates }) => L.GeoJSON.coordsToLatLngs(coordinates, 1);

  const PlaceMarker = L.Marker.extend({
    // Without moving the map: the reader did not ask for it.
    openQuietly() {
      const { options } = this.getPopup();
      options.autoPan = false;
      this.openPopup();
      options.autoPan = true;
    },
  });

  // One place: its figures and its symbol, which carries the popup. Among the counts of a crowd its number would
  // pass for one, and its area is an outline until it is opened: many washes would darken the map.
  mapapp.Spot = class {
    constructor(feature, isOfCrowd = false) {
      this.isOfCrowd = isOfCrowd;
      this.id = feature.id;
      this.words = feature.properties;
      this.centre = latLng(this.words.centre);
      this.layer = L.featureGroup();
      this.addFigures(feature);
      this.marker = this.addSymbol();
      this.marker.bindPopup(() => mapapp.popupOf(this.words), { autoPanPadding: [12, 12] });
    }

    addFigures({ geometry }) {
      const pointToLayer = (_, at) => L.circleMarker(at, { radius: 6 });
      this.figures = this.words.ring ? [new Ring(latLngs(this.words.ring), { smoothFactor: 0 })] : [];
      if (["area", "line"].includes(this.words.draw)) this.figures.push(L.geoJSON(geometry, { pointToLayer, smoothFactor: 0.4 }));
      for (const one of this.figures) this.layer.addLayer(one.on("click", () => this.marker.openPopup()));
    }

    addSymbol() {
      const { number, draw, group, status } = this.words;
      const symbol = make("span", `symbol ${draw} ${group} ${status}`);
      if (!this.isOfCrowd) symbol.append(make("span", "number", String(number)));
      const [anchor, popupAnchor] = draw === "pin" ? [[22, 38], [0, -30]] : [[22, 22], [0, -12]];
      const icon = L.divIcon({ html: symbol, className: "spot", iconSize: [44, 44], iconAnchor: anchor, popupAnchor });
      const marker = new PlaceMarker(this.centre, { icon, zIndexOffset: HEIGHTS[group === "scenes" ? group : draw], riseOnHover: true });
      marker.on("add", () => {
        this.name(marker.getElement());
        this.paint(marker._map);
      });
      return marker.addTo(this.layer);
    }

    name(element) {
      const { label, precision, status_words: status } = this.words;
      element.dataset.turn = this.words.number;
      element.setAttribute("aria-label", `${label}: ${precision}; ${status}`);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.marker.openPopup();
      });
    }

    get bounds() {
      const bounds = L.latLngBounds([this.centre]);
      for (const one of this.figures) bounds.extend(one.getBounds());
      return bounds;
    }

    paint(map) {
      const { x, y } = map.latLngToLayerPoint(this.bounds.getNorthEast()).subtract(map.latLngToLayerPoint(this.centre));
      const isSmall = Math.max(Math.abs(x), Math.abs(y)) < SMALL_PX;
      const hidden = isSmall && this.words.draw !== "line" ? { opacity: 0, fillOpacity: 0 } : { opacity: 1, fillOpacity: this.isOfCrowd && !this.isOpen ? 0 : 1 };
      const style = { ...styleOf(getComputedStyle(map.getContainer()), this.words), ...hidden };
      for (const one of this.figures) one.setStyle(style);
      this.marker.getElement()?.classList.toggle("small", isSmall);
    }
  };
})();
