// What every newsroom page does: goes to what is wrong, suggests the time zone, and follows street work.
"use strict";

(() => {
  const POLL_MS = 2000;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  // Street work: one notice per county, kept up to date without a reload.

  const QUIET_STATES = new Set(["done", "failed"]);

  class Work {
    constructor(root) {
      this.root = root;
      this.seen = new Map();
      for (const one of root.querySelectorAll("[data-job]")) this.seen.set(one.dataset.job, one);
      this.running = new Set([...root.querySelectorAll("[data-running]")].map((one) => one.dataset.job));
      this.known = Number(root.dataset.known);
    }

    get isWatching() {
      return this.root.hasAttribute("data-watch") || this.running.size > 0;
    }

    async poll() {
      if (!document.hidden) {
        const response = await fetch(this.root.dataset.jobs, { headers: { Accept: "application/json" } });
        if (!response.ok) return;
        for (const job of (await response.json()).jobs) this.show(job);
      }
      if (this.isWatching) setTimeout(() => this.poll().catch(() => {}), POLL_MS);
    }

    show(job) {
      const id = String(job.id);
      if (job.id <= this.known && !this.running.has(id)) return;
      this.known = Math.max(this.known, job.id);
      if (QUIET_STATES.has(job.state)) this.running.delete(id);
      else this.running.add(id);
      const notice = this.seen.get(id) ?? this.addNotice(id);
      notice.className = `notice banner ${{ done: "ok", failed: "fault" }[job.state] ?? ""}`;
      notice.replaceChildren(...wordsOf(job));
    }

    addNotice(id) {
      const notice = make("div");
      notice.dataset.job = id;
      this.seen.set(id, notice);
      this.root.append(notice);
      return notice;
    }
  }

  function wordsOf({ subject, state, message, fraction }) {
    const line = make("p");
    const said = {
      running: `The streets of ${subject} are being added.`,
      done: `The streets of ${subject} are installed.`,
      failed: `The streets of ${subject} could not be added.`,
    };
    line.append(make("strong", "", said[state]), state === "done" ? "" : ` ${message}`);
    if (state === "failed") line.append(" Everything else works.");
    if (state !== "running") return [line];
    const bar = make("progress");
    bar.max = 1;
    bar.value = fraction;
    bar.setAttribute("aria-label", `Progress of ${subject}`);
    return [line, bar];
  }

  function suggestTimezone() {
    const select = document.querySelector("select[data-suggest]");
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select && [...select.options].some((one) => one.value === own)) select.value = own;
  }

  document.querySelector("[data-focus]")?.focus();
  suggestTimezone();
  const root = document.querySelector("[data-jobs]");
  if (root) {
    const work = new Work(root);
    if (work.isWatching) work.poll().catch(() => {});
  }
})();
