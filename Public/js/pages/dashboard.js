import { address, get } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, duration, when } from "../core/format.js";
import { aboutChange, aboutJob } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { askCollect, askRefresh, askScan } from "../parts/acts.js";
import { bars } from "../parts/chart.js";
import { disks } from "../parts/disks.js";
import { facts, heading, section } from "../parts/heading.js";
import { importLink, importName } from "../parts/passage.js";
import { initiator, jobName, outcome } from "../parts/outcome.js";
import { plainTable } from "../parts/list.js";
import { progressLine } from "../parts/progress.js";
import { isOffline, isOnline, setSite } from "../parts/site.js";
import { jobState, nothingYet, state } from "../parts/states.js";
import { findings as judge, isDone, unwellJobs } from "../parts/verdict.js";

const day = 86_400_000;
const remembered = 60 * day;
const slow = 60_000;
const shownJobs = 6;
/** Dry runs among them are passed over. */
const enough = 10;
const none = { items: [], counts: {} };

/** Whether all is well, what ran, what runs, and what is next. */
export async function show(page) {
  page.name(t("nav.dashboard"));
  page.follow(aboutChange("artifacts", "imports", "findings", "schedules", "snapshots"));
  page.hear((event) => aboutJob()(event) && event.data.job && page.again());
  page.every(slow, () => page.reload());
  const running = new Map();
  page.hear(({ data }) => data?.job && (data.job.state === "running" ? running.set(data.job.id, data.job) : running.delete(data.job.id)));
  await page.load(
    async (signal) => {
      const known = await read(signal);
      running.clear();
      for (const job of known.running) running.set(job.id, job);
      return known;
    },
    (known) => draw({ ...known, running: [...running.values()] }),
  );
}

async function read(signal) {
  const ask = (path, query = {}, accepted = []) => get(address(path, query), { signal, accepted });
  const storage = await ask("/storage");
  setSite(storage);
  const since = new Date(Date.now() - remembered).toISOString();
  const [health, jobs, succeeded, unwell, running, schedules, history, broken, refreshes, artifacts, imports] = await Promise.all([
    ask("/health", {}, [503]),
    ask("/jobs", { limit: enough }),
    ask("/jobs", { state: "succeeded", limit: enough }),
    unwellJobs(ask),
    ask("/jobs", { state: "running", limit: 5 }),
    ask("/schedules", { limit: 100 }),
    ask("/storage/history", { since }),
    Promise.all(storage.repositories.filter(({ findings }) => findings).map(({ name }) => ask("/broken-archives", { repository: name, state: "open,failed", limit: 3 }))),
    ask("/jobs", { type: isOnline() ? "full-refresh" : "import-apply", state: "succeeded,partial,failed", limit: 20 }),
    isOnline() ? ask("/artifacts", { state: "built", limit: 4 }) : none,
    // What came first is applied first.
    isOffline() ? ask("/imports", { state: "staged", sort: "since", reverse: true, limit: 4 }) : none,
  ]);
  return { storage, health, unwell, jobs: jobs.items.filter(isDone), succeeded: succeeded.items.filter(isDone), hasRun: jobs.items.length > 0, running: running.items, schedules: schedules.items, history, broken: broken.flatMap(({ items }) => items), refreshes: refreshes.items.filter(isDone), built: { items: artifacts.items, amount: artifacts.counts.built ?? 0 }, unwhole: (artifacts.counts.damaged ?? 0) + (artifacts.counts.missing ?? 0), staged: { items: imports.items, amount: imports.counts.staged ?? 0 } };
}

function draw(known) {
  const isEmpty = known.storage.repositories.length === 0;
  return [
    heading(t("nav.dashboard"), isEmpty ? [] : mainActs()),
    hero(known),
    isEmpty ? nothingYet(t("dashboard.no-repository")) : null,
    runningNow(known),
    waiting(known),
    section(t("repositories"), element("div", { class: "cards" }, known.storage.repositories.map((repository) => card(repository, known)))),
    lastJobs(known),
    element("div", { class: "columns" }, nextRuns(known), section(t("disk"), disks(known.storage, known.history)), durations(known)),
  ];
}

