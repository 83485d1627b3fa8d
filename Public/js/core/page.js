// A page while it is shown: what it reads, what it hears, and when it ends.

import { element, render } from "./dom.js";
import { listen } from "./live.js";
import { replaceQuery } from "./router.js";
import { t } from "./words.js";
import { failure } from "../parts/states.js";

/** Events that come at once lead to one reading. */
const pause = 1000;

export class Page {
  #ends = [];
  #leaving = new AbortController();
  #loading = null;
  #timer = null;
  #lastReading = 0;
  #shown = null;
  #drawn;
  /** Where whoever comes begins; null for the title. */
  beginning = null;

  /** `drawn` is called whenever something else stands at `place`. */
  constructor(place, { path, parameters, query }, drawn) {
    this.place = place;
    this.#drawn = drawn;
    this.path = path;
    this.parameters = parameters;
    this.query = query;
  }

  /** Ends what was asked for, once the page is left. */
  get signal() {
    return this.#leaving.signal;
  }

  /** Says what the window is called. */
  name(title) {
    document.title = `${title} · Packferry`;
  }

  /** Reads and shows, now and whenever something happened. `read` is asked for all that the page shows, `show` given it
   *  and answers what should stand there. What was read last stays where a reading fails, under a sentence that says so. */
  async load(read, show) {
    this.#loading = { read, show };
    await this.#read();
  }

  /** Shows what was read once more, as after a choice of the reader. */
  again() {
    if (this.#shown) this.#draw(null);
  }

  /** Shows a value that came by itself in the place of what was read. */
  take(value) {
    if (!this.#shown) return;
    this.#shown = { value };
    this.#draw(null);
  }

  async #read() {
    this.#lastReading = Date.now();
    try {
      const value = await this.#loading.read(this.signal);
      if (this.signal.aborted) return;
      this.#shown = { value };
      this.#draw(null);
    } catch (error) {
      if (this.signal.aborted || error.name === "AbortError") return;
      if (!error.problem) throw error;
      this.#draw(error);
    }
  }

  #draw(error) {
    const nodes = this.#shown ? this.#loading.show(this.#shown.value) : [element("h1", { tabindex: "-1" }, t("error.title"))];
    const notice = error ? failure(error, () => this.reload(0), this.#shown != null) : null;
    render(this.place, notice, nodes);
    this.place.removeAttribute("aria-busy");
    this.#drawn();
  }

  /** Reads again, after what else happens in the next moment. */
  reload(after = pause) {
    if (!this.#loading || this.#timer) return;
    const wait = Math.max(0, this.#lastReading + after - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.signal.aborted) this.#read();
    }, wait);
  }

  /** Reads again whenever `isAbout` says so of an event, and when events may have been missed. */
  follow(isAbout) {
    this.hear((event) => {
      if (event.kind === "gap" || (event.kind !== "connection" && isAbout(event))) this.reload();
    });
  }

  /** Has `listener` called with each event. */
  hear(listener) {
    this.#ends.push(listen(listener));
  }

  /** Does something every so many milliseconds, while somebody looks. */
  every(milliseconds, work) {
    const timer = setInterval(() => document.hidden || work(), milliseconds);
    this.#ends.push(() => clearInterval(timer));
  }

  /** Does something when the page is left. */
  atEnd(work) {
    this.#ends.push(work);
  }

  /** Has whoever comes begin at `node` and not at the title, as where they said what they came for. */
  beginAt(node) {
    this.beginning = node;
  }

  /** Puts a choice of the reader into the address: `null` takes one out. */
  choose(changes) {
    for (const [name, value] of Object.entries(changes)) {
      if (value == null || value === "") this.query.delete(name);
      else this.query.set(name, value);
    }
    replaceQuery(Object.fromEntries(this.query));
  }

  leave() {
    this.#leaving.abort();
    clearTimeout(this.#timer);
    for (const end of this.#ends) end();
  }
}

/** Whether an event tells of a job: of any, or of the one that has this id. */
export function aboutJob(id) {
  return ({ kind, data }) => (kind === "state" || kind === "progress") && (!id || data.job_id === id);
}

/** Whether an event tells that a job began or ended, or that one of these collections changed. */
export function aboutChange(...collections) {
  return ({ kind, data }) => kind === "state" || (kind === "changed" && collections.includes(data.collection));
}
