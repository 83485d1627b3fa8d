// Rows that the reader ticked, and what can be done with all of them at once.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { checkbox } from "./dialog.js";

export class Selection {
  #ids = new Set();
  #redraw;

  /** `redraw` shows the rows once more. */
  constructor(redraw) {
    this.#redraw = redraw;
  }

  /** The ticked ones of the items that are shown: what went out of sight is never meant. */
  of(items) {
    return items.filter(({ id }) => this.#ids.has(id));
  }

  /** Unticks all. */
  clear() {
    this.#ids.clear();
    this.#redraw();
  }

  /** The column of boxes; `name` says what a row is called. */
  column(name) {
    return {
      label: t("select"),
      head: (items) => this.#box(t("select.all"), items.length > 0 && this.of(items).length === items.length, items),
      cell: (item) => this.#box(t("select.row", { name: name(item) }), this.#ids.has(item.id), [item]),
    };
  }

  /** How many are ticked and what can be done with them, once there are any. */
  bar(items, acts) {
    const chosen = this.of(items);
    if (chosen.length === 0) return null;
    return element(
      "div",
      { class: "selection", role: "group", "aria-label": t("select.acts"), "data-key": "selection" },
      element("strong", { role: "status" }, t("select.count", { n: chosen.length })),
      acts(chosen),
      element("button", { type: "button", class: "small plain", onclick: () => this.clear() }, t("select.none")),
    );
  }

  #box(label, isChecked, items) {
    return checkbox({ "aria-label": label, checked: isChecked, onchange: (event) => this.#tick(items, event.target.checked) });
  }

  #tick(items, isChecked) {
    for (const { id } of items) {
      if (isChecked) this.#ids.add(id);
      else this.#ids.delete(id);
    }
    this.#redraw();
  }
}
