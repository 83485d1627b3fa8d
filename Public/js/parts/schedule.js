// The form of a schedule: what is started, when, and what it is asked.

import { post, put } from "../core/api.js";
import { element } from "../core/dom.js";
import { t, term } from "../core/words.js";
import { repositoryField, versionsField } from "./acts.js";
import { checkbox, choice, field, fill } from "./dialog.js";
import { recurrence } from "./recurrence.js";
import { isOffline, isOnline, repositories } from "./site.js";

/** What a job of each type can be asked here; everything else is written as JSON. */
const asked = {
  collect: ["deep"],
  "full-refresh": ["versions", "then"],
  "delta-refresh": ["minutes", "versions", "then"],
  "broken-scan": ["repair", "deep"],
  "finding-repair": [],
  snapshot: ["name"],
  "diff-build": ["full", "note"],
  "import-apply": ["path"],
  prune: ["undelivered"],
  "store-verify": [],
  "store-gc": [],
};
const labels = {
  deep: "scan.deep", repair: "scan.repair", minutes: "refresh.minutes", versions: "refresh.versions", then: "refresh.then",
  full: "schedule.asked.full", undelivered: "prune.undelivered", note: "schedule.asked.note", name: "schedule.asked.name", path: "schedule.asked.path",
};
const fromUpstream = ["full-refresh", "delta-refresh", "finding-repair"];
const units = ["m", "h", "d"];

/** Asks for a new schedule and makes it. */
export function askSchedule() {
  return askFor(null);
}

/** Asks how to change a schedule, and changes it if nobody else did meanwhile. */
export function changeSchedule(schedule) {
  return askFor(schedule);
}

function askFor(schedule) {
  const type = choice(types(schedule?.type).map((each) => [each, term("job", each)]), schedule?.type);
  const repository = repositoryField(null, schedule?.repository ?? repositories().find(({ type: each }) => each === "npm")?.name);
  const time = timeFields(schedule);
  const parameters = parameterFields(schedule?.parameters ?? {});
  const paused = checkbox({ checked: schedule?.paused ?? false });
  const showAsked = () => parameters.show(asked[type.value] ?? []);
  type.addEventListener("change", showAsked);
  showAsked();
  const values = () => ({ type: type.value, repository: repository.value(), ...time.values(), parameters: parameters.values(asked[type.value] ?? []), paused: paused.checked });
  return fill({
    title: t(schedule ? "schedule.change.title" : "schedules.new"),
    fields: [field(t("job.type"), type), repository.node, time.nodes, parameters.nodes, field(t("schedule.paused"), paused)],
    values,
    act: t(schedule ? "schedule.change.act" : "schedule.make"),
    request: (body) => (schedule ? { method: "PUT", path: schedule.links.self, body } : { method: "POST", path: "/schedules", body, command: command(body) }),
    work: (body) => (schedule ? put(schedule.links.self, body, `"r${schedule.revision}"`) : post("/schedules", body)),
  });
}

/** The types that make sense on this side; that of a schedule in any case. */
function types(present) {
  const fitting = Object.keys(asked).filter((type) => (isOnline() || !(fromUpstream.includes(type) || type === "diff-build")) && (isOffline() || type !== "import-apply"));
  return present && !fitting.includes(present) ? [present, ...fitting] : fitting;
}

function timeFields(schedule) {
  const [, amount, unit] = /^(\d+)([mhd])$/.exec(schedule?.every ?? "12h") ?? [];
  const kind = choice([["every", t("schedule.every")], ["cron", t("schedule.cron")]], schedule?.cron ? "cron" : "every");
  const number = element("input", { type: "number", min: "1", max: "527040", value: amount, required: true });
  const size = choice(units.map((each) => [each, t(`schedule.unit.${each}`)]), unit);
  const cron = element("input", { type: "text", value: schedule?.cron ?? "0 3 * * *", spellcheck: "false", autocomplete: "off" });
  const zone = element("input", { type: "text", value: schedule?.time_zone ?? "UTC", list: "time-zones", spellcheck: "false", autocomplete: "off" });
  const zones = element("datalist", { id: "time-zones" }, ["UTC", ...Intl.supportedValuesOf("timeZone")].map((name) => element("option", { value: name })));
  const words = element("p", { role: "status" });
  const byInterval = element("div", { class: "pair" }, field(t("schedule.amount"), number), field(t("schedule.unit"), size));
  const byCalendar = element("div", { class: "pair" }, field(t("schedule.cron.fields"), cron, t("schedule.cron.hint")), field(t("schedule.zone"), zone), zones);
  const values = () => (kind.value === "every" ? { every: `${number.value}${size.value}` } : { cron: cron.value.trim(), time_zone: zone.value.trim() });
  const show = () => {
    byInterval.hidden = kind.value !== "every";
    byCalendar.hidden = kind.value !== "cron";
    // What is hidden must not keep the form from being sent.
    number.required = !byInterval.hidden;
    cron.required = !byCalendar.hidden;
    words.textContent = recurrence(values()) ?? "";
  };
  for (const control of [kind, number, size, cron]) control.addEventListener("input", show);
  show();
  return { nodes: [field(t("schedule.when"), kind), byInterval, byCalendar, words], values };
}

function parameterFields(present) {
  const flag = (name) => checkbox({ checked: present[name] === true });
  const text = (name, attributes) => element("input", { type: "text", value: present[name] ?? "", ...attributes });
  const then = checkbox({ checked: present.then !== "none" });
  const controls = {
    minutes: element("input", { type: "number", min: "1", max: "5256000", value: present.minutes ?? 2880 }),
    versions: versionsField(present.versions), name: text("name"), note: text("note", { maxlength: 1000 }), path: text("path"),
    deep: flag("deep"), repair: flag("repair"), full: flag("full"), undelivered: flag("undelivered"), then,
  };
  const read = {
    then: () => (then.checked ? undefined : "none"),
    minutes: () => Number(controls.minutes.value) || undefined,
  };
  const rows = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, field(t(labels[name]), control)]));
  const more = element("textarea", { rows: "2", spellcheck: "false", oninput: (event) => event.target.setCustomValidity(object(event.target.value) ? "" : t("schedule.more.wrong")) });
  const further = field(t("schedule.more"), more, t("schedule.more.hint"));
  const value = (name) => (read[name] ? read[name]() : controls[name].type === "checkbox" ? controls[name].checked || undefined : controls[name].value || undefined);
  return {
    nodes: [...Object.values(rows), further],
    show(names) {
      for (const [name, row] of Object.entries(rows)) row.hidden = !names.includes(name);
      const others = Object.entries(present).filter(([name]) => !names.includes(name));
      more.value = others.length ? JSON.stringify(Object.fromEntries(others)) : "";
    },
    values(names) {
      const named = Object.fromEntries(names.map((name) => [name, value(name)]).filter(([, each]) => each !== undefined));
      return { ...object(more.value), ...named };
    },
  };
}

/** The object that a text holds; null where it is none. */
function object(text) {
  if (!text.trim()) return {};
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function command({ type, repository, every, cron, time_zone: zone, parameters, paused }) {
  return [
    "schedule", "add", type,
    ...(repository ? ["--repository", repository] : []),
    ...(every ? ["--every", every] : ["--cron", cron, "--time-zone", zone]),
    ...(Object.keys(parameters).length ? ["--parameters", JSON.stringify(parameters)] : []),
    ...(paused ? ["--paused"] : []),
  ];
}