function mainActs() {
  return [
    isOnline() ? [element("button", { type: "button", class: "primary", onclick: () => askRefresh() }, t("refresh.act")), element("a", { class: "button", href: link("/archives", { build: "1" }) }, t("build.act"))] : null,
    isOffline() ? element("a", { class: "button primary", href: link("/imports", { take: "1" }) }, t("take.act")) : null,
  ];
}

/** The worst there is, in one sentence, and everything else that is not well below it. */
function hero(known) {
  const found = judge(known);
  const worst = found[0];
  const rest = found.slice(1);
  return element(
    "div",
    { class: `hero ${worst ? worst.look : "good"}`, role: "status" },
    element("p", { class: "verdict" }, worst ? [element("span", { "aria-hidden": "true" }, worst.look === "bad" ? "✗ " : "▲ "), worst.text] : [element("span", { "aria-hidden": "true" }, "✓ "), t("verdict.well")], worst?.link ? [" ", worst.link] : null),
    rest.length ? element("ul", {}, rest.map(({ text, link: to }) => element("li", {}, text, to ? [" ", to] : null))) : null,
    lastAndNext(known),
  );
}

/** What succeeded last and what starts next, by name. */
function lastAndNext({ succeeded: [last], hasRun, schedules }) {
  const next = schedules.filter(({ next_runs: runs }) => runs.length).sort((a, b) => (a.next_runs[0] < b.next_runs[0] ? -1 : 1))[0];
  return facts([
    [t("dashboard.last"), last ? [element("a", { href: link(`/jobs/${part(last.id)}`) }, jobName(last)), " ", when(last.finished_at)] : hasRun ? null : t("dashboard.nothing-ran")],
    [t("dashboard.next"), next ? [element("a", { href: link("/schedules") }, term("job", next.type)), " ", element("bdi", {}, next.repository), " ", when(next.next_runs[0])] : t("dashboard.nothing-planned")],
  ]);
}

function runningNow({ running }) {
  if (running.length === 0) return null;
  return section(
    t("dashboard.running"),
    running.map((job) => element("a", { class: "running", href: link(`/jobs/${part(job.id)}`), "data-job": job.id, "data-key": job.id }, element("strong", {}, jobName(job)), job.repository ? element("bdi", {}, job.repository) : null, progressLine(job))),
  );
}

/** What somebody should carry or apply. */
function waiting({ built, staged }) {
  if (built.items.length + staged.items.length === 0) return null;
  const rows = [
    built.items.map((each) => waitingRow(each, link(`/archives/${part(each.id)}`), each.id, [bytes(each.size), when(each.created)], state("artifact", each.state), element("a", { class: "button small", href: each.links.download, download: "", "aria-label": `${t("archive.download")}: ${each.id}` }, t("archive.download")))),
    staged.items.map((each) => waitingRow(each, importLink(each), importName(each), [bytes(each.counts.bytes), when(each.staged_at)], state("import", each.state), element("a", { class: "button small", href: importLink(each) }, t("take.look")))),
  ];
  const more = [
    built.amount > built.items.length ? element("a", { href: link("/archives", { state: "built" }) }, t("dashboard.all-archives", { n: built.amount })) : null,
    staged.amount > staged.items.length ? element("a", { href: link("/imports", { state: "staged" }) }, t("dashboard.all-imports", { n: staged.amount })) : null,
  ].filter(Boolean);
  return section(t("dashboard.waiting"), element("ul", { class: "rows" }, rows), more.length ? element("p", { class: "actions" }, more) : null);
}

function waitingRow({ id, repository, note }, href, name, [size, age], how, act) {
  return element(
    "li",
    { class: "row", "data-key": id },
    element("a", { href }, element("bdi", {}, name)),
    element("span", { class: "chip" }, element("bdi", {}, repository)),
    how,
    element("span", { class: "muted" }, size, " · ", age, note ? [" · ", element("bdi", {}, note)] : null),
    element("span", { class: "actions" }, act),
  );
}

