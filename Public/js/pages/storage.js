import { address, get } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, day as dayName, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link } from "../core/router.js";
import { language, t } from "../core/words.js";
import { askCollect, askPrune, askStoreGarbage, askStoreVerify } from "../parts/acts.js";
import { line } from "../parts/chart.js";
import { disks } from "../parts/disks.js";
import { largestDays } from "../parts/growth.js";
import { facts, heading, section } from "../parts/heading.js";
import { packageLink } from "../parts/held.js";
import { ranking } from "../parts/ranking.js";
import { isOnline, readSite } from "../parts/site.js";
import { nothingYet } from "../parts/states.js";

const day = 86_400_000;
const spans = { week: 7 * day, month: 30 * day, year: 365 * day };
const namedDays = 3;

/** How much lies where, what takes the most, and how it grew. */
export async function show(page) {
  page.name(t("nav.storage"));
  page.follow(aboutChange("storage", "packages", "artifacts", "snapshots"));
  await page.load((signal) => read(page, signal), (known) => draw(page, known));
}

async function read(page, signal) {
  const since = new Date(Date.now() - spans[span(page)]).toISOString();
  const [storage, history, store] = await Promise.all([readSite(signal), get(address("/storage/history", { since }), { signal }), get("/store", { signal })]);
  return { storage, history, store };
}

/** The time that is looked back upon. */
function span(page) {
  const asked = page.query.get("span");
  return asked in spans ? asked : "month";
}

function draw(page, { storage, history, store }) {
  const { repositories } = storage;
  if (repositories.length === 0) return [heading(t("nav.storage")), nothingYet(t("dashboard.no-repository"))];
  return [
    heading(t("nav.storage"), element("button", { type: "button", onclick: () => askPrune() }, t("prune.act")), element("button", { type: "button", onclick: () => askCollect() }, t("collect.act"))),
    spanTabs(page),
    element("div", { class: "columns" }, section(t("disk"), disks(storage, history)), section(t("storage.besides"), besides(storage))),
    section(t("storage.growth"), element("div", { class: "columns" }, repositories.map((repository) => growth(repository, history)))),
    isEmpty(store) ? null : section(t("store"), contents(store), element("div", { class: "actions" }, element("button", { type: "button", onclick: () => askStoreVerify() }, t("store.verify")), element("button", { type: "button", onclick: () => askStoreGarbage() }, t("store.gc")))),
    repositories.length > 1 ? section(t("storage.by-repository"), byRepository(page, repositories)) : null,
    repositories.map((repository) => [isFlat(repository) ? null : byScope(page, repository), largest(page, repository)]),
  ];
}

function spanTabs(page) {
  const choose = (value) => {
    page.choose({ span: value });
    page.reload(0);
  };
  const now = span(page);
  const tab = (value) => element("button", { type: "button", "aria-pressed": String(value === now), onclick: () => choose(value) }, t(`storage.span.${value}`));
  return element("div", { class: "tabs", role: "group", "aria-label": t("storage.span") }, Object.keys(spans).map(tab));
}

/** What lies beside the repositories. */
function besides({ artifacts, snapshots, state_bytes: state }) {
  const amount = (n, size) => `${count(n)} · ${bytes(size)}`;
  return facts([
    [t("nav.archives"), isOnline() ? element("a", { href: link("/archives") }, amount(artifacts.count, artifacts.bytes)) : null],
    [t("nav.snapshots"), element("a", { href: link("/snapshots") }, amount(snapshots.count, snapshots.bytes))],
    [t("storage.state"), bytes(state)],
  ]);
}

/** Whether no mirrored repository has brought anything. */
function isEmpty({ blobs, quarantine, incoming }) {
  return blobs.count + quarantine.count + incoming.count === 0;
}

/** What the store of contents holds, who has it, and what that spares. */
function contents({ path, blobs, repositories, saved_bytes: saved, quarantine, incoming }) {
  const amount = (n, size) => `${count(n)} · ${bytes(size)}`;
  return facts([
    [t("store.folder"), element("code", {}, path)],
    [t("store.contents"), amount(blobs.count, blobs.bytes)],
    ...repositories.map(({ repository, files, bytes: size }) => [element("bdi", {}, repository), amount(files, size)]),
    [t("store.saved"), bytes(saved)],
    [t("store.quarantine"), quarantine.count ? element("span", { class: "warn" }, `▲ ${amount(quarantine.count, quarantine.bytes)}`) : null],
    [t("store.incoming"), incoming.count ? amount(incoming.count, incoming.bytes) : null],
  ]);
}

