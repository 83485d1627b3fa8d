// The log of a job. Only the lines that are in view are drawn, so a million of them scroll as ten do. The end is read
// first, what is before it when somebody scrolls there or searches.

import { getPart } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { prefer, preference } from "../core/preferences.js";
import { language, t } from "../core/words.js";
import { choice } from "./dialog.js";

const lineHeight = 20;
const margin = 20;
const portion = 1 << 20;
const first = 256 << 10;
const type = "application/x-ndjson";
const levels = { trace: 0, debug: 1, info: 2, notice: 3, warning: 4, error: 5, critical: 6 };

export class Log {
  #job;
  #signal;
  #lines = [];
  #shown = null;
  #from = null;
  #to = 0;
  #rest = "";
  #isFollowing = preference("log-follow", "on") === "on";
  #isReading = false;
  #isAsked = false;
  #search = "";
  #hit = -1;
  #level = preference("log-level", "");
  #bar = element("div", { class: "bar" });
  #space = element("div", { class: "log-space" });
  #pane;
  #place;

  /** The log of a job, read until `signal` ends it. */
  constructor(job, signal) {
    this.#job = job;
    this.#signal = signal;
    // Nothing of it is announced: it would flood a screen reader.
    this.#pane = element("div", { class: job.finished_at ? "log" : "log growing", tabindex: "0", role: "log", "aria-live": "off", "aria-label": t("log"), lang: "en", onscroll: () => this.#scrolled() }, this.#space);
    this.#place = element("div", { class: "log-frame", "data-own": true, "data-key": "log" }, this.#bar, this.#pane);
    this.#drawBar();
    new ResizeObserver(() => this.#fit()).observe(this.#pane);
  }

  /** Where the log stands. */
  get place() {
    return this.#place;
  }

  /** Takes a job as it is now, and reads what was written since. */
  async update(job) {
    this.#job = job;
    if (this.#isReading) {
      this.#isAsked = true;
      return;
    }
    this.#isReading = true;
    try {
      do {
        this.#isAsked = false;
        await this.#readNew();
      } while (this.#isAsked);
    } catch (error) {
      if (!error.problem && error.name !== "AbortError") throw error;
    } finally {
      this.#isReading = false;
    }
  }

  async #readNew() {
    const isFirst = this.#from === null;
    if (!isFirst && this.#to >= this.#job.log_bytes) return;
    const range = isFirst ? `-${first}` : `${this.#to}-`;
    const { text, from, total } = await getPart(this.#job.links.log, range, type, this.#signal);
    if (from === null) return;
    if (isFirst) this.#from = from;
    this.#to = total;
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop();
    // The first line of a part that begins in the midst of one belongs to the part before it.
    if (isFirst && from > 0) this.#from += new Blob([`${lines.shift()}\n`]).size;
    this.#append(lines);
  }

  #append(lines) {
    const isAtEnd = this.#isAtEnd();
    for (const line of lines) this.#lines.push(line);
    this.#choose();
    if (this.#isFollowing && (isAtEnd || this.#lines.length === lines.length)) this.#goToEnd();
    this.#draw();
  }

  /** Reads what is before the first line that is here. */
  async #readEarlier() {
    if (!this.#from || this.#isReading) return false;
    this.#isReading = true;
    try {
      const start = Math.max(0, this.#from - portion);
      const { text, from } = await getPart(this.#job.links.log, `${start}-${this.#from - 1}`, type, this.#signal);
      if (from === null) return false;
      const lines = text.split("\n");
      lines.pop();
      const cut = start > 0 && lines.length > 1 ? new Blob([`${lines.shift()}\n`]).size : 0;
      this.#from = start + cut;
      this.#lines = lines.concat(this.#lines);
      const before = this.#shown.length;
      this.#choose();
      const added = this.#shown.length - before;
      if (this.#hit >= 0) this.#hit += added;
      this.#pane.scrollTop += added * lineHeight;
      this.#draw();
      return true;
    } catch (error) {
      if (!error.problem && error.name !== "AbortError") throw error;
      return false;
    } finally {
      this.#isReading = false;
    }
  }

  /** Reads all that is before, for as long as somebody wants it. */
  async #readAll(isWanted) {
    while (isWanted() && !this.#signal.aborted && (await this.#readEarlier()));
  }

  async #goToStart() {
    this.#setFollowing(false);
    await this.#readAll(() => !this.#isFollowing);
    if (!this.#isFollowing) this.#pane.scrollTop = 0;
  }

  /** Which lines are shown: all, or those of a level. */
  #choose() {
    const least = levels[this.#level] ?? 0;
    this.#shown = least ? this.#lines.filter((line) => (levels[/"level":"(\w+)"/.exec(line)?.[1]] ?? 2) >= least) : this.#lines;
    this.#space.style.height = `${this.#shown.length * lineHeight}px`;
  }

  #isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#pane;
    return scrollTop + clientHeight >= scrollHeight - lineHeight * 2;
  }

  #goToEnd() {
    this.#pane.scrollTop = this.#pane.scrollHeight;
  }

  #scrolled() {
    const isAtEnd = this.#isAtEnd();
    if (!isAtEnd && this.#isFollowing) this.#setFollowing(false);
    if (this.#pane.scrollTop < lineHeight * margin) this.#readEarlier();
    this.#draw();
  }

  /** Draws what there is room for, as when it came to stand on the page. */
  #fit() {
    if (this.#isFollowing) this.#goToEnd();
    this.#draw();
  }

  #setFollowing(isFollowing) {
    this.#isFollowing = isFollowing;
    prefer("log-follow", isFollowing ? "on" : "off");
    if (isFollowing) this.#goToEnd();
    this.#drawBar();
  }

  #draw() {
    this.#drawBar();
    const start = Math.max(0, Math.floor(this.#pane.scrollTop / lineHeight) - margin);
    const end = Math.min(this.#shown?.length ?? 0, start + Math.ceil(this.#pane.clientHeight / lineHeight) + 2 * margin);
    const drawn = [];
    for (let index = start; index < end; index += 1) drawn.push(this.#line(index));
    this.#space.replaceChildren(...drawn);
  }

  #line(index) {
    const { time, level, text } = parsed(this.#shown[index]);
    const look = level === "warning" ? "warn" : level === "error" || level === "critical" ? "bad" : "";
    const made = element("div", { class: `line ${look} ${index === this.#hit ? "hit" : ""}` }, element("span", { class: "time" }, time), element("span", { class: "level" }, level), element("span", {}, this.#marked(text)));
    made.style.top = `${index * lineHeight}px`;
    return made;
  }

  #marked(text) {
    if (!this.#search) return text;
    const at = text.toLowerCase().indexOf(this.#search);
    if (at < 0) return text;
    const end = at + this.#search.length;
    return [text.slice(0, at), element("mark", {}, text.slice(at, end)), text.slice(end)];
  }

  async #find(text) {
    const search = text.toLowerCase();
    this.#search = search;
    this.#hit = -1;
    if (text) this.#goToHit(-1);
    this.#draw();
    await this.#readAll(() => search !== "" && this.#search === search);
    // What was found nowhere yet may stand in what was read since.
    if (this.#search === search && this.#hit < 0) this.#goToHit(-1);
  }

  /** Goes to the next line that has what is searched for, or with -1 to the one before. */
  #goToHit(by) {
    if (!this.#search || !this.#shown) return;
    const amount = this.#shown.length;
    let index = this.#hit < 0 ? (by < 0 ? amount : -1) : this.#hit;
    for (let looked = 0; looked < amount; looked += 1) {
      index = (index + by + amount) % amount;
      if (!this.#shown[index].toLowerCase().includes(this.#search)) continue;
      this.#hit = index;
      this.#isFollowing = false;
      this.#pane.scrollTop = index * lineHeight - this.#pane.clientHeight / 2;
      this.#draw();
      return;
    }
  }

  #drawBar() {
    const download = element("a", { href: this.#job.links.log, download: `packferry-job-${this.#job.id}.log` }, t("log.download"));
    // What a handler answers matters: false would take every other key its effect.
    const keys = (event) => {
      if (event.key === "Enter") this.#goToHit(event.shiftKey ? 1 : -1);
    };
    render(
      this.#bar,
      element("button", { type: "button", id: "log-follow", "aria-pressed": String(this.#isFollowing), "aria-keyshortcuts": "f", onclick: () => this.#setFollowing(!this.#isFollowing) }, t(this.#isFollowing ? "log.following" : "log.paused")),
      element("input", { type: "search", "aria-label": t("log.search"), placeholder: t("log.search"), spellcheck: "false", value: this.#search, oninput: (event) => this.#find(event.target.value), onkeydown: keys }),
      this.#from === 0 && this.#pane.scrollTop === 0 ? null : element("button", { type: "button", class: "plain", onclick: () => this.#goToStart() }, t("log.start")),
      this.#search ? [element("button", { type: "button", class: "plain", onclick: () => this.#goToHit(-1) }, t("log.previous")), element("button", { type: "button", class: "plain", onclick: () => this.#goToHit(1) }, t("log.next"))] : null,
      choice([["", t("log.all")], ["warning", t("log.warnings")], ["error", t("log.errors")]], this.#level, { "aria-label": t("log.level"), onchange: (event) => this.#setLevel(event.target.value) }),
      element("span", { class: "amount" }, this.#shown ? t(this.#from ? "log.last-lines" : "log.lines", { n: this.#shown.length }) : ""),
      download,
    );
  }

  #setLevel(level) {
    this.#level = level;
    prefer("log-level", level);
    this.#choose();
    this.#goToEnd();
    this.#draw();
  }
}

/** A line taken apart: its time in the reader's zone, its level, and what it says with all that it names. */
function parsed(line) {
  try {
    const { time, level, label, message, ...fields } = JSON.parse(line);
    const named = Object.entries(fields).map(([name, value]) => ` ${name}=${value}`);
    const clock = new Date(time).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return { time: clock, level, text: message + named.join("") };
  } catch {
    return { time: "", level: "", text: line };
  }
}
