// The names of snapshots.

import { element } from "../core/dom.js";

/** Where a name is typed; what is none is refused before it is sent: up to 64 letters, digits, dots, dashes and
 *  underscores, not begun by a dot or a dash. That hex digits alone are none is said by the service. */
export function nameInput(attributes = {}) {
  return element("input", { type: "text", maxlength: "64", pattern: "[A-Za-z0-9_][A-Za-z0-9._\\-]*", autocomplete: "off", spellcheck: "false", ...attributes });
}

/** All names that point at a snapshot; the beginning of its id where none does. */
export function names({ id, names: given }) {
  return element("bdi", {}, given.length ? given.join(", ") : id.slice(0, 12));
}
