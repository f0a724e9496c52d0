// What the page says in its language: English is the key, and the answer where the page brings no other word.
"use strict";

(() => {
  const mapapp = (globalThis.mapapp ??= {});
  const brought = document.querySelector("script[data-words]");
  const words = brought ? JSON.parse(brought.textContent) : {};

  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  // A sentence; `%(name)s` in it stands for the value of that name.
  mapapp.say = (text, values = {}) => filled(words[text] ?? text, values);

  // One of two sentences by the number n, as English and Spanish count; `%(n)s` is the number.
  mapapp.sayCount = (one, many, n, values = {}) => {
    const [single, several] = words[one] ?? [one, many];
    const said = new Intl.NumberFormat(document.documentElement.lang).format(n);
    return filled(n === 1 ? single : several, { n: said, ...values });
  };
})();
