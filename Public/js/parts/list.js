// A list that the service pages, filters and sorts. What it is filtered by stands in the address, so that a link to it
// and a step back show the same.

import { address, get } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { count } from "../core/format.js";
import { go } from "../core/router.js";
import { t } from "../core/words.js";
import { choice } from "./dialog.js";
import { announce } from "./notices.js";
import { failure, nothingFits } from "./states.js";

const typing = 250;

export class List {
  #page;
  #form;
  #place;
  #timer = null;
  #answer = null;
  #error = null;
  #shown = null;

  /**
   * - `path`: the route; `fixed`: what is always asked of it.
   * - `caption`: what the table is called.
   * - `columns`: `{label, cell(item), head?(items), sort?, isFalling?, isNumber?, isWide?}`; `sort` is an order that the
   *   service knows, which falls for numbers, and where `isFalling` says so; `head` stands above it instead of its label.
   * - `sort`: the order that the service has of itself.
   * - `filters`: `{name, label, options?, ask?(value)}`; with `options`, pairs of value and text, a choice, else a search.
   *   `ask` says what the service is asked for a value, where that is not the value itself.
   * - `above`: what stands above the table, given its items.
   * - `nothing`: what stands there while there is nothing at all.
   * - `tabs`: `{name, values: [[value, text]]}`, of which the answer has the `counts`.
   * - `csv`: whether the route answers as a table too.
   * - `key`: the member that tells items apart.
   */
  constructor(page, form) {
    this.#page = page;
    this.#form = { fixed: {}, filters: [], key: "id", ...form };
    this.#place = element("div", { class: "list", "data-own": true, "data-key": `list-${form.path}` });
    this.#show();
  }

  /** Where the list stands. */
  get place() {
    return this.#place;
  }

  /** What was answered last. */
  get answer() {
    return this.#answer;
  }

  /** Reads the list as the address asks for it. */
  async read() {
    const asked = address(this.#form.path, this.#query());
    try {
      this.#answer = await get(asked, { signal: this.#page.signal });
      this.#error = null;
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!error.problem) throw error;
      this.#error = error;
    }
    this.#show();
    if (this.#shown !== asked && this.#answer) announce(this.#amount());
    this.#shown = asked;
  }

  /** Draws what was read once more, as after a choice of rows. */
  again() {
    this.#show();
  }

  #names() {
    const { filters, tabs } = this.#form;
    return [...filters.map(({ name }) => name), ...(tabs ? [tabs.name] : []), "sort", "reverse", "limit"];
  }

  #query() {
    const asked = { ...this.#form.fixed };
    for (const name of [...this.#names(), "cursor"]) if (this.#page.query.has(name)) Object.assign(asked, this.#asked(name, this.#page.query.get(name)));
    return { limit: 50, ...asked };
  }

  #asked(name, value) {
    const filter = this.#form.filters.find((each) => each.name === name);
    return filter?.ask ? filter.ask(value) : { [name]: value };
  }

  #isFiltered() {
    const { filters, tabs } = this.#form;
    return [...filters, ...(tabs ? [tabs] : [])].some(({ name }) => this.#page.query.has(name));
  }

  /** Whether there is nothing at all: nothing to choose from either. */
  #isBare() {
    if (!this.#answer || this.#isFiltered() || this.#page.query.has("cursor")) return false;
    const { items, counts = {} } = this.#answer;
    return items.length === 0 && Object.values(counts).every((amount) => amount === 0);
  }

  #choose(changes) {
    this.#page.choose({ ...changes, cursor: null });
    this.read();
  }

