// Turns the picture of the map into the map, when it comes into view or is asked for. The picture stays until the map
// has drawn; where anything fails or takes too long it stays for good, and a button tries again.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const box = document.querySelector("[data-opening]");
  if (!box) return; // no place has a position

  const PATIENCE_MS = 20_000;
  const NEAR = "200px";

  const root = box.closest("[data-map]");
  const bar = root.querySelector("[data-switch]");
  const button = box.querySelector("[data-explore]");
  const line = box.querySelector("[data-said]");
  const blank = [".map", "[data-timeline]", ".share"].map((part) => [part, box.querySelector(part).cloneNode(true)]);
  const loaded = new Map();
  let key = [...bar.children];
  let attempt = null;
  let isOpen = false;

  // The promise of whether the map is open; asking again while it opens asks for the same.
  function open() {
    attempt ??= inTime(build()).then(show, fail);
    return attempt;
  }

  function inTime(work) {
    let timer = null;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("The map took too long.")), PATIENCE_MS);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  async function build() {
    const { styles, scripts } = box.dataset;
    const kit = scripts.split(" ");
    kit.forEach(ahead);
    const map = kit.pop();
    await Promise.all(styles.split(" ").map((url) => once(url, style)));
    for (const url of kit) {
      await once(url, script);
      await pause();
    }
    mapapp.current = null;
    await script(map);
    if (!mapapp.current) throw new Error("The map's script failed.");
    await mapapp.drawn(mapapp.current);
  }

  const pause = () => new Promise((resolve) => setTimeout(resolve));

  // What failed is asked for again, what is there is not.
  function once(url, load) {
    if (!loaded.has(url)) loaded.set(url, load(url));
    const asked = loaded.get(url);
    asked.catch(() => loaded.delete(url));
    return asked;
  }

  function ahead(href) {
    if (!loaded.has(href)) add("link", { rel: "preload", as: "script", href }).catch(() => {});
  }

  const style = (href) => add("link", { rel: "stylesheet", href });
  // Twice: Chromium answers the first time from a preload that failed, also when that was in an earlier attempt.
  const script = (src) => add("script", { src }).catch(() => add("script", { src }));

  function add(tag, attributes) {
    return new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes);
      element.onload = resolve;
      element.onerror = () => {
        element.remove();
        reject(new Error(`${attributes.src ?? attributes.href} could not be loaded.`));
      };
      document.head.append(element);
    });
  }

  function show() {
    const hadFocus = document.activeElement === button;
    isOpen = true;
    box.classList.add("is-open");
    button.hidden = true;
    line.textContent = mapapp.coarse ? mapapp.say("Two fingers move the map.") : mapapp.say("Hold %(key)s and turn the wheel to zoom the map.", { key: mapapp.zoomKey });
    if (hadFocus) box.querySelector(".map").focus({ preventScroll: true });
    return true;
  }

  function fail(error) {
    console.info(error);
    attempt = null;
    mapapp.current?.discard();
    for (const [part, was] of blank) box.querySelector(part).replaceWith(was.cloneNode(true));
    bar.replaceChildren(...key);
    prepare();
    line.textContent = mapapp.say("The map could not be loaded. The picture and the list say the same.");
    button.textContent = mapapp.say("Try again");
    button.hidden = false;
    return false;
  }

  // The names in the list open the map on their place.
  function prepare() {
    for (const name of root.querySelectorAll("[data-mapped] [data-name]")) {
      const hadFocus = name.contains(document.activeElement);
      const opener = Object.assign(document.createElement("button"), { className: "place-name", type: "button" });
      opener.textContent = name.textContent;
      opener.addEventListener("click", async () => {
        if (!isOpen && (await open())) opener.click(); // which js/list.js answers by now
      });
      name.replaceChildren(opener);
      if (hadFocus) opener.focus({ preventScroll: true });
    }
  }

  // A corrected page has come (js/live.js): its map has other addresses.
  mapapp.renew = async (fresh) => {
    const other = fresh.querySelector("[data-opening]");
    if (!other) return;
    Object.assign(box.dataset, { scripts: other.dataset.scripts, styles: other.dataset.styles });
    key = [...document.importNode(fresh.querySelector("[data-switch]"), true).children];
    if (await attempt) {
      for (const url of other.dataset.scripts.split(" ").slice(0, -1)) await once(url, script); // more may be needed now
      return mapapp.current.renew(fresh.querySelector("[data-places]").dataset.places);
    }
    bar.replaceChildren(...key);
    prepare();
  };

  function openInView() {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((one) => one.isIntersecting)) return;
      seen.disconnect();
      open();
    }, { rootMargin: NEAR });
    seen.observe(box);
  }

  // Not before the page is there and has time; and where the reader saves data, only on demand.
  function openWhenWanted() {
    const isSaving = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
    button.hidden = false;
    if (isSaving) return;
    const idle = globalThis.requestIdleCallback ?? ((work) => setTimeout(work, 200));
    idle(openInView, { timeout: 1_000 });
  }

  prepare();
  button.addEventListener("click", async () => {
    line.textContent = mapapp.say("The map is on its way.");
    await mapapp.look?.(); // after a correction the map has another address
    open();
  });
  if (document.readyState === "complete") openWhenWanted();
  else addEventListener("load", openWhenWanted);
})();
