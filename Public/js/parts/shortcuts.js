// Keys for those who like them. They do nothing while somebody types or a dialog is open, and can be switched off
// (WCAG 2.1.4).

import { element } from "../core/dom.js";
import { prefer, preference } from "../core/preferences.js";
import { go } from "../core/router.js";
import { t } from "../core/words.js";
import { places } from "../pages.js";
import { checkbox, field } from "./dialog.js";

const patience = 1500;
let waiting = 0;
let frame = null;

/** Begins to listen; `shell` is what changes the theme. */
export function listenForKeys(shell) {
  frame = shell;
  document.addEventListener("keydown", press);
}

function areOn() {
  return preference("shortcuts", "on") === "on";
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return done(event, openSheet);
  if (!areOn()) return;
  if (Date.now() - waiting < patience) {
    waiting = 0;
    const place = places.find(({ key }) => key === event.key);
    if (place) return done(event, () => go(place.path));
  }
  const act = acts[event.key];
  if (act) done(event, act);
}

const acts = {
  g: () => (waiting = Date.now()),
  "/": () => document.querySelector("#content input[type=search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  x: () => document.activeElement?.closest("tr")?.querySelector("input[type=checkbox]")?.click(),
  f: () => document.getElementById("log-follow")?.click(),
  t: () => frame.nextTheme(),
};

function done(event, act) {
  event.preventDefault();
  act();
}

function isTyping(target) {
  return target.isContentEditable || ["INPUT", "SELECT", "TEXTAREA"].includes(target.nodeName);
}

/** Goes to the link of the next row, or of the one before. */
function move(by) {
  const links = [...document.querySelectorAll("#content tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  const now = links.findIndex((each) => each.closest("tr").contains(document.activeElement));
  links[Math.min(Math.max(now + by, 0), links.length - 1)]?.focus();
}

/** Shows what the keys do. */
export function openSheet() {
  const keys = [...places.map(({ nav, key }) => [`g ${key}`, t(`nav.${nav}`)]), ...["/", "j", "k", "Enter", "x", "f", "t", "?", "Esc"].map((key) => [key, t(`shortcuts.${key}`)])];
  const toggle = checkbox({ checked: areOn(), onchange: (event) => prefer("shortcuts", event.target.checked ? "on" : "off") });
  const dialog = element(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    element("h2", { id: "dialog-title" }, t("shortcuts.title")),
    element("dl", { class: "keys" }, keys.map(([key, text]) => element("div", {}, element("dt", {}, key.split(" ").map((each) => element("kbd", {}, each))), element("dd", {}, text)))),
    field(t("shortcuts.on"), toggle),
    element("div", { class: "actions" }, element("button", { type: "button", autofocus: true, onclick: () => dialog.close() }, t("dialog.close"))),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
