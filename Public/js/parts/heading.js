import { element } from "../core/dom.js";

/** The title of a page, with what can be done there. It takes the focus when the page is entered. */
export function heading(title, ...actions) {
  return element("div", { class: "heading" }, element("h1", { tabindex: "-1" }, element("bdi", {}, title)), actions.length ? element("div", { class: "actions" }, actions) : null);
}

/** One part of a page under a title of its own. */
export function section(title, ...children) {
  return element("section", { "aria-label": title, "data-key": `section-${title}` }, element("h2", {}, title), children);
}

/** Pairs of what something is called and what it is; pairs without a value are left out. */
export function facts(pairs, look = "facts") {
  const shown = pairs.filter(([, value]) => value != null && value !== "");
  return element("dl", { class: look }, shown.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}
