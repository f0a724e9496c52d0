// Keeps an open map true: asks now and then whether it was corrected or taken back, and changes it in place,
// without moving what the reader looks at. Asking costs a 304; pages that nobody sees do not ask.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const { state: address, version } = document.querySelector("[data-map]").dataset;
  if (!address) return; // the page shows an earlier time

  const EVERY_MS = 20_000; // a correction is seen within half a minute
  const JITTER_MS = 4_000; // so that many readers do not ask at once
  const DOUBLINGS = 4; // while the server does not answer, up to some five minutes

  let shown = version;
  let taken = false;
  let failures = 0;
  let timer = null;

  function wait() {
    clearTimeout(timer);
    const jitter = (2 * Math.random() - 1) * JITTER_MS;
    timer = setTimeout(look, (EVERY_MS + jitter) * 2 ** Math.min(failures, DOUBLINGS));
  }

  async function look() {
    if (document.hidden) return;
    clearTimeout(timer);
    try {
      await follow(await (await ask(address)).json());
      failures = 0;
    } catch {
      failures += 1;
    }
    wait();
  }

  async function ask(url) {
    const response = await fetch(url, { cache: "no-cache" });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  async function follow({ state, version: current, said }) {
    if (state !== "published") takeAway(said);
    else if (taken) location.reload();
    else if (current !== shown) await renew(said);
  }

  // Only the title and the sentence stay.
  function takeAway(said) {
    const main = document.querySelector("main");
    const line = (taken && main.querySelector("[role=status]")) || document.createElement("p");
    if (line.textContent === said) return;
    if (!taken) {
      const isInside = main.contains(document.activeElement);
      line.className = "lede";
      line.setAttribute("role", "status");
      main.replaceChildren(main.querySelector("h1"), line);
      if (isInside) main.focus();
      taken = true;
    }
    line.textContent = said;
  }

  async function renew(said) {
    const text = await (await ask(location.pathname)).text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    if (fresh.querySelector(".map") && !document.querySelector(".map")) return location.reload();
    const giveBack = focusIn(document.activeElement);
    const scroller = document.querySelector("[data-scroller]");
    const { scrollTop } = scroller;
    for (const part of document.querySelectorAll("[data-live]")) replace(part, fresh);
    document.title = fresh.title;
    await mapapp.lay();
    await mapapp.renew?.(fresh);
    scroller.scrollTop = scrollTop;
    giveBack();
    document.querySelector("[data-announce]").textContent = said || mapapp.say("This map was brought up to date.");
    shown = fresh.querySelector("[data-version]").dataset.version;
  }

  // Gives the focus to what stands for the same after a part was replaced: in the same place the link or button
  // that has the same turn; where there is none any more, the part itself.
  function focusIn(active) {
    const part = active?.closest("[data-live]");
    if (!part) return () => {};
    const id = active.closest("[data-place]")?.dataset.place;
    const targets = () => {
      const inside = id ? part.querySelector(`[data-place="${CSS.escape(id)}"]`) : part;
      return [...(inside?.querySelectorAll("a[href], button, summary") ?? [])];
    };
    const turn = targets().indexOf(active);
    return () => {
      targets()[turn]?.focus({ preventScroll: true });
      if (part.contains(document.activeElement)) return;
      part.tabIndex = -1;
      part.focus({ preventScroll: true });
    };
  }

  function replace(part, fresh) {
    const other = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other) part.replaceChildren(...document.importNode(other, true).childNodes);
  }

  mapapp.look = look;
  document.addEventListener("visibilitychange", () => !document.hidden && look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  wait();
})();
