// What is not well, the worst first: each as a sentence, and where more is said of it.

import { element } from "../core/dom.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { importLink, importName } from "./passage.js";

const worst = ["bad", "warn"];
/** The check that tells of an address which others reach. The shell says it on every page. */
export const exposure = "network";
const day = 86_400_000;
const remembered = 7 * day;
/** What somebody does once, with one thing: nobody repeats it for the sake of this page. */
const single = ["artifact-verify", "finding-repair", "import-apply", "import-rollback", "import-stage", "package-refresh"];
const most = 20;
const few = 5;

/** The last job of each type and repository, where it did not go well and none has succeeded since; `ask` reads a path. A
 *  dry run is a question, whose answer is no state of anything. */
export async function unwellJobs(ask) {
  const since = new Date(Date.now() - remembered).toISOString();
  const { items } = await ask("/jobs", { state: "failed,partial,interrupted", since, limit: most });
  const last = new Map();
  for (const job of items.filter(isDone).filter(isFresh)) {
    const name = `${job.type} ${job.repository}`;
    if (!last.has(name)) last.set(name, job);
  }
  const open = await Promise.all([...last.values()].map(async (job) => ((await hasSucceededSince(job, ask)) ? [] : [job])));
  return open.flat();
}

function isFresh({ type, finished_at: end }) {
  return !single.includes(type) || Date.now() - new Date(end) < day;
}

async function hasSucceededSince({ type, repository, finished_at: since }, ask) {
  const { items } = await ask("/jobs", { type, repository, state: "succeeded", since, limit: few });
  return items.some(isDone);
}

/** Whether a job was to do something, and not only to say what it would do. */
export function isDone({ parameters }) {
  return !parameters.dry_run;
}

/** Everything that wants somebody's attention, as `{look, text, link}`. */
export function findings({ health, unwell, storage, broken, built, unwhole, staged }) {
  const found = [
    ...Object.values(health.checks).flat().filter(({ status, name }) => status !== "pass" && name !== exposure).map(({ status, name, detail }) => ({ look: status === "fail" ? "bad" : "warn", text: element("span", { lang: "en" }, `${name}: ${detail}`) })),
    ...unwell.map(ended),
    ...brokenFiles(storage, broken),
    ...(unwhole ? [{ look: "bad", text: t("verdict.unwhole", { n: unwhole }), link: to("/archives", { state: "damaged,missing" }, "verdict.look") }] : []),
    ...(built.amount ? [{ look: "warn", text: t("verdict.not-downloaded", { n: built.amount }), link: to("/archives", { state: "built" }, "verdict.look") }] : []),
    ...staged.items.slice(0, 1).map((first) => ({ look: "warn", text: t("verdict.staged", { n: staged.amount, name: importName(first) }), link: element("a", { href: importLink(first) }, t("verdict.look")) })),
    ...storage.repositories.filter(({ collected }) => !collected).map(({ name }) => ({ look: "warn", text: t("verdict.never-read", { name }) })),
  ];
  return found.sort((a, b) => worst.indexOf(a.look) - worst.indexOf(b.look));
}

function ended(job) {
  const text = t(`verdict.job.${job.state}`, { job: term("job", job.type), repository: job.repository ?? "" });
  return { look: job.state === "failed" ? "bad" : "warn", text, link: to(`/jobs/${part(job.id)}`, {}, "verdict.why") };
}

/** How many files are broken, and which the first is. */
function brokenFiles({ repositories }, broken) {
  return repositories.filter(({ findings: amount }) => amount).map(({ name, findings: amount }) => {
    const first = broken.find(({ repository }) => repository === name);
    const text = first ? t("verdict.findings", { n: amount, name, path: first.path }) : t("verdict.findings-unnamed", { n: amount, name });
    return { look: "warn", text, link: to("/broken", { repository: name }, "verdict.look") };
  });
}

function to(path, query, key) {
  return element("a", { href: link(path, query) }, t(key));
}
