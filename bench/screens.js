/** What a bench does inside a page: acts as quickly as a machine can, and tells when the outcome was painted. Times in ms. */
window.bench = {
  pause: (ms) => new Promise((done) => setTimeout(done, ms)),

  /** When the next frame is on the screen. */
  painted() {
    return new Promise((done) => {
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.now());
        after.port2.postMessage(0);
      });
    });
  },

  /** Resolves at the first change of the document after which `holds` does. */
  until(holds) {
    return new Promise((done) => {
      if (holds()) return done();
      const seen = new MutationObserver(() => {
        if (!holds()) return;
        seen.disconnect();
        done();
      });
      seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  },

  key(key) {
    const to = document.activeElement ?? document.body;
    const code = /^\d$/.test(key) ? `Digit${key}` : "";
    to.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  },

  /** Each key in turn, and how long it took until a frame was painted. */
  async keys(keys) {
    const found = [];
    for (const key of keys) {
      const started = performance.now();
      this.key(key);
      found.push((await this.painted()) - started);
      await this.pause(100); // slower than a scanner types
    }
    return found;
  },

  /** From the scanner's Enter until the line is painted. */
  async scan({ code, name }) {
    const line = `[role=option][aria-label="1 × ${name}"]`;
    for (const digit of code) this.key(digit);
    const started = performance.now();
    this.key("Enter");
    await this.until(() => document.querySelector(line));
    return (await this.painted()) - started;
  },

  async scans(goods, pause) {
    const found = [];
    for (const one of goods) {
      found.push(await this.scan(one));
      await this.pause(pause);
    }
    return found;
  },

  write(text) {
    const field = document.querySelector("[aria-label='Find a product']");
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  },

  /** From the last letter until the first hits are painted. */
  async search(text) {
    const hit = () => document.querySelector("[role=listbox][aria-label='Products found'] [role=option][id]");
    const started = performance.now();
    this.write(text);
    await this.until(hit);
    const took = (await this.painted()) - started;
    this.write("");
    await this.until(() => !hit());
    return took;
  },

  async searches(texts, pause) {
    const found = [];
    for (const text of texts) {
      found.push(await this.search(text));
      await this.pause(pause);
    }
    return found;
  },

  /** Takes out line after line. */
  async empty() {
    this.key("ArrowDown"); // chooses a line where none is chosen
    while (document.querySelector("[role=listbox][aria-label=Lines] [role=option]")) {
      this.key("Delete");
      await this.painted();
    }
  },

  /** What happened within `act`: its own answer, and the browser's list of long tasks. */
  async watched(act) {
    const tasks = [];
    const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
    watch.observe({ type: "longtask" });
    const answer = await act();
    await this.pause(200);
    watch.disconnect();
    return { answer, long: tasks.map((task) => task.duration) };
  },

  /** Requests to `path` since `since`. */
  asked(path, since = 0) {
    const entries = performance.getEntriesByType("resource");
    return entries.filter((entry) => entry.startTime >= since && new URL(entry.name).pathname.startsWith(path));
  },

  /** Resolves when nothing was asked at `path` for a second. */
  async quiet(path) {
    let before;
    do {
      before = this.asked(path).length;
      await this.pause(1_000);
    } while (this.asked(path).length !== before);
  },

  /** From a click on Next page until other rows are painted, and from its first request to its last answer. */
  async nextPage(path) {
    const row = () => document.querySelector("tbody tr")?.textContent;
    const before = row();
    const started = performance.now();
    document.querySelector("[data-key=next]").click();
    await this.until(() => row() && row() !== before);
    const painted = await this.painted();
    const asked = this.asked(path, started);
    const api = Math.max(...asked.map((entry) => entry.responseEnd)) - Math.min(...asked.map((entry) => entry.startTime));
    return { page: painted - started, api };
  },

  /** Scripts that were loaded, in bytes as they were sent. */
  scripts() {
    const isScript = ({ name }) => new URL(name).pathname.endsWith(".js");
    return this.asked("/")
      .filter(isScript)
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0);
  },

  /** Scans as soon as the search has the focus; resolves when the line was painted, counted from the start of the page. */
  async scanFirst(one) {
    const field = () => document.activeElement?.getAttribute("aria-label") === "Find a product";
    while (!field()) await this.painted();
    await this.scan(one);
    return performance.now();
  },
};
performance.setResourceTimingBufferSize(100_000);

// A till that finds this note scans by itself, as early as it can.
if (location.pathname === "/pos" && localStorage.getItem("bench.first")) {
  const note = JSON.parse(localStorage.getItem("bench.first"));
  localStorage.removeItem("bench.first");
  window.bench.first = window.bench.scanFirst(note);
}
