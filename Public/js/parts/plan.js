// What an archive would do to a storage, and what it did, in numbers and by name.

import { element } from "../core/dom.js";
import { bytes, count, when } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { facts } from "./heading.js";
import { packageAmount } from "./held.js";
import { installing } from "./installing.js";
import { excerpt } from "./states.js";

/** What applying it would do. */
export function planOf(plan, repository) {
  return [
    element("p", {}, plan.is_contained ? t("import.contained") : t("import.plan.text", { amount: packageAmount(repository, plan.packages), bytes: bytes(plan.bytes) }), " ", element("small", {}, t("import.plan.made"), " ", when(plan.made_at))),
    facts([
      [t("plan.new"), count(plan.new)],
      [t("plan.replaced"), count(plan.replaced)],
      [t("plan.merged"), plan.merged ? count(plan.merged) : null],
      ...leftAsItIs(plan),
    ], "figures"),
    left(plan),
    plan.remedy ? element("div", { class: "notice warn" }, element("p", {}, t("plan.missing.text", { n: plan.missing.count })), element("p", { lang: "en" }, plan.remedy)) : null,
  ];
}

/** What came of it, and the next step. */
export function outcomeOf(known) {
  return [
    element("p", {}, known.changed ? t("import.outcome", { amount: packageAmount(known.repository, known.packages), bytes: bytes(known.bytes) }) : t("import.nothing-changed"), " ", when(known.applied_at), known.job_id ? [" · ", jobLink({ id: known.job_id })] : null),
    facts([
      [t("outcome.placed"), count(known.placed)],
      [t("outcome.replaced"), count(known.replaced)],
      [t("outcome.merged"), known.merged ? count(known.merged) : null],
      [t("outcome.removed"), known.deleted ? count(known.deleted) : null],
      ...leftAsItIs(known),
    ], "figures"),
    left(known),
    known.state === "applied" ? installing(known.repository) : null,
  ];
}

/** Where more is said of what was done. */
export function jobLink(job) {
  return element("a", { href: link(`/jobs/${part(job.id)}`) }, t("import.to-job"));
}

/** What a plan, and what came of it, leaves as it is here. */
function leftAsItIs({ unchanged, superseded, conflicts, missing, pending_deletes: deletes }) {
  return [
    [t("plan.unchanged"), count(unchanged)],
    [t("plan.superseded"), superseded ? count(superseded) : null],
    [t("plan.conflicts"), amount(conflicts.count)],
    [t("plan.missing"), amount(missing.count)],
    [t("plan.deletes"), deletes ? count(deletes) : null],
  ];
}

/** The same by name, and why. */
function left({ superseded, conflicts, missing, pending_deletes: deletes }) {
  const why = (key) => element("p", {}, element("small", {}, t(key)));
  return [
    superseded ? why("plan.superseded.text") : null,
    deletes ? why("plan.deletes.text") : null,
    excerpt(t("remark.conflict", { n: conflicts.count }), conflicts.items, "warn"),
    conflicts.count ? why("plan.conflicts.text") : null,
    excerpt(t("remark.missing", { n: missing.count }), missing.items, "warn"),
  ];
}

function amount(value) {
  return value ? element("span", { class: "warn" }, `▲ ${count(value)}`) : element("span", { class: "good" }, `✓ ${t("none")}`);
}
