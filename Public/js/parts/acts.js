// What can be started from any page.

import { post } from "../core/api.js";
import { element } from "../core/dom.js";
import { go, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { ask, checkbox, choice, field, fill } from "./dialog.js";
import { isOffline, isOnline, repositories } from "./site.js";

/** Which repository is meant: a choice where there are several; `types` says of which types. */
export function repositoryField(types, chosen) {
  const fitting = repositories().filter(({ type }) => !types || types.includes(type));
  const control = choice(fitting.map(({ name }) => [name, name]), chosen ?? (fitting.find(({ type }) => type === "npm") ?? fitting[0])?.name);
  return { value: () => control.value || undefined, node: fitting.length > 1 ? field(t("repository"), control) : null };
}

/** Which versions are fetched: a choice. */
export function versionsField(chosen) {
  return choice([["", t("refresh.as-configured")], ...["latest", "tags", "newer", "siblings"].map((each) => [each, t(`refresh.versions.${each}`)])], chosen);
}

/** Starts a job and goes to it. */
export async function start(type, body) {
  const job = await post(`/jobs/${type}`, body);
  go(`/jobs/${part(job.id)}`);
  return job;
}

function set(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== false && value !== ""));
}

/** Asks how to refresh and does so. */
export function askRefresh(repository) {
  const chosen = repositoryField(["npm"], repository);
  const scope = choice([["full-refresh", t("refresh.full")], ["delta-refresh", t("refresh.delta")]]);
  const minutes = element("input", { type: "number", min: "1", max: "5256000", value: "2880" });
  const versions = versionsField();
  const then = checkbox({ checked: true });
  const dry = checkbox();
  const window = field(t("refresh.minutes"), minutes, t("refresh.minutes.hint"));
  window.hidden = true;
  scope.onchange = () => (window.hidden = scope.value !== "delta-refresh");
  const values = () => set({
    repository: chosen.value(),
    minutes: scope.value === "delta-refresh" ? Number(minutes.value) : undefined,
    versions: versions.value,
    then: then.checked ? undefined : "none",
    dry_run: dry.checked,
  });
  return fill({
    title: t("refresh.title"),
    fields: [chosen.node, field(t("refresh.scope"), scope), window, field(t("refresh.versions"), versions), field(t("refresh.then"), then), field(t("job.only-try"), dry, t("job.only-try.hint"))],
    values,
    act: t("refresh.act"),
    request: (body) => ({ method: "POST", path: `/jobs/${scope.value}`, body, command: ["refresh", scope.value.split("-")[0], ...flags(body)] }),
    work: (body) => start(scope.value, body),
  });
}

/** The types of repositories that are copies of others. */
const mirrors = ["apt"];

/** Asks which mirror to sync and does so. */
export function askSync(repository) {
  const chosen = repositoryField(mirrors, repository);
  const force = checkbox();
  const shrink = checkbox();
  const dry = checkbox();
  const values = () => set({ repository: chosen.value(), force: force.checked, allow_shrink: shrink.checked, dry_run: dry.checked });
  return fill({
    title: t("sync.title"),
    fields: [element("p", {}, t("sync.text")), chosen.node, field(t("sync.force"), force, t("sync.force.hint")), field(t("sync.shrink"), shrink, t("sync.shrink.hint")), field(t("job.only-try"), dry, t("job.only-try.hint"))],
    values,
    act: t("sync.act"),
    request: (body) => ({ method: "POST", path: "/jobs/sync", body, command: ["sync", "repo", body.repository ?? "", ...flags({ ...body, repository: undefined })] }),
    work: (body) => start("sync", body),
  });
}

/** Asks how to scan and does so. */
export function askScan(repository) {
  const chosen = repositoryField(["npm"], repository);
  const deep = checkbox();
  const repair = checkbox();
  const values = () => set({ repository: chosen.value(), deep: deep.checked, repair: repair.checked });
  return fill({
    title: t("scan.title"),
    fields: [chosen.node, field(t("scan.deep"), deep, t("scan.deep.hint")), isOnline() ? field(t("scan.repair"), repair, t("scan.repair.hint")) : null],
    values,
    act: t("scan.act"),
    request: (body) => ({ method: "POST", path: "/jobs/broken-rescan", body, command: ["scan", ...flags(body)] }),
    work: (body) => start("broken-rescan", body),
  });
}

