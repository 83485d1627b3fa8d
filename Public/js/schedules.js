import { get, put } from "./api.js";
import { element, empty, table } from "./dom.js";
import { moment } from "./format.js";

/** Shows what starts jobs by the clock; `start` is given the path of a job to start, `attempt` what may be refused. */
export async function showSchedules(start, attempt) {
  const page = await get("/schedules");
  const place = document.getElementById("schedules");
  if (page.items.length === 0) {
    place.replaceChildren(empty("Nothing starts by the clock. “packferry schedule add” or the configuration lets it."));
    return;
  }
  const focused = document.activeElement?.id;
  const heads = ["Job", "When", "Next", "Last", "Action"];
  const rows = page.items.map((schedule) => row(schedule, start, attempt));
  place.replaceChildren(table("Schedules", heads, rows));
  if (focused) document.getElementById(focused)?.focus();
}

function row(schedule, start, attempt) {
  const { id, type, repository, paused, links } = schedule;
  const set = () => attempt(async () => {
    await put(links.self, { paused: !paused });
    await showSchedules(start, attempt);
  });
  return [
    element("td", { class: "whole" }, type, element("br"), element("small", {}, `${repository}, ${id}`)),
    element("td", {}, schedule.sentence, schedule.cron ? element("small", {}, ` (${schedule.time_zone})`) : null),
    element("td", { class: "whole" }, next(schedule)),
    element("td", {}, ...last(schedule)),
    element(
      "td",
      {},
      button(`run-${id}`, "Run", `Run now: ${id}`, () => start(links.run)),
      " ",
      button(`pause-${id}`, paused ? "Resume" : "Pause", `${paused ? "Resume" : "Pause"}: ${id}`, set),
    ),
  ];
}

function next(schedule) {
  if (schedule.paused) return "paused";
  return schedule.next_runs.length ? moment(schedule.next_runs[0]) : "never";
}

function last({ last_run_at: at, last_job: job, last_skip: skip }) {
  const run = at ? `${moment(at)}${job ? `, ${job.state}` : ""}` : "—";
  const isNews = skip && (!at || skip.at > at);
  return [run, isNews ? element("small", { class: "warn" }, element("br"), `▲ ${moment(skip.at)}: ${skip.reason}`) : null].filter(Boolean);
}

function button(id, text, label, action) {
  return element("button", { type: "button", id, "aria-label": label, onclick: action }, text);
}
