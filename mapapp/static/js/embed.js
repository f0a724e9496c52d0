// For the page of an article: makes the frames of our maps as high as what is in them. Without it they keep the
// height that the embed code gives them. A frame is heard only about itself, and only from our own origin.
"use strict";

(() => {
  if (globalThis.mapappEmbed) return; // one copy is enough for all frames of a page
  globalThis.mapappEmbed = true;

  const { origin } = new URL(document.currentScript.src);
  const LEAST = 200;
  const MOST = 20_000; // on a phone a map of a dozen places is higher than 4000

  const frames = () => [...document.querySelectorAll("iframe[src]")].filter(({ src }) => src.startsWith(`${origin}/`));

  addEventListener("message", ({ data, source, origin: from }) => {
    if (from !== origin || data?.type !== "mapapp:height" || !Number.isFinite(data.height)) return;
    const frame = frames().find(({ contentWindow }) => contentWindow === source);
    if (frame) frame.style.height = `${Math.min(Math.max(Math.ceil(data.height), LEAST), MOST)}px`;
  });

  // Those that spoke before anybody listened.
  for (const { contentWindow } of frames()) contentWindow?.postMessage({ type: "mapapp:ask" }, origin);
})();