function card({ name, type, path, counts, findings, collected }, { succeeded }) {
  const last = succeeded.find(({ repository }) => repository === name);
  return element(
    "article",
    { class: "card", "aria-labelledby": `repository-${name}`, "data-key": name },
    element("h3", { id: `repository-${name}` }, element("a", { href: link("/packages", { repository: name }) }, element("bdi", {}, name)), element("span", { class: "chip" }, type)),
    element("p", { class: "path" }, element("code", {}, path)),
    facts(
      [
        [t(type === "npm" ? "packages" : "folders"), count(counts.packages)],
        [t("versions"), type === "npm" ? count(counts.versions) : null],
        [t("files"), count(counts.files)],
        [t("size"), bytes(counts.bytes)],
        [t("findings"), !collected ? null : findings ? element("a", { class: "warn", href: link("/broken", { repository: name }) }, `▲ ${count(findings)}`) : element("span", { class: "good" }, `✓ ${t("none")}`)],
      ],
      "figures",
    ),
    element("p", {}, element("small", {}, collected ? [t("dashboard.read"), " ", when(collected)] : t("dashboard.never-read"), last ? [" · ", element("a", { href: link(`/jobs/${part(last.id)}`) }, jobName(last)), " ", when(last.finished_at)] : null)),
    element(
      "div",
      { class: "actions" },
      type === "npm" && isOnline() ? button("refresh.act", name, () => askRefresh(name)) : null,
      type === "npm" ? button("scan.act", name, () => askScan(name)) : null,
      button("collect.act", name, () => askCollect(name)),
    ),
  );
}

function button(key, name, act) {
  return element("button", { type: "button", class: "small", "aria-label": `${t(key)}: ${name}`, onclick: act }, t(key));
}

function lastJobs({ jobs, hasRun }) {
  if (!hasRun) return section(t("dashboard.last-jobs"), nothingYet(t("jobs.nothing")));
  const rows = jobs.slice(0, shownJobs).map((job) => ({
    key: job.id,
    cells: [[element("a", { href: link(`/jobs/${part(job.id)}`) }, jobName(job)), element("small", {}, job.repository)], jobState(job), job.finished_at ? outcome(job) : progressLine(job), [when(job.started_at ?? job.created_at), element("small", {}, initiator(job))]],
  }));
  const table = rows.length ? plainTable(t("dashboard.last-jobs"), [t("job"), t("job.state"), t("job.outcome"), t("job.started")], rows) : null;
  return section(t("dashboard.last-jobs"), table, element("p", {}, element("a", { href: link("/jobs") }, t("dashboard.all-jobs"))));
}

function nextRuns({ schedules }) {
  const planned = schedules.flatMap((schedule) => schedule.next_runs.slice(0, 2).map((at) => ({ at, schedule })));
  if (planned.length === 0) return section(t("dashboard.next-runs"), nothingYet(t("schedules.nothing"), element("a", { class: "button", href: link("/schedules") }, t("nav.schedules"))));
  const rows = planned.sort((a, b) => (a.at < b.at ? -1 : 1)).slice(0, 5).map(({ at, schedule }) => ({
    key: `${schedule.id} ${at}`,
    cells: [[term("job", schedule.type), element("small", {}, schedule.repository)], when(at)],
  }));
  return section(t("dashboard.next-runs"), plainTable(t("dashboard.next-runs"), [t("job"), t("schedule.next")], rows));
}

function durations({ refreshes }) {
  const points = [...refreshes].reverse().filter(({ duration_ms: took }) => took != null).map((job) => ({ at: job.started_at, value: job.duration_ms, look: job.state === "succeeded" ? "" : job.state === "partial" ? "warn" : "bad" }));
  return section(t("dashboard.durations"), bars(term("job", isOnline() ? "full-refresh" : "import-apply"), points, duration));
}