/** How one repository grew, and since when so fast. */
function growth({ name }, history) {
  const samples = history.repositories.find((series) => series.name === name)?.samples ?? [];
  const points = samples.map(({ at, bytes: value }) => ({ at, value }));
  return element("div", { "data-key": `growth-${name}` }, line(name, points, bytes), samples.length > 1 ? element("p", {}, sentence(samples)) : null);
}

function sentence(samples) {
  const added = samples.at(-1).bytes - samples[0].bytes;
  const since = dayName(samples[0].at);
  const days = largestDays(samples, namedDays).map(({ at, added: amount }) => t("storage.day", { day: dayName(at), bytes: bytes(amount) }));
  const list = new Intl.ListFormat(language(), { type: "conjunction" });
  return [
    added === 0 ? t("storage.same", { day: since }) : t(added > 0 ? "storage.grew" : "storage.shrank", { day: since, bytes: bytes(Math.abs(added)) }),
    days.length ? ` ${t("storage.most", { days: list.format(days) })}` : null,
  ];
}

function byRepository(page, repositories) {
  const rows = repositories.map(({ name, counts }) => ({ key: name, name: element("a", { href: link("/packages", { repository: name }) }, element("bdi", {}, name)), ...counts }));
  return ranking({ caption: t("storage.by-repository"), label: t("repository"), rows, ...sorting(page) });
}

/** Whether its topmost folders are all that there are, so that they need no table of their own. */
function isFlat({ type, scopes, largest: folders }) {
  const names = folders.map(({ name }) => name);
  return type !== "npm" && scopes.length > 0 && scopes.length === names.length && scopes.every(({ scope }) => names.includes(scope));
}

/** By scope, of files by topmost folder; and what no version names. */
function byScope(page, { name, type, scopes, orphans, collected }) {
  const title = t(type === "npm" ? "storage.by-scope" : "storage.by-folder", { name });
  if (!collected) return section(title, nothingYet(t("packages.not-read", { name }), element("button", { type: "button", onclick: () => askCollect(name) }, t("collect.act"))));
  if (scopes.length === 0) return null;
  const rows = scopes.map((each) => ({ ...each, packages: type === "npm" ? each.packages : 0, key: each.scope, name: each.scope ? element("bdi", {}, each.scope) : element("span", { class: "muted" }, t(type === "npm" ? "storage.no-scope" : "storage.no-folder")) }));
  return section(
    title,
    element("p", { class: "muted" }, t("dashboard.read"), " ", when(collected)),
    ranking({ caption: title, label: t(type === "npm" ? "scope" : "folder"), rows, ...sorting(page) }),
    orphans.count ? element("p", {}, element("a", { class: "warn", href: link("/broken", { repository: name, kind: "orphan" }) }, `▲ ${t("storage.orphans", { n: orphans.count, bytes: bytes(orphans.bytes) })}`)) : null,
  );
}

function largest(page, { name, type, largest: packages }) {
  if (packages.length === 0) return null;
  const title = t(type === "npm" ? "storage.largest" : "storage.largest-folders", { name });
  const rows = packages.map(({ name: each, versions, files, bytes: size }) => ({ key: each, versions, files, bytes: size, name: packageLink(name, each) }));
  return section(
    title,
    ranking({ caption: title, label: t(type === "npm" ? "package" : "folder"), rows, ...sorting(page) }),
    element("p", { class: "pager" }, element("a", { href: link("/packages", { repository: name, sort: "bytes" }) }, t("storage.all")), element("a", { href: address("/packages", { repository: name, sort: "bytes", format: "csv" }), download: "" }, "CSV")),
  );
}

/** One measure sorts all tables of the page. */
function sorting(page) {
  return { by: page.query.get("by") ?? "bytes", choose: (by) => (page.choose({ by }), page.again()) };
}
