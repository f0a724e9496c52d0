// Where the map's data comes from: over the network, or from the page itself where it is kept in it (an archive).
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});

  const block = document.querySelector("[data-kept]");
  const kept = block && JSON.parse(block.textContent);

  const failed = (url, status) => Object.assign(new Error(`${url}: ${status}`), { status });

  // The JSON at an address. Rejects with the `status` of the answer; what a page does not keep is a 404.
  mapapp.load = async (url, { signal } = {}) => {
    if (kept) {
      if (Object.hasOwn(kept, url)) return kept[url];
      throw failed(url, 404);
    }
    const response = await fetch(url, { signal });
    if (!response.ok) throw failed(url, response.status);
    return response.json();
  };
})();
