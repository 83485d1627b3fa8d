import { element } from "../core/dom.js";
import { duration, when } from "../core/format.js";
import { aboutJob } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { startJob } from "../parts/acts.js";
import { heading } from "../parts/heading.js";
import { initiator, jobName, outcome } from "../parts/outcome.js";
import { List } from "../parts/list.js";
import { progressLine } from "../parts/progress.js";
import { repositoryFilter } from "../parts/repository.js";
import { jobState, nothingYet } from "../parts/states.js";

const states = ["running", "queued,blocked", "succeeded", "partial", "failed,interrupted", "cancelled"];
const types = ["collect", "full-refresh", "delta-refresh", "package-refresh", "sync", "broken-scan", "finding-repair", "snapshot", "diff-build", "artifact-verify", "artifact-export", "import-stage", "import-apply", "import-rollback", "prune", "store-verify", "store-gc"];

/** All jobs, newest first. */
export async function show(page) {
  page.name(t("nav.jobs"));
  const jobs = new List(page, {
    path: "/jobs",
    caption: t("nav.jobs"),
    tabs: { name: "state", label: t("jobs.states"), values: states.map((value) => [value, t(`jobs.tab.${value}`)]) },
    filters: [
      { name: "type", label: t("jobs.any-type"), options: types.map((type) => [type, term("job", type)]) },
      ...repositoryFilter(),
    ],
    columns: [
      { label: t("job"), isWide: true, cell: (job) => [element("a", { href: link(`/jobs/${part(job.id)}`) }, jobName(job)), job.repository ? element("small", {}, element("bdi", {}, job.repository)) : null] },
      { label: t("job.state"), cell: (job) => jobState(job) },
      { label: t("job.outcome"), isWide: true, cell: (job) => (job.finished_at ? outcome(job) : progressLine(job)) },
      { label: t("job.started"), cell: (job) => when(job.started_at ?? job.created_at) },
      { label: t("job.took"), isNumber: true, cell: (job) => (job.duration_ms == null ? "" : duration(job.duration_ms)) },
      { label: t("job.initiator"), cell: (job) => initiator(job) },
    ],
    csv: true,
    nothing: () => nothingYet(t("jobs.nothing"), element("button", { type: "button", class: "primary", onclick: startJob }, t("jobs.new"))),
  });
  page.follow(aboutJob());
  await page.load(
    () => jobs.read(),
    () => [heading(t("nav.jobs"), element("button", { type: "button", class: "primary", onclick: startJob }, t("jobs.new"))), jobs.place],
  );
}
