// Tells the page that embeds this one how high it is, in the words that different embedders listen for; and where
// the frame is sandboxed as WordPress does it, asks that page to follow our own links. Nothing here is secret.
"use strict";

(() => {
  if (parent === window) return;

  const secret = /[?&]secret=([a-z\d]+)/i.exec(location.hash)?.[1]; // WordPress gives each frame one
  let last = 0;

  function send(message) {
    parent.postMessage(message, "*");
  }

  function tell(again) {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (!height || (height === last && !again)) return;
    last = height;
    send({ type: "mapapp:height", id: location.pathname, height });
    send({ sentinel: "amp", type: "embed-size", height });
    if (secret) send({ message: "height", value: height, secret });
  }

  // A frame without allow-popups opens no link; WordPress goes there when it leads to the frame's own host.
  function follow(event) {
    const link = event.target.closest?.("a[href]");
    if (link?.target !== "_blank" || link.host !== location.host) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    send({ message: "link", value: link.href, secret });
  }

  // Nothing is observed in a frame that is hidden, and WordPress hides it until it has spoken.
  tell(false);
  addEventListener("load", () => tell(true));
  new ResizeObserver(() => tell(false)).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && (data?.type === "mapapp:ask" || data?.message === "ready")) tell(true);
  });
  if (secret && self.origin === "null") document.addEventListener("click", follow);
})();
