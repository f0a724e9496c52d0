// The story's text, cards and map in step; decisions are sent at once, and the page takes in what came of them.
"use strict";

(() => {
  const { maps, symbol, ring, figureStyle } = globalThis.mapapp;
  const page = document.querySelector("[data-story]");
  const map = maps.get(page.querySelector("[data-map]"));
  const marks = L.featureGroup().addTo(map);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const KEYS = "mapapp.keys";
  const CLOSEST = 16;

  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const cards = () => all(".story-card");
  const open = (card) => card.querySelector("details");
  const current = () => cards().find((one) => open(one).open);
  const latLng = ({ dataset }) => L.latLng(Number(dataset.lat), Number(dataset.lon));
  const say = (text) => (page.querySelector("[data-said]").textContent = text);

  function scrollTo(element) {
    element.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  }

  // One card is open at a time; its words are marked in the text, its candidates on the map.
  function show(card, { focus = true, scroll = true } = {}) {
    for (const one of cards()) open(one).open = one === card;
    for (const one of all(".mention")) {
      if (one.dataset.card === card?.dataset.key) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    draw();
    if (!card) return;
    const summary = card.querySelector("summary");
    if (focus) summary.focus({ preventScroll: true });
    if (scroll) scrollTo(summary);
    const words = page.querySelector(`.mention[data-card="${card.dataset.key}"]`);
    const text = words?.closest("article");
    if (text && text.scrollHeight > text.clientHeight) {
      const [inner, outer] = [words.getBoundingClientRect(), text.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) text.scrollTop += inner.top - outer.top - 60;
    }
  }

  function draw() {
    marks.clearLayers();
    const chosen = current();
    for (const card of cards()) if (card !== chosen && card.dataset.lat) addMark(card, "");
    if (!chosen) return;
    const bounds = L.latLngBounds([]);
    const candidates = all('input[name="pick"][data-lat], input[name="facility"]', chosen);
    for (const one of candidates) addCandidate(one, bounds);
    if (chosen.dataset.lat && !candidates.length) bounds.extend(addMark(chosen, "current").getLatLng());
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.25), { maxZoom: CLOSEST, animate: false });
  }

  function addMark(card, extra) {
    const icon = symbol(card.dataset.number, `card-mark ${card.dataset.state} ${extra}`);
    const marker = L.marker(latLng(card), { icon, keyboard: false, title: card.querySelector(".card-title strong").textContent });
    marker.on("click", () => show(card));
    return marker.addTo(marks);
  }

  function addCandidate(input, bounds) {
    const at = latLng(input);
    const isFacility = input.name === "facility";
    const icon = symbol(input.dataset.number, isFacility ? "facility-mark" : "candidate-mark");
    const marker = L.marker(at, { icon, keyboard: false, title: input.dataset.label ?? "" });
    marker.on("click", () => input.click());
    marks.addLayer(marker);
    bounds.extend(at);
    if (isFacility) return;
    const style = figureStyle(map.getContainer(), input.checked ? "scene" : "facility");
    const geometry = JSON.parse(input.dataset.geometry);
    const radius = Number(input.dataset.radius);
    const figure = geometry.type === "Point" ? ring(at, radius, style) : L.geoJSON(geometry, { style });
    marks.addLayer(figure);
    bounds.extend(figure.getBounds());
  }

  // A decision: the answer is the whole page, from which the parts that changed are taken.
  async function decide(form, submitter) {
    const card = form.closest(".story-card");
    card.setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form));
    const address = submitter?.getAttribute("formaction") ?? form.action;
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!answer.querySelector("[data-story]")) {
      // Signed out, or a fault: the browser sends the form itself and shows the page that comes.
      if (submitter) form.requestSubmit = null;
      form.removeAttribute("data-decide");
      if (submitter?.hasAttribute("formaction")) form.action = address;
      HTMLFormElement.prototype.submit.call(form);
      return;
    }
    take(answer, card.dataset.key, response.ok);
  }

  function take(answer, key, isDone) {
    for (const id of ["story-text", "story-bar", "story-cards"]) {
      const [mine, theirs] = [document.getElementById(id), answer.getElementById(id)];
      const top = mine.scrollTop;
      mine.replaceWith(document.adoptNode(theirs));
      document.getElementById(id).scrollTop = top;
    }
    const progress = document.querySelector("#story-bar label").textContent;
    say([answer.querySelector(".announcements").textContent.trim(), progress].filter(Boolean).join(" "));
    globalThis.mapapp.renewPlaces(map);
    const card = isDone ? current() : document.getElementById(`card-${key}`);
    show(card ?? null);
    if (!card) document.getElementById("cards-heading").focus();
    if (!isDone) card?.querySelector("[data-focus]")?.focus();
  }

  page.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-decide]")) return;
    event.preventDefault();
    decide(event.target, event.submitter).catch(() => say("The decision could not be sent. Try again."));
  });

  page.addEventListener("click", (event) => {
    const mention = event.target.closest(".mention");
    const summary = event.target.closest(".story-card > details > summary");
    if (mention) {
      event.preventDefault();
      show(document.getElementById(`card-${mention.dataset.card}`));
    } else if (summary) {
      event.preventDefault();
      const card = summary.closest(".story-card");
      show(open(card).open ? null : card, { focus: false });
      summary.focus({ preventScroll: true });
    }
  });

  page.addEventListener("change", (event) => {
    if (event.target.name !== "pick") return;
    suggestLabel(event.target);
    draw();
  });

  // The label follows the choice for as long as nobody has written another.
  function suggestLabel(radio) {
    const field = radio.form.elements.label;
    const offered = [...radio.form.elements.pick].map?.((one) => one.dataset.label) ?? [radio.dataset.label];
    const isOurs = field.value === field.defaultValue || offered.includes(field.value);
    if (radio.dataset.label && isOurs) field.value = radio.dataset.label;
  }

  // Single keys, which may be switched off (WCAG 2.1.4), and never work while somebody types.
  const keysOn = page.querySelector("[data-keys-on]");
  keysOn.checked = localStorage.getItem(KEYS) !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem(KEYS, keysOn.checked ? "on" : "off"));

  const typing = (element) => element.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");

  function step(by) {
    const list = cards();
    const at = list.indexOf(current());
    const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by];
    if (next) show(next);
  }

  const press = (selector) => current()?.querySelector(selector)?.click();

  function adjust() {
    const details = current()?.querySelector(".adjusting");
    if (!details) return;
    details.open = true;
    details.querySelector('input[name="phrase"]').select();
  }

  const DEEDS = {
    j: () => step(1),
    k: () => step(-1),
    a: () => press("[data-accept-button]"),
    d: () => press("[data-drop]"),
    u: () => press("[data-undo]"),
    e: adjust,
    "?": () => {
      const keys = page.querySelector("[data-keys]");
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deed = DEEDS[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  document.body.classList.add("scripted");
  show(current() ?? null, { focus: false, scroll: false });
})();
