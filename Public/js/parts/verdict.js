// What is not well, the worst first: each as a sentence, and where more is said of it.

import { element } from "../core/dom.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";

const worst = ["bad", "warn"];

/** Everything that wants somebody's attention, as `{look, text, link}`. */
export function findings({ health, jobs, storage, broken, artifacts, imports }) {
  const found = [
    ...health.checks.filter(({ status }) => status !== "pass").map(({ status, name, detail }) => ({ look: status === "fail" ? "bad" : "warn", text: element("span", { lang: "en" }, `${name}: ${detail}`) })),
    ...ended(jobs),
    ...brokenFiles(storage, broken),
    ...storage.repositories.filter(({ collected }) => !collected).map(({ name }) => ({ look: "warn", text: t("verdict.never-read", { name }) })),
    ...(artifacts.length ? [{ look: "warn", text: t("verdict.not-downloaded", { n: artifacts.length }), link: to("/archives", {}, "verdict.look") }] : []),
    ...imports.filter(({ state }) => state === "staged").slice(0, 1).map(({ id, source }) => ({ look: "warn", text: t("verdict.staged", { name: source.name }), link: to(`/imports/${part(id)}`, {}, "verdict.look") })),
  ];
  return found.sort((a, b) => worst.indexOf(a.look) - worst.indexOf(b.look));
}

/** The last job of each type and repository, where it did not go well. */
function ended(jobs) {
  const seen = new Set();
  const found = [];
  for (const job of jobs) {
    const name = `${job.type} ${job.repository}`;
    if (!job.finished_at || seen.has(name) || job.parameters.dry_run) continue;
    seen.add(name);
    if (!["failed", "partial", "interrupted"].includes(job.state)) continue;
    const text = t(`verdict.job.${job.state}`, { job: term("job", job.type), repository: job.repository ?? "" });
    found.push({ look: job.state === "failed" ? "bad" : "warn", text, link: to(`/jobs/${part(job.id)}`, {}, "verdict.why") });
  }
  return found;
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
