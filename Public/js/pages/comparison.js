import { get } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, day } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { equivalents } from "../parts/equivalents.js";
import { facts, heading } from "../parts/heading.js";
import { packageLink } from "../parts/held.js";
import { List } from "../parts/list.js";
import { isOnline, typeOf } from "../parts/site.js";
import { snapshotLink } from "../parts/passage.js";
import { names } from "../parts/snapshot-names.js";
import { nothingYet, state } from "../parts/states.js";

const changes = ["added", "changed", "removed"];

/** What lies between two snapshots, file by file. */
export async function show(page) {
  const { base, target } = page.parameters;
  const path = `/snapshots/${part(base)}/diff/${part(target)}`;
  page.name(t("snapshot.compare"));
  let list = null;
  await page.load(
    async (signal) => {
      const [from, to] = await Promise.all([base, target].map((id) => get(`/snapshots/${part(id)}`, { signal })));
      list ??= differing(page, path, to.repository);
      await list.read();
      return { from, to };
    },
    ({ from, to }) => [
      heading(t("comparison.title"), acts(from, to)),
      facts([[t("comparison.from"), side(from)], [t("comparison.to"), side(to)]]),
      list.answer ? amounts(list.answer.counts) : null,
      list.place,
      equivalents({ path, command: ["snapshot", "diff", base, target] }),
    ],
  );
}

function acts(from, to) {
  return [
    element("a", { class: "button", href: link(`/snapshots/${part(to.id)}/diff/${part(from.id)}`) }, t("comparison.turn")),
    isOnline() ? element("a", { class: "button", href: link("/archives", { build: "1", repository: from.repository, baseline: from.id }) }, t("comparison.build")) : null,
  ];
}

function side(snapshot) {
  return [snapshotLink(snapshot.id, names(snapshot)), " ", element("small", {}, day(snapshot.created))];
}

function amounts({ added, changed, removed, bytes: size }) {
  return facts([
    [term("change", "added"), count(added)],
    [term("change", "changed"), count(changed)],
    [term("change", "removed"), count(removed)],
    [t("comparison.bytes"), bytes(size)],
  ], "figures");
}

function differing(page, path, repository) {
  const isNpm = typeOf(repository) === "npm";
  return new List(page, {
    path,
    caption: t("comparison.title"),
    key: "path",
    sort: "path",
    tabs: { name: "state", label: t("comparison.changes"), values: changes.map((value) => [value, term("change", value)]) },
    filters: [{ name: "q", label: t("comparison.search") }],
    csv: true,
    columns: [
      { label: t(isNpm ? "package" : "comparison.folder"), isWide: true, cell: (item) => packageLink(repository, item.package) },
      ...(isNpm ? [{ label: t("comparison.version"), cell: (item) => (item.version ? element("bdi", {}, item.version) : "") }] : []),
      { label: t("comparison.change"), cell: (item) => state("change", item.change) },
      { label: t("comparison.file"), isWide: true, sort: "path", cell: (item) => element("bdi", {}, item.path) },
      { label: t("size"), isNumber: true, sort: "size", cell: (item) => bytes(item.size) },
    ],
    nothing: () => nothingYet(t("comparison.nothing")),
  });
}
