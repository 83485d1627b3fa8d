// How the same is done without the page: by curl, and by the command line where it has a command for it.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";

/** Text in quotes as a shell reads it, where it needs any. */
export function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${String(text).replaceAll("'", "'\\''")}'`;
}

/** The curl command of a request. */
export function curl({ method = "GET", path, body }) {
  const parts = ["curl", "-sS"];
  if (method !== "GET") parts.push("-X", method);
  if (body !== undefined) parts.push("-H", "'Content-Type: application/json'", "-d", quoted(JSON.stringify(body)));
  parts.push(quoted(new URL(path, window.location.origin).href));
  return parts.join(" ");
}

/** Both behind one line; `command` is the one of the command line, as a list of words. */
export function equivalents(request, isOpen = false) {
  const lines = [["curl", curl(request)]];
  if (request.command) lines.push([t("equivalents.command"), ["packferry", ...request.command].map(quoted).join(" ")]);
  return element(
    "details",
    { class: "equivalents", open: isOpen },
    element("summary", {}, t("equivalents.title")),
    lines.map(([label, text]) => copyable(text, label)),
  );
}

/** A line to copy. */
export function copyable(text, label) {
  const button = element("button", { type: "button", class: "small", "aria-label": label ? `${t("copy")}: ${label}` : t("copy"), onclick: () => copy(text, button) }, t("copy"));
  return element("div", { class: "copyable" }, label ? element("small", {}, label) : null, element("code", { tabindex: "0" }, text), button);
}

/** The beginning of a long word such as a checksum, with a button that copies all of it. */
export function shortened(text, label) {
  const button = element("button", { type: "button", class: "small", "aria-label": `${t("copy")}: ${label}`, onclick: () => copy(text, button) }, t("copy"));
  return element("span", { class: "shortened" }, element("code", { title: text }, `${text.slice(0, 12)}…`), button);
}

async function copy(text, button) {
  const isCopied = await write(text);
  button.textContent = t(isCopied ? "copied" : "copy.failed");
  setTimeout(() => (button.textContent = t("copy")), 2000);
}

async function write(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return select(text);
  }
}

/** Where the browser lets nobody write to its clipboard, as on an address that is not a secure one: as if the reader had done it. */
function select(text) {
  const area = element("textarea", { class: "offscreen", "aria-hidden": "true", value: text });
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}
