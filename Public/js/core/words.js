// The words of the page in the reader's language. What the service says of single things stays as it says it, in English.

import { preference } from "./preferences.js";

/** The languages, each by its own name. */
export const languages = { en: "English", de: "Deutsch", ru: "Русский" };

let code = "en";
let words = {};
let plural = new Intl.PluralRules("en");

/** The language in use, as `Intl` takes it. */
export function language() {
  return code;
}

/** Loads the words of the language that was chosen, else of the first that the browser asks for and there is, else English. */
export async function loadWords() {
  const wishes = [preference("language", ""), ...navigator.languages.map((tag) => tag.split("-")[0]), "en"];
  code = wishes.find((wish) => wish in languages);
  words = (await import(`../words/${code}.js`)).default;
  plural = new Intl.PluralRules(code);
  document.documentElement.lang = code;
}

/** The words for a key, with `{name}` replaced by values; where they depend on a number, it is `n`. */
export function t(key, values = {}) {
  const found = words[key];
  if (found === undefined) {
    console.error(`no words for ${key} in ${code}`);
    return key;
  }
  const text = typeof found === "string" ? found : (found[plural.select(values.n)] ?? found.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => shown(values[name], whole));
}

/** The words for a value that the service may have more of than the page knows: `term("state", "queued")`. */
export function term(kind, value) {
  const key = `${kind}.${value}`;
  return key in words ? t(key) : value;
}

/** Whether there are words for a key. */
export function hasWords(key) {
  return key in words;
}

function shown(value, whole) {
  if (value === undefined) return whole;
  return typeof value === "number" ? new Intl.NumberFormat(code).format(value) : String(value);
}
