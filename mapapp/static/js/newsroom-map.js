// The newsroom's maps: the basemap, and the places of the incident as they are saved.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const START = [39.5, -98.35];
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const FAINT = { weight: 1, opacity: 0.6, fillOpacity: 0, dashArray: "2 4" };
  const PRECISE = new Set(["address", "poi_small", "intersection"]);

  // A numbered symbol; `kind` is a class that gives it its look.
  mapapp.symbol = (number, kind) => {
    const shape = document.createElement("span");
    shape.textContent = number;
    return L.divIcon({ html: shape, className: `symbol ${kind}`, iconSize: [44, 44], iconAnchor: [22, 22] });
  };

  mapapp.colour = (element, name) => getComputedStyle(element).getPropertyValue(`--${name}`).trim();

  // A figure in the colour of its layer, so faint that the streets stay readable.
  mapapp.figureStyle = (element, name) => ({
    color: mapapp.colour(element, name),
    weight: 2,
    fillColor: mapapp.colour(element, name),
    fillOpacity: 0.12,
    interactive: false,
  });

  const coloured = (layer) => (["scene", "facility"].includes(layer) ? layer : "context");

  // The figure goes on the map first: only there does a circle know its bounds.
  function addPlace(shown, element, { geometry, properties }, number) {
    if (!geometry) return;
    const own = mapapp.figureStyle(element, coloured(properties.layer));
    const style = number ? own : { ...own, ...FAINT };
    const figure = L.geoJSON(geometry, { style, pointToLayer: (_, at) => ring(at, properties.radius_m, style) });
    shown.addLayer(figure);
    const look = number ? (PRECISE.has(properties.precision) ? "pin" : "hollow") : "saved";
    const icon = mapapp.symbol(number, `${coloured(properties.layer)} ${look}`);
    const options = { icon, title: properties.label, keyboard: false, zIndexOffset: number ? 0 : -1000 };
    shown.addLayer(L.marker(figure.getBounds().getCenter(), options));
  }

  function ring(at, radius, style) {
    return radius ? L.circle(at, { ...style, radius }) : L.circleMarker(at, { ...style, radius: 6 });
  }

  mapapp.ring = ring;

  // `quiet` places are only there for orientation: small, without numbers, and not what the view shows.
  async function addPlaces(map, { places, leaveOut, quiet, linked }) {
    const response = await fetch(places);
    if (!response.ok) return;
    map.saved?.remove();
    const shown = (map.saved = L.featureGroup().addTo(map));
    (await response.json()).features.forEach((feature, i) => {
      if (feature.id === leaveOut) return;
      addPlace(shown, map.getContainer(), feature, quiet === undefined ? i + 1 : "");
    });
    if (quiet === undefined && linked === undefined && shown.getLayers().length) {
      map.fitBounds(shown.getBounds().pad(0.1), { maxZoom: 16, animate: false });
    }
  }

  // The places as they are saved now, on a page that has changed them.
  mapapp.renewPlaces = (map) => addPlaces(map, map.getContainer().dataset);

  const bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);

  function open(element) {
    const map = L.map(element, {
      zoomAnimation: !still,
      fadeAnimation: !still,
      scrollWheelZoom: false,
      center: START,
      zoom: 5,
      maxZoom: 19,
    });
    map.attributionControl.setPrefix(false);
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (element.dataset.view) map.fitBounds(bounds(JSON.parse(element.dataset.view)), { maxZoom: 15, animate: false });
    mapapp.basemap(element.dataset.tiles).addTo(map);
    L.control.scale({ maxWidth: 120 }).addTo(map);
    if (element.dataset.places) addPlaces(map, element.dataset);
    return map;
  }

  // Linked maps show the same stretch of ground: whichever is moved, the others follow.
  function link(maps) {
    let following = false;
    for (const map of maps) {
      map.on("move", () => {
        if (following) return;
        following = true;
        for (const other of maps) if (other !== map) other.setView(map.getCenter(), map.getZoom(), { animate: false });
        following = false;
      });
    }
  }

  mapapp.maps = new Map([...document.querySelectorAll("[data-map]")].map((one) => [one, open(one)]));
  link([...mapapp.maps].filter(([element]) => element.dataset.linked !== undefined).map(([, map]) => map));
})();
