import { element } from "../core/dom.js";
import { hasWords, t } from "../core/words.js";

/** What cures a refusal of an archive, in the reader's words; nothing where only the service knows. */
export function remedy({ code } = {}) {
  const key = `remedy.${code}`;
  return code && hasWords(key) ? element("p", { class: "remedy" }, t(key)) : null;
}
