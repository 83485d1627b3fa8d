import { get } from "./api.js";
import { details, element, empty, table } from "./dom.js";
import { bytes, count, duration, moment } from "./format.js";

const looks = { succeeded: "good", partial: "warn", interrupted: "warn", failed: "bad" };
const marks = { succeeded: "✓", partial: "▲", failed: "✗", cancelled: "⊘", interrupted: "▲", running: "▶" };
const shown = 20;

/** The jobs that the page knows, newest first. */
export class Jobs {
  #jobs = new Map();
  #act;

  /** `act` is given the path of what a button asks for. */
  constructor(act) {
    this.#act = act;
  }

  /** Reads the newest jobs again. */
  async load() {
    const page = await get(`/jobs?limit=${shown}`);
    this.#jobs = new Map(page.items.map((job) => [job.id, job]));
    this.#show();
  }

  /** Takes a job as an event told it; says whether it ended by that. */
  update(job) {
    const known = this.#jobs.get(job.id);
    this.#jobs.set(job.id, job);
    this.#show();
    return job.finished_at != null && known?.finished_at == null;
  }

  #show() {
    const jobs = [...this.#jobs.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, shown);
    const place = document.getElementById("jobs");
    if (jobs.length === 0) {
      place.replaceChildren(empty("No job was started yet. “Collect” reads a storage."));
      return;
    }
    const focused = document.activeElement?.id;
    const heads = ["Job", "Repository", "State", "Progress and result", "Started", "Took", "Action"];
    place.replaceChildren(table("The last jobs, newest first", heads, jobs.map((job) => this.#row(job))));
    if (focused) document.getElementById(focused)?.focus();
  }

  #row(job) {
    return [
      element("td", { class: "whole" }, title(job), element("br"), element("small", {}, element("a", { href: job.links.log, "aria-label": `Log of ${job.type} ${job.id}` }, "log"))),
      element("td", {}, job.repository ?? "—"),
      element("td", {}, state(job), problem(job)),
      element("td", {}, ...progress(job)),
      element("td", { class: "whole" }, job.started_at ? moment(job.started_at) : "—"),
      element("td", { class: "number" }, job.duration_ms == null ? "—" : duration(job.duration_ms)),
      element("td", {}, this.#button(job, "cancel", "Cancel job") ?? this.#button(job, "retry", "Retry")),
    ];
  }

  #button(job, link, text) {
    const path = job.links[link];
    if (!path || (link === "cancel" && job.cancel_requested_at)) return null;
    return element("button", { type: "button", id: `${link}-${job.id}`, onclick: () => this.#act(path) }, text);
  }
}

function title(job) {
  return job.parameters.dry_run ? `${job.type} (dry run)` : job.type;
}

function state(job) {
  const text = job.state === "running" && job.cancel_requested_at ? "cancelling" : job.state;
  const mark = marks[job.state] ?? "…";
  return element("span", { class: `state ${looks[job.state] ?? ""}` }, `${mark} ${text}`);
}

function problem(job) {
  if (!job.error) return null;
  const text = [job.error.detail, job.error.hint].filter(Boolean).join(" ");
  return element("span", {}, element("br"), element("small", {}, text));
}

function progress(job) {
  if (job.finished_at) return [outcome(job), ...remarks(job.result)];
  const step = job.progress.steps.find((one) => one.state === "running");
  const percent = job.progress.percent;
  const bar = { max: "100", value: percent, "aria-label": `Progress of ${job.type}` };
  const eta = job.progress.eta_seconds;
  return [
    element("progress", bar),
    element("br"),
    element("small", {}, step ? `${step.name}: ${amount(step)}` : "", eta ? `, ≈ ${duration(eta * 1000)} left` : ""),
  ];
}

function amount(step) {
  const show = step.unit === "bytes" ? bytes : count;
  return step.total == null ? show(step.done) : `${show(step.done)} of ${show(step.total)}`;
}

/** What the work said of single files, by kind; the first of many, as the result has them. */
function remarks({ warnings, conflicts, missing, left_behind: left }) {
  const behind = left?.items?.map(({ path, reason }) => `${path} ${reason}`);
  const lists = [[conflicts?.items, "conflict", conflicts?.count], [missing?.items, "missing file", missing?.count], [warnings, "warning"]];
  const shown = details(`▲ ${count(left?.count ?? 0)} left behind`, behind, "warn");
  const rest = lists
    .filter(([list]) => Array.isArray(list) && list.length)
    .map(([list, word, total = list.length]) => details(`▲ ${count(total)} ${word}${total === 1 ? "" : "s"}`, list, "warn"));
  return shown ? [shown, ...rest] : rest;
}

function outcome(job) {
  const { result } = job;
  if (job.parameters.dry_run && result.changed != null) {
    if (!result.changed) return "dry run: nothing would be packed";
    return `dry run: would pack ${count(result.files)} files, ${bytes(result.bytes)}`;
  }
  if (job.result.artifact) return element("a", { href: "#artifacts-title" }, job.result.artifact);
  if (job.result.changed === false) return "nothing changed";
  if (job.result.snapshot) return `snapshot ${job.result.snapshot.slice(0, 12)}`;
  if (job.result.placed != null) {
    return `${count(job.result.placed + job.result.replaced)} tarballs placed, ${count(job.result.merged)} documents merged`;
  }
  if (job.type === "collect" && job.result.packages != null) {
    return `${count(job.result.packages)} packages, ${count(job.result.files)} tarballs`;
  }
  return "";
}
