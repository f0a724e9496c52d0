// Suggestions under a field as one types: the combobox of the ARIA Authoring Practices, with a listbox.
// A field asks for them by data-suggest, the address to ask; data-suggest-near names the field of the same
// form that holds the story's place. Without this script it is a plain field. Nothing that was typed is ever
// changed unless a suggestion is chosen: leaving the field by Tab or by a tap keeps the words.
"use strict";

(() => {
  const WAIT_MS = 120;
  const LEAST_LETTERS = 2;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  class Suggestions {
    constructor(field) {
      this.field = field;
      this.asked = 0;
      this.isAsking = false;
      this.phrases = [];
      this.at = -1;
      this.list = this.makeList();
      this.said = make("span", "visually-hidden");
      this.said.setAttribute("role", "status");
      field.after(this.list, this.said);
      this.prepareField();
    }

    makeList() {
      const list = make("ul", "suggestions");
      list.id = `${this.field.id}-suggestions`;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "Suggestions");
      list.hidden = true;
      // The field keeps the focus, so that a tap or a click on the list does not close it first.
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose([...this.list.children].indexOf(option));
      });
      return list;
    }

    prepareField() {
      const { field } = this;
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-haspopup", "listbox");
      field.setAttribute("aria-controls", this.list.id);
      field.setAttribute("aria-expanded", "false");
      field.setAttribute("autocapitalize", "off");
      field.spellcheck = false;
      field.addEventListener("input", () => this.askSoon());
      field.addEventListener("keydown", (event) => this.press(event));
      field.addEventListener("blur", () => this.close());
    }

    get isOpen() {
      return !this.list.hidden;
    }

    askSoon() {
      clearTimeout(this.waiting);
      // Whatever is still on its way is no longer about what stands in the field.
      this.asked += 1;
      this.isAsking = false;
      if (this.letters() < LEAST_LETTERS) this.close();
      else this.waiting = setTimeout(() => this.ask().catch(() => this.close()), WAIT_MS);
    }

    letters() {
      return (this.field.value.match(/[\p{L}\p{N}]/gu) ?? []).length;
    }

    async ask() {
      const turn = (this.asked += 1);
      const url = new URL(this.field.dataset.suggest, location.href);
      url.searchParams.set("q", this.field.value);
      url.searchParams.set("near", this.field.form?.elements[this.field.dataset.suggestNear]?.value ?? "");
      this.isAsking = true;
      const response = await fetch(url, { headers: { Accept: "application/json" } }).finally(() => {
        if (turn === this.asked) this.isAsking = false;
      });
      const suggestions = response.ok ? (await response.json()).suggestions : [];
      if (turn === this.asked && document.activeElement === this.field) this.show(suggestions);
    }

    show(suggestions) {
      this.phrases = suggestions.map((one) => one.phrase);
      const isNothingNew = this.phrases.length === 1 && this.phrases[0] === this.field.value.trim();
      this.list.replaceChildren(...suggestions.map((one, i) => this.option(one, i)));
      this.mark(-1);
      this.open(suggestions.length > 0 && !isNothingNew);
      this.tell();
    }

    option({ phrase, kind }, i) {
      const option = make("li");
      option.id = `${this.list.id}-${i}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.append(make("span", "phrase", phrase), make("span", "kind", kind));
      return option;
    }

    tell() {
      const count = this.isOpen ? this.phrases.length : 0;
      const words = count === 1 ? "1 suggestion" : `${count || "No"} suggestions`;
      this.said.textContent = count ? `${words}, arrow keys to choose.` : `${words}.`;
    }

    open(isOpen) {
      this.list.style.width = `${this.field.offsetWidth}px`;
      this.list.hidden = !isOpen;
      this.field.setAttribute("aria-expanded", String(isOpen));
    }

    close() {
      clearTimeout(this.waiting);
      this.asked += 1;
      this.isAsking = false;
      this.open(false);
      this.mark(-1);
      this.said.textContent = "";
    }

    mark(at) {
      this.list.children[this.at]?.setAttribute("aria-selected", "false");
      this.at = at;
      const option = this.list.children[at];
      if (!option) return this.field.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    }

    choose(at) {
      this.field.value = this.phrases[at];
      this.close();
      this.field.focus();
      this.field.setSelectionRange(this.field.value.length, this.field.value.length);
      this.field.dispatchEvent(new CustomEvent("suggested", { bubbles: true }));
    }

    press(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const act = this.isOpen ? this.whenOpen(event) : this.whenClosed(event);
      if (!act) return;
      event.preventDefault();
      act();
    }

    // One place before the first and behind the last is the field itself, as it was typed.
    whenOpen({ key }) {
      const count = this.phrases.length;
      if (key === "ArrowDown") return () => this.mark(this.at + 1 < count ? this.at + 1 : -1);
      if (key === "ArrowUp") return () => this.mark(this.at < 0 ? count - 1 : this.at - 1);
      if (key === "Escape") return () => this.close();
      if (key === "Enter" && this.at >= 0) return () => this.choose(this.at);
      return null;
    }

    whenClosed({ key }) {
      if (key !== "ArrowDown" || this.letters() < LEAST_LETTERS || this.isAsking) return null;
      return () => this.ask().catch(() => this.close());
    }
  }

  const prepared = new WeakSet();

  function prepare(field) {
    if (prepared.has(field)) return;
    prepared.add(field);
    new Suggestions(field);
  }

  for (const field of document.querySelectorAll("input[data-suggest]")) prepare(field);
  // Parts of a page that came later.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("input[data-suggest]")) prepare(target);
  });
})();