  #chooseLater(name, value) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#choose({ [name]: value.trim() }), typing);
  }

  #clear() {
    const { filters, tabs } = this.#form;
    this.#choose(Object.fromEntries([...filters, ...(tabs ? [tabs] : [])].map(({ name }) => [name, null])));
  }

  #show() {
    const refusal = this.#error ? failure(this.#error, () => this.read(), this.#answer != null) : null;
    render(this.#place, this.#isBare() ? null : [this.#tabs(), this.#bar()], refusal, this.#body());
  }

  #tabs() {
    const { tabs } = this.#form;
    if (!tabs) return null;
    const chosen = this.#page.query.get(tabs.name) ?? "";
    const counts = this.#answer?.counts ?? {};
    const all = [["", t("list.all")], ...tabs.values];
    return element(
      "div",
      { class: "tabs", role: "group", "aria-label": tabs.label },
      all.map(([value, text]) => {
        const amount = value.split(",").reduce((sum, each) => sum + (counts[each] ?? 0), 0);
        const shown = value && this.#answer?.counts ? ` ${count(amount)}` : "";
        return element("button", { type: "button", "aria-pressed": String(value === chosen), onclick: () => this.#choose({ [tabs.name]: value }) }, text, shown ? element("span", { class: "amount" }, shown) : null);
      }),
    );
  }

  #bar() {
    const { filters, csv, path } = this.#form;
    const inputs = filters.map((filter) => (filter.options ? this.#choice(filter) : this.#search(filter)));
    const exports = csv && this.#answer?.items.length
      ? element("a", { href: address(path, { ...this.#query(), limit: null, cursor: null, format: "csv" }), download: "", class: "export" }, "CSV")
      : null;
    return element("div", { class: "bar", role: "search" }, inputs, element("span", { class: "amount", "data-key": "amount" }, this.#amount()), exports);
  }

  #amount() {
    if (!this.#answer) return "";
    const { items, total } = this.#answer;
    return total == null ? t("list.shown", { n: items.length }) : t("list.of", { n: total, shown: items.length });
  }

  #search({ name, label }) {
    const value = this.#page.query.get(name) ?? "";
    return element("input", { type: "search", id: `filter-${name}`, "aria-label": label, placeholder: label, value, autocomplete: "off", spellcheck: "false", oninput: (event) => this.#chooseLater(name, event.target.value) });
  }

  #choice({ name, label, options }) {
    const value = this.#page.query.get(name) ?? "";
    return choice([["", label], ...options], value, { id: `filter-${name}`, "aria-label": label, onchange: (event) => this.#choose({ [name]: event.target.value }) });
  }

  #body() {
    if (!this.#answer) return this.#error ? null : element("p", { class: "muted", "aria-busy": "true" }, t("loading"));
    const { items } = this.#answer;
    if (this.#isBare()) return this.#form.nothing();
    if (items.length === 0) return this.#isFiltered() ? nothingFits(() => this.#clear()) : this.#pager() ?? this.#form.nothing();
    return [this.#form.above?.(items), this.#table(items), this.#pager()];
  }

  #table(items) {
    const { caption, columns, key } = this.#form;
    const rows = items.map((item) => ({ key: String(item[key] ?? ""), cells: columns.map((column) => this.#cell(column, item)) }));
    return table(caption, columns.map((column) => this.#head(column, items)), rows);
  }

  #cell({ label, cell, isNumber, isWide }, item) {
    return tableCell(label, cell(item), [isNumber && "number", isWide && "wide"]);
  }

  #head({ label, head, sort, isNumber, isFalling = isNumber }, items) {
    if (!sort) return element("th", { scope: "col", class: isNumber ? "number" : null }, head?.(items) ?? label);
    const isSorted = sort === (this.#page.query.get("sort") ?? this.#form.sort);
    const isReversed = isSorted && this.#page.query.get("reverse") === "true";
    const order = Boolean(isFalling) === isReversed ? "ascending" : "descending";
    return sortHead(label, isSorted ? order : null, isNumber, () => this.#choose({ sort, reverse: isSorted && !isReversed ? "true" : null }));
  }

  #pager() {
    const { next_cursor: next } = this.#answer;
    const isLater = this.#page.query.has("cursor");
    if (!next && !isLater) return null;
    const to = (cursor) => () => go(this.#page.path, { ...Object.fromEntries(this.#page.query), cursor });
    return element(
      "nav",
      { class: "pager", "aria-label": t("list.pages") },
      element("button", { type: "button", disabled: !isLater, onclick: to(null) }, t("list.first")),
      element("button", { type: "button", disabled: !isLater, onclick: () => history.back() }, t("list.back")),
      element("button", { type: "button", disabled: !next, onclick: to(next) }, t("list.next")),
    );
  }
}

/** The head of a column by which a table can be sorted; `order` is how it is now, `turn` sorts by it, or the other way round. */
export function sortHead(label, order, isNumber, turn) {
  const mark = order ? element("span", { "aria-hidden": "true" }, order === "ascending" ? " ↑" : " ↓") : null;
  return element("th", { scope: "col", class: isNumber ? "number" : null, "aria-sort": order }, element("button", { type: "button", class: "sort", onclick: turn }, label, mark));
}

/** A table in a frame that scrolls by itself; where it is narrow, each cell names its column. `rows` are `{key, cells}`. */
export function table(caption, heads, rows) {
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", { class: "offscreen" }, caption),
      element("thead", {}, element("tr", {}, heads)),
      element("tbody", {}, rows.map(({ key, cells }) => element("tr", { "data-key": key }, cells))),
    ),
  );
}

/** The same of texts and cells alone, for tables that are no lists of the service. */
export function plainTable(caption, labels, rows, numbers = []) {
  const head = labels.map((label, index) => element("th", { scope: "col", class: numbers.includes(index) ? "number" : null }, label));
  const cell = (content, index) => tableCell(labels[index], content, [numbers.includes(index) && "number"]);
  return table(caption, head, rows.map(({ key, cells }) => ({ key, cells: cells.map(cell) })));
}

/** A cell; one element holds all that is in it, so that it stands as one beside the name of its column. */
export function tableCell(label, content, looks = []) {
  const isEmpty = content == null || content === "" || content === false;
  return element("td", { class: looks.filter(Boolean).join(" ") || null, "data-label": label }, isEmpty ? null : element("div", {}, content));
}
