import { get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, duration, moment, when } from "../core/format.js";
import { aboutJob } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { confirmCancel, flags } from "../parts/acts.js";
import { equivalents } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { initiator, jobName, outcome } from "../parts/outcome.js";
import { List } from "../parts/list.js";
import { Log } from "../parts/log.js";
import { attempt } from "../parts/notices.js";
import { progressLine, steps } from "../parts/progress.js";
import { excerpt, jobState, nothingYet, state } from "../parts/states.js";

const outcomes = ["refreshed", "failed", "stale", "unchanged", "local"];

/** One job: what it is asked, how far it is, what it says, and what came of it. */
export async function show(page) {
  const { id } = page.parameters;
  page.name(t("job"));
  let log = null;
  let packages = null;
  let heard = null;
  page.hear((event) => {
    if (!aboutJob(id)(event) || !event.data.job) return;
    heard = event.data.job;
    page.take(heard);
  });
  page.follow((event) => event.kind === "state" && event.data.job?.parent_id === id);
  await page.load(
    async (signal) => {
      heard = null;
      const job = await get(`/jobs/${part(id)}`, { signal });
      log ??= new Log(job, signal);
      if (job.type.endsWith("refresh")) packages ??= changedPackages(page, job);
      // What comes at once does not move what stands below it.
      await Promise.all([log.update(job), packages?.read()]);
      // What was heard while more was read is newer; of a job that ended nothing more is heard.
      return job.finished_at ? job : (heard ?? job);
    },
    (job) => {
      log.update(job);
      page.name(`${term("job", job.type)} · ${term("state", job.state)}`);
      return [
        heading(title(job), acts(job)),
        element("p", { class: "lead", "data-job": job.id }, jobState(job), " ", job.finished_at ? outcomeLine(job) : progressLine(job)),
        error(job),
        facts([
          [t("repository"), job.repository ? element("bdi", {}, job.repository) : null],
          [t("job.initiator"), initiator(job)],
          [t("job.created"), when(job.created_at)],
          [t("job.waited"), job.started_at ? duration(new Date(job.started_at) - new Date(job.created_at)) : null],
          [t("job.blocked-by"), blocker(job)],
          [t("job.took"), job.duration_ms == null ? null : duration(job.duration_ms)],
          [t("job.finished"), job.finished_at ? element("time", { datetime: job.finished_at }, moment(job.finished_at)) : null],
          [t("job.attempt"), job.attempt > 1 ? count(job.attempt) : null],
          [t("job.parent"), job.parent_id ? element("a", { href: link(`/jobs/${part(job.parent_id)}`) }, job.parent_id) : null],
        ]),
        section(t("job.steps"), steps(job), counters(job)),
        section(t("log"), log.place),
        packages ? section(t("job.packages"), packages.place) : null,
        section(t("job.asked"), parameters(job), equivalents(request(job))),
      ];
    },
  );
}

function title(job) {
  return element("span", {}, jobName(job));
}

function outcomeLine(job) {
  return job.error ? null : element("span", {}, outcome(job));
}

function acts(job) {
  return [
    job.links.artifact ? element("a", { class: "button primary", href: link(`/archives/${part(job.result.artifact)}`) }, t("job.to-archive")) : null,
    job.links.cancel && !job.cancel_requested_at ? element("button", { type: "button", onclick: () => confirmCancel(job) }, t("job.cancel")) : null,
    job.links.retry ? element("button", { type: "button", onclick: () => retry(job) }, t("job.retry")) : null,
  ];
}

function retry(job) {
  return attempt(async () => {
    const again = await post(job.links.retry);
    window.location.hash = link(`/jobs/${part(again.id)}`);
  });
}

/** Why it failed: one sentence, and the next step. */
function error({ error: problem }) {
  if (!problem) return null;
  return element(
    "div",
    { class: "notice bad", "data-key": "problem", lang: "en" },
    element("p", {}, element("strong", {}, `✗ ${problem.detail ?? problem.title}`)),
    problem.hint ? element("p", {}, problem.hint) : null,
    excerpt(t("job.fields"), problem.errors?.map(({ pointer, parameter, detail }) => `${pointer ?? parameter}: ${detail}`)),
  );
}

function blocker({ blocked_by: by }) {
  if (!by) return null;
  return /^\w+$/.test(by) ? element("a", { href: link(`/jobs/${part(by)}`) }, by) : element("span", { lang: "en" }, by);
}

function counters(job) {
  const named = Object.entries(job.counters);
  if (named.length === 0) return null;
  return facts(named.map(([name, value]) => [term("counter", name), name.includes("bytes") ? bytes(value) : count(value)]), "figures");
}

function parameters(job) {
  const asked = Object.entries(job.parameters).filter(([, value]) => value != null);
  if (asked.length === 0) return element("p", { class: "muted" }, t("job.no-parameters"));
  return facts(asked.map(([name, value]) => [element("code", {}, name), element("code", {}, typeof value === "string" ? value : JSON.stringify(value))]));
}

const commands = {
  collect: ["collect"], "full-refresh": ["refresh", "full"], "delta-refresh": ["refresh", "delta"], "broken-scan": ["scan"], prune: ["prune"], "store-verify": ["store", "verify"], "store-gc": ["store", "gc"], "diff-build": ["artifact", "build"],
};

function request(job) {
  const body = { ...(job.repository ? { repository: job.repository } : {}), ...job.parameters };
  const command = commands[job.type];
  return { method: "POST", path: `/jobs/${job.type}`, body, command: command ? [...command, ...flags(body)] : undefined };
}

function changedPackages(page, job) {
  return new List(page, {
    path: `/jobs/${part(job.id)}/packages`,
    caption: t("job.packages"),
    key: "package",
    tabs: { name: "outcome", label: t("job.outcomes"), values: outcomes.map((each) => [each, term("outcome", each)]) },
    columns: [
      { label: t("package"), isWide: true, cell: (item) => element("a", { href: link(`/packages/${part(job.repository)}/${part(item.package)}`) }, element("bdi", {}, item.package)) },
      { label: t("job.outcome"), cell: (item) => state("outcome", item.outcome) },
      { label: t("files"), isWide: true, cell: (item) => files(item) },
      { label: t("job.problems"), isWide: true, cell: (item) => element("span", { lang: "en" }, item.problems.map(({ subject, cause, hint }) => element("p", {}, `${subject} ${cause}. `, element("small", {}, hint)))) },
    ],
    nothing: () => nothingYet(t("job.no-packages")),
  });
}

function files({ files: named }) {
  if (named.length === 0) return "";
  return excerpt(t("job.files", { n: named.length }), named.map(({ name }) => name));
}
