// How something is, said by a mark, a word and a colour, and never by the colour alone; and what stands where a list has
// nothing to show.

import { element } from "../core/dom.js";
import { hasWords, t, term } from "../core/words.js";

const looks = {
  succeeded: "good", active: "good", proven: "good", applied: "good", delivered: "good", repaired: "good", pass: "good", present: "good", added: "good", refreshed: "good", downloaded: "good",
  partial: "warn", asserted: "warn", interrupted: "warn", blocked: "warn", changed: "warn", staged: "warn", warn: "warn", built: "warn", repairing: "warn", stale: "warn", missing: "warn",
  failed: "bad", fail: "bad", broken: "bad", found: "bad", open: "bad", damaged: "bad", removed: "bad",
  running: "busy", applying: "busy", cancelling: "busy",
};
const marks = { good: "✓", warn: "▲", bad: "✗", busy: "▶" };

/** A state by mark and word; `kind` says of what: `state` of a job, `finding`, `artifact`, `import`, `health`. */
export function state(kind, value) {
  const look = looks[value] ?? "";
  return element("span", { class: `state ${look}` }, element("span", { "aria-hidden": "true" }, `${marks[look] ?? "○"}\u00a0`), term(kind, value));
}

/** The state of a job, where one that is being cancelled is called so. */
export function jobState(job) {
  return state("state", job.cancel_requested_at && !job.finished_at ? "cancelling" : job.state);
}

/** What stands where nothing is yet: why, and what would bring something. */
export function nothingYet(text, ...actions) {
  return element("div", { class: "empty" }, element("p", {}, text), actions.length ? element("p", { class: "actions" }, actions) : null);
}

/** What stands where a filter lets nothing through. */
export function nothingFits(clear) {
  const button = element("button", { type: "button", onclick: clear }, t("list.clear"));
  return element("div", { class: "empty" }, element("p", {}, t("list.no-match")), element("p", { class: "actions" }, button));
}

/** Why something could not be had: the service's words, the id by which its log calls the request, and another try.
 *  `isKept` says that what stands below is older. */
export function failure(error, retry, isKept = false) {
  const { problem = { detail: String(error) }, request } = error;
  const known = problem.code && hasWords(`problem.${problem.code}`);
  const title = known ? t(`problem.${problem.code}`) : (problem.title ?? t("error.title"));
  const copied = JSON.stringify({ request, ...problem }, null, 2);
  return element(
    "div",
    { class: "notice bad", role: "alert", "data-key": "failure" },
    element("p", {}, element("strong", {}, `✗ ${title}`)),
    problem.detail ? element("p", { lang: "en" }, problem.detail) : null,
    problem.hint ? element("p", { lang: "en" }, problem.hint) : null,
    problem.errors?.length ? element("ul", { lang: "en" }, problem.errors.map(({ pointer, parameter, detail }) => element("li", {}, element("code", {}, pointer ?? parameter), ` ${detail}`))) : null,
    isKept ? element("p", {}, t("error.kept")) : null,
    element(
      "p",
      { class: "actions" },
      retry ? element("button", { type: "button", onclick: retry }, t("error.retry")) : null,
      problem.request_id ? element("small", {}, t("error.request", { id: problem.request_id })) : null,
    ),
    element("details", {}, element("summary", {}, t("error.details")), element("pre", { class: "code", tabindex: "0" }, copied)),
  );
}

/** Sentences behind a line that says how many they are; nothing where there are none. */
export function excerpt(summary, sentences, look = "") {
  if (!sentences?.length) return null;
  const list = element("ul", { lang: "en" }, sentences.map((sentence) => element("li", {}, sentence)));
  return element("details", { class: "excerpt" }, element("summary", { class: look }, summary), list);
}
