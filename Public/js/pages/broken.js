import { element } from "../core/dom.js";
import { count, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { askScan } from "../parts/acts.js";
import { heading } from "../parts/heading.js";
import { List } from "../parts/list.js";
import { askRepair, askRepairAll, can, findingActsCell, ignore, reopen } from "../parts/mending.js";
import { chosenRepository, repositoryTabs } from "../parts/repository.js";
import { Selection } from "../parts/selection.js";
import { isOnline } from "../parts/site.js";
import { nothingYet, state } from "../parts/states.js";

const states = ["open", "repairing", "failed", "ignored", "repaired"];

/** What is wrong in one repository, and what is being done about it. */
export async function show(page) {
  page.name(t("nav.broken"));
  page.follow(aboutChange("findings"));
  let list = null;
  await page.load(
    async () => {
      const repository = await chosenRepository(page);
      if (repository) list ??= findings(page, repository);
      await list?.read();
      return repository;
    },
    (repository) => (repository ? draw(page, repository, list) : [heading(t("nav.broken")), nothingYet(t("dashboard.no-repository"))]),
  );
}

function draw(page, repository, list) {
  return [
    heading(t("nav.broken"), acts(repository)),
    repositoryTabs(page, repository, (each) => each.findings),
    repository.type === "npm" && !isOnline() ? element("p", { class: "notice" }, t("broken.offline")) : null,
    list.place,
  ];
}

function acts({ name, type, findings: amount }) {
  if (type !== "npm") return [];
  return [
    element("button", { type: "button", class: "primary", onclick: () => askScan(name) }, t("scan.act")),
    isOnline() && amount ? element("button", { type: "button", onclick: () => askRepairAll(name) }, t("repair.all")) : null,
  ];
}

function findings(page, { name, type, finding_kinds: kinds }) {
  const selection = new Selection(() => list.again());
  const changed = () => list.read();
  const list = new List(page, {
    path: "/broken-archives",
    fixed: { repository: name },
    caption: t("nav.broken"),
    sort: "path",
    tabs: { name: "state", label: t("jobs.states"), values: states.map((value) => [value, term("finding", value)]) },
    filters: [
      { name: "q", label: t("broken.search") },
      { name: "kind", label: t("broken.kind-any"), options: kinds.map((kind) => [kind, term("kind", kind)]) },
    ],
    above: (items) => selection.bar(items, (chosen) => actsOn(chosen, name, changed)),
    columns: [
      selection.column(({ path }) => path),
      { label: t("broken.file"), sort: "path", isWide: true, cell: (item) => element("a", { href: link(`/broken/${part(item.id)}`) }, element("bdi", {}, item.path)) },
      { label: t("broken.kind"), sort: "kind", isWide: true, cell: (item) => [term("kind", item.kind), element("small", { lang: "en" }, item.detail)] },
      { label: t("broken.since"), sort: "found", isFalling: true, cell: (item) => when(item.found_at) },
      { label: t("job.state"), cell: (item) => state("finding", item.state) },
      { label: t("broken.attempts"), sort: "attempts", isNumber: true, cell: (item) => (item.attempts ? count(item.attempts) : null) },
      { label: t("acts"), cell: (item) => findingActsCell(item, changed) },
    ],
    csv: true,
    nothing: () => nothingYet(t("broken.nothing", { name }), type === "npm" ? element("button", { type: "button", class: "primary", onclick: () => askScan(name) }, t("scan.act")) : null),
  });
  return list;
}

/** What can be done with the ticked ones: each act takes those that it fits, and says how many they are. */
function actsOn(chosen, repository, changed) {
  const act = (key, can, work) => {
    const fitting = chosen.filter(can);
    if (fitting.length === 0) return null;
    return element("button", { type: "button", class: "small", onclick: () => work(fitting) }, `${t(key)} (${count(fitting.length)})`);
  };
  return [
    act("repair.act", can("repair"), (fitting) => askRepair(repository, fitting)),
    act("ignore.act", can("ignore"), async (fitting) => (await ignore(fitting), changed())),
    act("reopen.act", can("reopen"), async (fitting) => (await reopen(fitting), changed())),
  ];
}
