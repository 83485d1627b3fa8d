// The versions of a package, of which there may be tens of thousands: only a portion of those that were asked for is on
// the page at a time.

import { element, render } from "../core/dom.js";
import { bytes, count } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { shortened } from "./equivalents.js";
import { plainTable } from "./list.js";
import { nothingFits, nothingYet, state } from "./states.js";

const portion = 100;
const fewArchives = 3;
const groups = { here: ["present"], unwell: ["broken", "missing"], elsewhere: ["not-cached"] };

export class Versions {
  #page;
  #place = element("div", { class: "list", "data-own": true, "data-key": "versions" });
  #newestFirst = [];
  #hasVersions = true;
  #shown = portion;

  constructor(page) {
    this.#page = page;
  }

  /** Where they stand. */
  get place() {
    return this.#place;
  }

  /** Takes them as the service has them, lowest first. */
  update(versions) {
    this.#newestFirst = [...versions].reverse();
    this.#hasVersions = versions.some(({ version }) => version != null);
    this.#show();
  }

  get #group() {
    const asked = this.#page.query.get("state");
    if (asked) return asked;
    return this.#newestFirst.some((each) => isIn("here", each)) ? "here" : "all";
  }

  get #text() {
    return this.#page.query.get("q") ?? "";
  }

  #choose(changes) {
    this.#page.choose(changes);
    this.#shown = portion;
    this.#show();
  }

  #more() {
    this.#shown += portion;
    this.#show();
  }

  #show() {
    const text = this.#text.trim().toLowerCase();
    const fitting = this.#newestFirst.filter((each) => isIn(this.#group, each) && holds(each, text));
    render(this.#place, this.#tabs(), this.#bar(fitting), this.#body(fitting));
  }

  #tabs() {
    const tab = (group) => {
      const amount = this.#newestFirst.filter((each) => isIn(group, each)).length;
      if (amount === 0 && group !== this.#group) return null;
      return element("button", { type: "button", "aria-pressed": String(group === this.#group), onclick: () => this.#choose({ state: group }) }, t(`versions.${group}`), element("span", { class: "amount" }, ` ${count(amount)}`));
    };
    return element("div", { class: "tabs", role: "group", "aria-label": t("versions.groups") }, [...Object.keys(groups), "all"].map(tab));
  }

  #bar(fitting) {
    const label = t("versions.search");
    const search = element("input", { type: "search", id: "versions-search", "aria-label": label, placeholder: label, value: this.#text, autocomplete: "off", spellcheck: "false", oninput: (event) => this.#choose({ q: event.target.value }) });
    const shown = Math.min(this.#shown, fitting.length);
    return element("div", { class: "bar", role: "search" }, search, element("span", { class: "amount" }, shown < fitting.length ? t("versions.part", { shown, n: fitting.length }) : t("list.of", { n: fitting.length })));
  }

  #body(fitting) {
    if (this.#newestFirst.length === 0) return nothingYet(t("versions.nothing"));
    if (fitting.length === 0) return nothingFits(() => this.#choose({ q: null, state: "all" }));
    const labels = [...(this.#hasVersions ? [t("version")] : []), t("file"), t("size"), "SHA-512", t("job.state"), t("nav.archives")];
    const rows = fitting.slice(0, this.#shown).map((each) => ({ key: `${each.version ?? ""} ${each.file}`, cells: this.#cells(each) }));
    const more = fitting.length - rows.length;
    return [
      plainTable(t(this.#hasVersions ? "versions" : "files"), labels, rows, [labels.indexOf(t("size"))]),
      more > 0 ? element("p", { class: "pager" }, element("button", { type: "button", onclick: () => this.#more() }, t("versions.more", { n: Math.min(portion, more) }))) : null,
    ];
  }

  #cells(each) {
    return [
      ...(this.#hasVersions ? [each.version == null ? null : element("bdi", {}, each.version)] : []),
      element("bdi", {}, each.file),
      each.size == null ? null : bytes(each.size),
      each.sha512 ? shortened(each.sha512, `SHA-512 ${each.file}`) : null,
      state("version", each.state),
      archives(each.artifacts),
    ];
  }
}

function isIn(group, { state: now }) {
  return group in groups ? groups[group].includes(now) : true;
}

function holds({ version, file }, text) {
  return text === "" || `${version ?? ""} ${file}`.toLowerCase().includes(text);
}

/** The archives that carried it; many behind a line that says how many. */
function archives(ids) {
  const links = ids.map((id) => element("a", { class: "block", href: link(`/archives/${part(id)}`) }, id));
  if (links.length <= fewArchives) return links.length ? links : null;
  return element("details", {}, element("summary", {}, t("versions.archives", { n: links.length })), links);
}
