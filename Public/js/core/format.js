// Numbers, sizes and moments as people read them, in the language of the page.

import { element } from "./dom.js";
import { language, t } from "./words.js";

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** A whole number with separators. */
export function count(value) {
  return new Intl.NumberFormat(language()).format(value);
}

/** A size in the units that the command line uses too. */
export function bytes(value) {
  let unit = 0;
  let rest = value;
  while (Math.abs(rest) >= 1024 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || Math.abs(rest) >= 100 ? 0 : 1;
  const number = new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${number.format(rest)}\u00a0${t(`unit.${units[unit]}`)}`;
}

/** A share of a whole as percent. */
export function percent(part) {
  return new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(part);
}

/** A length of time given in milliseconds: its two largest units. */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (milliseconds < 9950) return part(Math.round(Math.max(0, milliseconds) / 100) / 10, "second");
  const sizes = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const first = sizes.findIndex(([, size]) => seconds >= size);
  const [unit, size] = sizes[first];
  const rest = sizes[first + 1];
  const more = rest ? Math.floor((seconds % size) / rest[1]) : 0;
  return [part(Math.floor(seconds / size), unit), more ? part(more, rest[0]) : ""].filter(Boolean).join(" ");
}

function part(value, unit) {
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }).format(value);
}

/** A moment in the reader's zone, which it names. */
export function moment(text) {
  const form = { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short" };
  return new Intl.DateTimeFormat(language(), form).format(new Date(text));
}

/** A day. */
export function day(text) {
  return new Intl.DateTimeFormat(language(), { year: "numeric", month: "short", day: "numeric" }).format(new Date(text));
}

/** How long ago something was, or how soon it will be, as an element that says the moment itself on asking. */
export function when(text) {
  if (!text) return element("span", { class: "muted" }, t("never"));
  return element("time", { datetime: text, title: `${moment(text)} (${text})`, "data-relative": true }, relative(text));
}

/** Says again how long ago everything on the page was. */
export function refreshTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = relative(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

function relative(text) {
  const seconds = (new Date(text) - Date.now()) / 1000;
  const distance = Math.abs(seconds);
  const form = new Intl.RelativeTimeFormat(language(), { numeric: "auto" });
  if (distance < 45) return t(seconds > 0 ? "soon" : "just-now");
  if (distance < 90 * 60) return form.format(Math.trunc(seconds / 60) || Math.sign(seconds), "minute");
  if (distance < 36 * 3600) return form.format(Math.round(seconds / 3600), "hour");
  if (distance < 60 * 86400) return form.format(Math.round(seconds / 86400), "day");
  return day(text);
}
