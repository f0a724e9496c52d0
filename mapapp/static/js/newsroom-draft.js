// What is typed into a form is kept on the server every few seconds, and offered again where it was left.
"use strict";

(() => {
  const AFTER_MS = 1500;
  const SKIPPED = new Set(["csrf_token", "base", "draft"]);

  const address = (key) => `/newsroom/drafts/${encodeURIComponent(key)}`;

  class Draft {
    constructor(form) {
      this.form = form;
      this.key = form.elements.draft.value;
      this.token = form.elements.csrf_token.value;
      this.initial = JSON.stringify(this.fields());
      form.addEventListener("input", () => this.later());
      form.addEventListener("change", () => this.later());
      form.addEventListener("submit", () => this.stop());
      addEventListener("pagehide", () => this.flush());
    }

    fields() {
      const values = {};
      for (const [name, value] of new FormData(this.form)) {
        if (typeof value === "string" && !SKIPPED.has(name)) values[name] = value;
      }
      return values;
    }

    stop() {
      clearTimeout(this.timer);
      this.stopped = true;
    }

    later() {
      this.stopped = false;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), AFTER_MS);
    }

    flush() {
      if (this.timer && !this.stopped) this.keep({ keepalive: true });
    }

    async keep(options = {}) {
      clearTimeout(this.timer);
      this.timer = null;
      await fetch(address(this.key), {
        method: "PUT",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify(this.fields()),
        ...options,
      }).catch(() => {});
    }

    async offer() {
      const response = await fetch(address(this.key), { headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { fields, saved } = await response.json();
      if (!fields || JSON.stringify(fields) === this.initial) return;
      const notice = document.createElement("div");
      notice.className = "notice draft-notice";
      notice.setAttribute("role", "status");
      const words = document.createElement("p");
      words.textContent = `You left this unfinished ${saved}.`;
      notice.append(words, this.button("Restore", () => this.restore(fields)), this.button("Discard", () => this.discard()));
      this.notice = notice;
      this.form.before(notice);
    }

    button(text, deed) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        this.notice.remove();
        deed();
      });
      return button;
    }

    restore(fields) {
      for (const [name, value] of Object.entries(fields)) {
        const field = this.form.elements.namedItem(name);
        if (field && "value" in field) field.value = value;
      }
      this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
    }

    async discard() {
      const headers = { "X-CSRFToken": this.token };
      await fetch(address(this.key), { method: "DELETE", headers }).catch(() => {});
      this.form.querySelector("textarea, input:not([type=hidden])")?.focus();
    }
  }

  for (const { form } of document.querySelectorAll("input[name=draft]")) new Draft(form).offer().catch(() => {});
})();
