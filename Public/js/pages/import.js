import { address, get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, moment, when } from "../core/format.js";
import { aboutChange, aboutJob } from "../core/page.js";
import { go, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { confirmCancel } from "../parts/acts.js";
import { askApply } from "../parts/apply.js";
import { confirmDeletion } from "../parts/deletion.js";
import { brought } from "../parts/following.js";
import { facts, heading } from "../parts/heading.js";
import { packagesWord } from "../parts/held.js";
import { attempt, say } from "../parts/notices.js";
import { importName, passage } from "../parts/passage.js";
import { jobLink, outcomeOf, planOf } from "../parts/plan.js";
import { progressLine, steps } from "../parts/progress.js";
import { receiptOf } from "../parts/receipts.js";
import { remedy } from "../parts/remedy.js";
import { askRollback, rollbackOf } from "../parts/rollback.js";
import { signedBy } from "../parts/signer.js";
import { isOffline } from "../parts/site.js";
import { excerpt, state } from "../parts/states.js";

/** One archive on its way into a storage: it was verified, this is what it would do, and it is applied. */
export async function show(page) {
  const { id } = page.parameters;
  const query = { repository: page.query.get("repository") };
  const path = `/imports/${part(id)}`;
  const acting = { trial: null, rollback: null, page, query };
  page.name(t("import"));
  page.follow(aboutChange("imports"));
  page.hear((event) => {
    const job = aboutJob()(event) ? event.data.job : null;
    if (job?.parameters.import !== id || job.parameters.dry_run) return;
    if (job.type === "import-rollback") acting.rollback = job;
    else acting.job = job;
    page.again();
  });
  await page.load(
    async (signal) => {
      const known = await get(address(path, query), { signal });
      acting.job = await lastJob(known, signal);
      return known;
    },
    (known) => {
      const title = importName(known);
      page.name(title);
      return [
        heading(title, acts(known, acting)),
        element("p", { class: "lead" }, state("import", known.state), element("span", {}, bytes(known.counts.bytes)), element("span", { class: "chip" }, term("scope", known.scope))),
        element("ol", { class: "stages" }, verified(known), planned(known, acting), applied(known, acting), takenBack(known, acting)),
      ];
    },
  );
}

/** The job that applies it, or tried to last; that it failed is said as long as it waits. */
async function lastJob({ id, job_id: named, repository }, signal) {
  if (named) return get(`/jobs/${part(named)}`, { accepted: [404], signal }).then((job) => (job.id ? job : null));
  const { items } = await get(address("/jobs", { type: "import-apply", repository, q: id, limit: 5 }), { signal });
  return items.find(({ parameters }) => parameters.import === id && !parameters.dry_run) ?? null;
}

function isRunning(job) {
  return job && !job.finished_at;
}

function acts(known, acting) {
  if (isRunning(acting.job) || isRunning(acting.rollback) || !isOffline()) return [];
  const back = known.links.rollback ? [element("button", { type: "button", class: "harmful", onclick: () => takeBack(known, acting) }, t("rollback.ask"))] : [];
  if (known.state !== "staged") return back;
  return [
    ...back,
    element("button", { type: "button", class: "primary", onclick: () => apply(known, acting) }, t("import.apply")),
    element("button", { type: "button", class: "harmful", onclick: () => confirmDelete(known, acting) }, t("deletion.act")),
  ];
}

/** `doubts` names what the service asked about before. */
async function apply(known, acting, ...doubts) {
  const job = await askApply(known, acting.trial ? { ...acting.trial, new: acting.trial.placed } : known.plan, acting.query, doubts);
  if (!job) return;
  acting.job = job;
  acting.trial = null;
  acting.page.again();
  // How far it is stands below what there was to read before.
  acting.page.place.querySelector('[data-key="applied"]')?.scrollIntoView();
}

async function takeBack(known, acting) {
  const job = await askRollback(known, acting.query, acting.page.signal);
  if (!job) return;
  // It may have been heard of before its start was answered, and be over by now.
  if (acting.rollback?.id !== job.id) acting.rollback = job;
  acting.page.again();
}

async function confirmDelete(known, { query }) {
  const { id, repository } = known;
  const shown = importName(known);
  const isGone = await confirmDeletion({ name: shown, path: `/imports/${part(id)}`, query, text: t("import.delete.text"), command: ["import", "delete", id, "--repository", repository] });
  if (!isGone) return;
  say(t("deletion.done", { name: shown }));
  go("/imports");
}

function verified(known) {
  const { source } = known;
  return stage(
    "verified",
    "pass",
    t("import.verified"),
    element("p", {}, t("import.verified.text")),
    facts([
      [t("repository"), element("bdi", {}, known.repository)],
      [t("import.source"), [element("bdi", {}, source.name), " ", element("small", {}, element("code", {}, source.uuid))]],
      [t("signer"), signedBy(known.signer)],
      [t("archive.leads"), passage(known, false)],
      [t("archive.built"), element("time", { datetime: known.created }, moment(known.created))],
      [t("archive.sequence"), String(known.sequence)],
      [t("import.origin"), known.origin === "upload" ? t("import.origin.upload") : element("code", {}, known.origin)],
      [t("import.taken"), when(known.staged_at)],
      [packagesWord(known.repository), count(known.counts.packages)],
      [t("versions"), known.counts.versions ? count(known.counts.versions) : null],
      [t("files"), count(known.counts.files)],
      [t("snapshot.id"), element("code", {}, known.id)],
    ]),
    excerpt(t("remark.warning", { n: known.warnings.length }), known.warnings, "warn"),
  );
}

/** What it would do; once it was applied, what was planned then. */
function planned(known, acting) {
  const { plan } = known;
  const isOpen = plan && plan.conflicts.count + plan.missing.count > 0;
  const again = known.state === "staged" && isOffline() && !isRunning(acting.job)
    ? element("p", { class: "actions" }, element("button", { type: "button", class: "small", disabled: acting.isTrying, onclick: () => tryAgain(known, acting) }, t("import.plan-again")))
    : null;
  return stage(
    "planned",
    !plan ? "pending" : isOpen ? "partial" : "pass",
    t("import.plan"),
    plan ? planOf(plan, known.repository) : element("p", {}, t("import.no-plan")),
    acting.trying ? element("p", { role: "status" }, progressLine(acting.trying)) : null,
    acting.trial ? tried(acting.trial) : null,
    again,
  );
}

/** What would come of it now. */
function tried({ placed, replaced, merged, conflicts, missing }) {
  const isOpen = conflicts.count + missing.count > 0;
  return element(
    "div",
    { class: isOpen ? "notice warn" : "notice good", role: "status" },
    element("p", {}, t("import.tried", { n: placed + replaced, merged, conflicts: conflicts.count, missing: missing.count })),
    excerpt(t("remark.conflict", { n: conflicts.count }), conflicts.items),
    excerpt(t("remark.missing", { n: missing.count }), missing.items),
  );
}

/** Has the service look once more, as after another archive was applied; what is missing is to be said, not refused. */
async function tryAgain({ links }, acting) {
  acting.isTrying = true;
  acting.page.again();
  await attempt(async () => {
    const job = await post(address(links.apply, acting.query), { dry_run: true, allow_missing: true });
    acting.trial = await brought(job, (news) => {
      acting.trying = news;
      acting.page.again();
    }, acting.page.signal);
  });
  acting.isTrying = false;
  acting.trying = null;
  acting.page.again();
}

function applied(known, acting) {
  const { job } = acting;
  if (isRunning(job)) return stage("applied", "running", t("import.apply"), running(job));
  if (known.state === "applied") return stage("applied", known.result === "partial" ? "partial" : "pass", t("import.apply"), outcomeOf(known), receiptOf(known));
  if (known.state === "rolled-back") return stage("applied", known.result === "partial" ? "partial" : "pass", t("import.apply"), outcomeOf(known));
  const refusal = job?.error;
  const waits = isOffline() ? t("import.waits") : t("take.not-here");
  return stage(
    "applied",
    refusal ? "failed" : "pending",
    t("import.apply"),
    refusal ? refused(known, acting) : element("p", {}, waits),
    job && !refusal && job.state !== "succeeded" && job.state !== "partial" ? element("p", {}, t("import.ended", { state: term("state", job.state) }), " ", jobLink(job)) : null,
  );
}

/** What became of it after that; nothing where it was not taken back. */
function takenBack(known, { rollback: job }) {
  if (isRunning(job)) return stage("rolled-back", "running", t("rollback.stage"), running(job));
  if (job?.error) return stage("rolled-back", "failed", t("rollback.stage"), failedBack(job));
  if (!known.rollback) return null;
  return stage("rolled-back", known.rollback.result === "partial" ? "partial" : "pass", t("rollback.stage"), rollbackOf(known.rollback), receiptOf(known));
}

function failedBack({ error: { detail, hint, title }, ...job }) {
  return element(
    "div",
    { class: "notice bad", role: "alert" },
    element("p", {}, element("strong", {}, "✗ ", element("span", { lang: "en" }, detail ?? title))),
    hint ? element("p", { lang: "en" }, hint) : null,
    element("p", { class: "actions" }, jobLink(job)),
  );
}

function running(job) {
  return [
    element("p", { "data-job": job.id }, progressLine(job)),
    steps(job),
    element("p", { class: "actions" }, jobLink(job), job.links.cancel && !job.cancel_requested_at ? element("button", { type: "button", class: "small", onclick: () => confirmCancel(job) }, t("job.cancel")) : null),
  ];
}

/** Why it was refused, what cures that, and the way round it where there is one. */
function refused(known, acting) {
  const { job } = acting;
  const { code, detail, hint, title } = job.error;
  return element(
    "div",
    { class: "notice bad", role: "alert" },
    element("p", {}, element("strong", {}, "✗ ", element("span", { lang: "en" }, detail ?? title))),
    hint ? element("p", { lang: "en" }, hint) : null,
    remedy(job.error),
    element(
      "p",
      { class: "actions" },
      code === "adoption-needed" ? element("button", { type: "button", onclick: () => apply(known, acting, code) }, t("import.adopt")) : null,
      code === "untrusted" ? element("button", { type: "button", onclick: () => apply(known, acting, code) }, t("import.apply-unsigned")) : null,
      code === "missing-base" ? element("button", { type: "button", onclick: () => apply(known, acting) }, t("import.apply-without")) : null,
      jobLink(job),
    ),
  );
}

function stage(key, how, title, ...content) {
  return element("li", { "data-key": key }, element("h2", {}, title, " ", state("stage", how)), content);
}
