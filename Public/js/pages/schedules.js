import { post, put, remove } from "../core/api.js";
import { element } from "../core/dom.js";
import { moment, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { go, link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { ask } from "../parts/dialog.js";
import { heading } from "../parts/heading.js";
import { List } from "../parts/list.js";
import { attempt, say } from "../parts/notices.js";
import { recurrence } from "../parts/recurrence.js";
import { repositoryFilter } from "../parts/repository.js";
import { askSchedule, changeSchedule } from "../parts/schedule.js";
import { nothingYet, state } from "../parts/states.js";

/** What starts jobs by the clock. */
export async function show(page) {
  page.name(t("nav.schedules"));
  const done = (key) => {
    say(t(key));
    page.reload(0);
  };
  const make = () => askSchedule().then((made) => made && done("schedule.made"));
  const create = () => element("button", { type: "button", class: "primary", onclick: make }, t("schedules.new"));
  const schedules = new List(page, {
    path: "/schedules",
    caption: t("nav.schedules"),
    filters: [
      { name: "q", label: t("schedules.search") },
      ...repositoryFilter(),
    ],
    sort: "name",
    columns: [
      { label: t("job"), sort: "name", isWide: true, cell: (schedule) => job(schedule) },
      { label: t("schedule.when"), isWide: true, cell: (schedule) => due(schedule) },
      { label: t("schedule.next"), sort: "next", cell: (schedule) => next(schedule) },
      { label: t("schedule.last"), sort: "last", cell: (schedule) => last(schedule) },
      { label: t("acts"), cell: (schedule) => acts(schedule, done) },
    ],
    nothing: () => nothingYet(t("schedules.nothing"), create()),
  });
  page.follow(aboutChange("schedules"));
  await page.load(
    () => schedules.read(),
    () => [heading(t("nav.schedules"), create()), schedules.place],
  );
}

/** What is started, on what, and what it is asked. */
function job({ id, type, repository, parameters, configured }) {
  const asked = Object.entries(parameters).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [
    element("strong", {}, term("job", type)),
    " ",
    element("bdi", {}, repository),
    asked.length ? element("small", {}, element("code", {}, asked.join(", "))) : null,
    element("small", {}, element("code", {}, id), configured ? [" ", element("span", { class: "chip" }, t("schedule.configured"))] : null),
  ];
}

function due(schedule) {
  const { sentence, cron, time_zone: zone } = schedule;
  const words = recurrence(schedule);
  return [words ?? element("span", { lang: "en" }, sentence), cron ? element("small", {}, element("code", {}, cron), ` ${zone}`) : null];
}

function next({ paused, next_runs: runs }) {
  if (paused) return state("schedule-state", "paused");
  if (runs.length === 0) return t("never");
  const later = runs.slice(1).map((at) => element("li", {}, element("time", { datetime: at }, moment(at))));
  return [when(runs[0]), element("small", {}, moment(runs[0])), later.length ? element("details", { class: "excerpt" }, element("summary", {}, t("schedule.later")), element("ul", {}, later)) : null];
}

function last({ last_run_at: at, last_job: started, last_skip: skip }) {
  return [
    at ? when(at) : element("span", { class: "muted" }, t("schedule.never-ran")),
    started ? [" ", element("a", { href: link(`/jobs/${part(started.id)}`) }, state("state", started.state))] : null,
    skip ? element("small", {}, t("schedule.skipped"), " ", when(skip.at), ": ", element("span", { lang: "en" }, skip.reason)) : null,
  ];
}

function acts(schedule, done) {
  const { paused, configured } = schedule;
  return element(
    "div",
    { class: "actions" },
    button("schedule.run", schedule, () => run(schedule)),
    button(paused ? "schedule.resume" : "schedule.pause", schedule, () => pause(schedule, !paused, done)),
    configured
      ? element("small", {}, t("schedule.in-file"))
      : [
          button("schedule.change", schedule, () => changeSchedule(schedule).then((changed) => changed && done("schedule.changed"))),
          button("schedule.delete", schedule, () => confirmDeletion(schedule).then((deleted) => deleted && done("schedule.deleted")), "small harmful"),
        ],
  );
}

function button(key, schedule, act, look = "small") {
  return element("button", { type: "button", class: look, "aria-label": `${t(key)}: ${name(schedule)}`, onclick: act }, t(key));
}

/** What it is called where it is spoken of. */
function name({ type, repository, id }) {
  return `${term("job", type)} ${repository} (${id})`;
}

function run({ links }) {
  return attempt(async () => {
    const job = await post(links.run);
    go(`/jobs/${part(job.id)}`);
  });
}

async function pause({ links }, paused, done) {
  if (await attempt(() => put(links.self, { paused }))) done(paused ? "schedule.is-paused" : "schedule.is-resumed");
}

function confirmDeletion(schedule) {
  return ask({
    title: t("schedule.delete.title", { name: name(schedule) }),
    body: element("p", {}, t("schedule.delete.text")),
    act: t("schedule.delete"),
    isHarmful: true,
    request: { method: "DELETE", path: schedule.links.self, command: ["schedule", "remove", schedule.id] },
    work: () => remove(schedule.links.self),
  });
}
