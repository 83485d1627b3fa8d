import { address, get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, day, moment, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { go, link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { confirmDeletion } from "../parts/deletion.js";
import { checkbox, choice, field, fill } from "../parts/dialog.js";
import { copyable } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { heldPackages, packagesWord } from "../parts/held.js";
import { attempt, say } from "../parts/notices.js";
import { isOnline } from "../parts/site.js";
import { nameInput } from "../parts/snapshot-names.js";
import { excerpt, nothingYet } from "../parts/states.js";

/** One snapshot: what it is called, what it holds, and what needs it. */
export async function show(page) {
  const path = `/snapshots/${part(page.parameters.id)}`;
  page.name(t("snapshot"));
  let held = null;
  page.follow(aboutChange("snapshots", "artifacts"));
  await page.load(
    async (signal) => {
      const snapshot = await get(path, { signal });
      held ??= heldPackages(page, `${path}/packages`, snapshot.repository, t("snapshot.empty"));
      await held.read();
      return snapshot;
    },
    (snapshot) => {
      const title = snapshot.names[0] ?? snapshot.id.slice(0, 12);
      page.name(`${t("snapshot")} ${title}`);
      return [
        heading(title, acts(snapshot, page)),
        named(snapshot, page),
        snapshot.held ? element("div", { class: "notice warn" }, element("p", {}, t("snapshot.held.text", { n: snapshot.held }))) : null,
        excerpt(t("remark.warning", { n: snapshot.warnings.length }), snapshot.warnings, "warn"),
        described(snapshot),
        section(t("snapshot.needed-by"), neededBy(snapshot)),
        section(t("snapshot.contents"), held.place),
      ];
    },
  );
}

function acts(snapshot, page) {
  const act = (key, work, look) => element("button", { type: "button", class: look ?? null, onclick: work }, t(key));
  return [
    act("snapshot.compare-with", () => askComparison(snapshot)),
    isOnline() ? element("a", { class: "button", href: link("/archives", { build: "1", repository: snapshot.repository, baseline: snapshot.id }) }, t("snapshot.build-from")) : null,
    act("snapshot.give-name", () => askName(snapshot, page)),
    snapshot.needed_by.length ? null : act("deletion.act", () => confirmDelete(snapshot), "harmful"),
  ];
}

function named(snapshot, page) {
  if (snapshot.names.length === 0) return element("p", { class: "muted" }, t("snapshot.unnamed"));
  const take = (name) => element("button", { type: "button", class: "small", "aria-label": `${t("snapshot.take-name")}: ${name}`, onclick: () => confirmUnname(snapshot, name, page) }, t("snapshot.take-name"));
  return element("ul", { class: "rows names" }, snapshot.names.map((name) => element("li", { "data-key": name }, element("bdi", {}, name), " ", take(name))));
}

function described(snapshot) {
  const { counts } = snapshot;
  return [
    facts([
      [packagesWord(snapshot.repository), count(counts.packages)],
      [t("versions"), counts.versions ? count(counts.versions) : null],
      [t("files"), count(counts.files)],
      [t("size"), bytes(counts.bytes)],
      [t("snapshot.held"), snapshot.held ? count(snapshot.held) : t("none")],
    ], "figures"),
    facts([
      [t("repository"), element("bdi", {}, snapshot.repository)],
      [t("snapshot.taken"), [when(snapshot.created), element("small", {}, ` ${moment(snapshot.created)}`)]],
      [t("snapshot.generator"), snapshot.generator],
      [t("snapshot.platforms"), snapshot.platforms.join(", ")],
      [t("snapshot.id"), element("code", {}, snapshot.id)],
      [t("archive.path"), element("code", {}, snapshot.path)],
    ]),
    copyable(snapshot.state_digest, t("snapshot.digest")),
  ];
}

function neededBy({ needed_by: users }) {
  if (users.length === 0) return nothingYet(t("snapshot.not-needed"));
  const links = users.map((id) => element("li", { "data-key": id }, element("a", { href: link(`/archives/${part(id)}`) }, id)));
  return [element("p", {}, t("snapshot.needed")), element("ul", { class: "rows" }, links)];
}

/** Asks with which other snapshot of the repository to compare it, and which of the two comes first. */
async function askComparison({ id, repository }) {
  let others = [];
  const isKnown = await attempt(async () => {
    const { items } = await get(address("/snapshots", { repository, limit: 100 }));
    others = items.filter((each) => each.id !== id);
  });
  if (!isKnown) return;
  if (others.length === 0) return say(t("snapshot.no-other"));
  const other = choice(others.map((each) => [each.id, `${each.names.join(", ") || each.id.slice(0, 12)} · ${day(each.created)}`]));
  const order = choice([["after", t("snapshot.order.after")], ["before", t("snapshot.order.before")]]);
  await fill({
    title: t("snapshot.compare-with"),
    fields: [field(t("snapshot.other"), other), field(t("snapshot.order"), order)],
    values: () => (order.value === "after" ? [other.value, id] : [id, other.value]),
    act: t("snapshot.compare"),
    request: ([base, target]) => ({ path: `/snapshots/${base}/diff/${target}`, command: ["snapshot", "diff", base, target] }),
    work: ([base, target]) => go(`/snapshots/${part(base)}/diff/${part(target)}`),
  });
}

async function askName({ id }, page) {
  const name = nameInput({ required: true });
  const move = checkbox();
  const path = `/snapshots/${part(id)}/names`;
  await fill({
    title: t("snapshot.give-name"),
    fields: [field(t("snapshot.name"), name, t("snapshot.name.hint")), field(t("snapshot.move"), move, t("snapshot.move.hint"))],
    values: () => ({ name: name.value.trim(), ...(move.checked ? { move: true } : {}) }),
    act: t("snapshot.give-name"),
    request: (body) => ({ method: "POST", path, body, command: ["snapshot", "name", id, body.name || "NAME", ...(body.move ? ["--move"] : [])] }),
    work: async (body) => page.take(await post(path, body)),
  });
}

async function confirmUnname({ id }, name, page) {
  const isGone = await confirmDeletion({ title: t("snapshot.take-name.title", { name }), act: t("snapshot.take-name"), path: `/snapshots/${part(id)}/names/${part(name)}`, text: t("snapshot.take-name.text"), command: ["snapshot", "unname", name] });
  if (isGone) page.reload(0);
}

async function confirmDelete({ id, names }) {
  const name = names[0] ?? id.slice(0, 12);
  const isGone = await confirmDeletion({ name, path: `/snapshots/${part(id)}`, text: t("snapshot.delete.text"), command: ["snapshot", "delete", id] });
  if (!isGone) return;
  say(t("deletion.done", { name }));
  go("/snapshots");
}
