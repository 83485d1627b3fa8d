// Sentences that come and go: what was done, and what a screen reader should say.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { failure } from "./states.js";

const stays = 6000;

/** Has a screen reader say something, when it has nothing better to do. */
export function announce(text) {
  const place = document.getElementById("announcer");
  if (place.textContent !== text) place.textContent = text;
}

/** Says that something was done; `more` may lead there. */
export function say(text, ...more) {
  show(element("div", { class: "notice good" }, element("p", {}, `✓ ${text} `, more)), stays);
}

/** Does something and shows why where it was refused. Answers whether it was done. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (!error.problem) throw error;
    const notice = failure(error);
    notice.append(element("p", { class: "actions" }, element("button", { type: "button", onclick: () => notice.remove() }, t("dialog.close"))));
    show(notice);
    return false;
  }
}

/** Takes away what was refused on a page that is left. */
export function dropRefusals() {
  for (const notice of document.querySelectorAll("#notices > .bad")) notice.remove();
}

function show(notice, milliseconds) {
  const place = document.getElementById("notices");
  place.prepend(notice);
  while (place.children.length > 3) place.lastElementChild.remove();
  if (milliseconds) setTimeout(() => notice.remove(), milliseconds);
}