/** Asks which storage to read again and does so. */
export function askCollect(repository) {
  const chosen = repositoryField(null, repository);
  const deep = checkbox();
  const values = () => set({ repository: chosen.value(), deep: deep.checked });
  return fill({
    title: t("collect.title"),
    fields: [element("p", {}, t("collect.text")), chosen.node, field(t("collect.deep"), deep, t("collect.deep.hint"))],
    values,
    act: t("collect.act"),
    request: (body) => ({ method: "POST", path: "/jobs/collect", body, command: ["collect", ...flags(body)] }),
    work: (body) => start("collect", body),
  });
}

/** Asks what may go of what need not be kept any longer, and has it removed. */
export function askPrune(repository) {
  const chosen = repositoryField(null, repository);
  const undelivered = checkbox();
  const dry = checkbox({ checked: true });
  const values = () => set({ repository: chosen.value(), undelivered: undelivered.checked, dry_run: dry.checked });
  return fill({
    title: t("prune.title"),
    fields: [element("p", {}, t("prune.text")), chosen.node, field(t("prune.undelivered"), undelivered, t("prune.undelivered.hint")), field(t("job.only-try"), dry)],
    values,
    act: t("prune.act"),
    request: (body) => ({ method: "POST", path: "/jobs/prune", body, command: ["prune", ...flags(body)] }),
    work: (body) => start("prune", body),
  });
}

/** Asks whether to read all contents of the store again, and has it done. */
export function askStoreVerify() {
  return fill({
    title: t("store.verify.title"),
    fields: [element("p", {}, t("store.verify.text"))],
    values: () => ({}),
    act: t("store.verify"),
    request: (body) => ({ method: "POST", path: "/jobs/store-verify", body, command: ["store", "verify"] }),
    work: (body) => start("store-verify", body),
  });
}

/** Asks how long contents stay that nothing refers to, and has the others removed, or only counted. */
export function askStoreGarbage() {
  const grace = element("input", { value: "24h", pattern: "[0-9]+[dhms]", required: true });
  const dry = checkbox({ checked: true });
  return fill({
    title: t("store.gc.title"),
    fields: [element("p", {}, t("store.gc.text")), field(t("store.gc.grace"), grace, t("store.gc.grace.hint")), field(t("job.only-try"), dry)],
    values: () => set({ grace: grace.value, dry_run: dry.checked }),
    act: t("store.gc"),
    request: (body) => ({ method: "POST", path: "/jobs/store-gc", body, command: ["store", "gc", ...flags(body)] }),
    work: (body) => start("store-gc", body),
  });
}

/** Asks which job to start. */
export async function startJob() {
  const kinds = [
    ...(isOnline() ? [["full-refresh", askRefresh], ["diff-build", () => go("/archives", { build: "1" })]] : []),
    ...(isOnline() && repositories().some(({ type }) => mirrors.includes(type)) ? [["sync", askSync]] : []),
    ...(isOffline() ? [["import-apply", () => go("/imports", { take: "1" })]] : []),
    ["broken-scan", askScan],
    ["collect", askCollect],
    ["prune", askPrune],
    ["snapshot", () => go("/snapshots", { create: "1" })],
  ];
  const control = choice(kinds.map(([type]) => [type, term("job", type)]));
  const chosen = await fill({ title: t("jobs.new"), fields: [field(t("job.type"), control)], values: () => control.value, act: t("dialog.next"), work: (type) => type });
  kinds.find(([type]) => type === chosen)?.[1]();
}

/** Asks whether to cancel a job, and does so. */
export function confirmCancel(job) {
  return ask({
    title: t("job.cancel.title", { job: term("job", job.type), id: job.id }),
    body: element("p", {}, t("job.cancel.text")),
    keep: t("job.keep-running"),
    act: t("job.cancel"),
    isHarmful: true,
    request: { method: "POST", path: job.links.cancel, command: ["job", "cancel", job.id] },
    work: () => post(job.links.cancel),
  });
}

/** The flags of the command line for what a request names; of several values each has its own. */
export function flags(body) {
  return Object.entries(body).filter(([, value]) => value !== undefined).flatMap(([name, value]) => [value].flat().flatMap((each) => [`--${name.replaceAll("_", "-")}`, ...(each === true ? [] : [String(each)])]));
}
