import { element } from "../core/dom.js";
import { bytes, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { askBuild } from "../parts/build.js";
import { heading } from "../parts/heading.js";
import { packageAmount } from "../parts/held.js";
import { List } from "../parts/list.js";
import { repositoryFilter } from "../parts/repository.js";
import { isOnline } from "../parts/site.js";
import { nothingYet, state } from "../parts/states.js";
import { passage } from "../parts/passage.js";

const states = ["built", "downloaded", "delivered", "damaged,missing"];

/** All archives, newest first; `build` in the query asks at once what to build. */
export async function show(page) {
  page.name(t("nav.archives"));
  const archives = list(page);
  page.follow(aboutChange("artifacts"));
  await page.load(
    () => archives.read(),
    () => [heading(t("nav.archives"), buildButton()), archives.place],
  );
  if (page.query.has("build") && isOnline()) askAtOnce(page);
}

function buildButton() {
  return isOnline() ? element("button", { type: "button", class: "primary", onclick: () => askBuild() }, t("build.act")) : null;
}

/** What asked for it leaves the address, so that a reload does not ask again. */
function askAtOnce(page) {
  const asked = { repository: page.query.get("repository"), baseline: page.query.get("baseline") };
  page.choose({ build: null, baseline: null });
  askBuild(asked);
}

function list(page) {
  return new List(page, {
    path: "/artifacts",
    caption: t("nav.archives"),
    sort: "created",
    tabs: { name: "state", label: t("job.state"), values: states.map((value) => [value, t(`archives.tab.${value}`)]) },
    filters: [
      { name: "q", label: t("archives.search") },
      ...repositoryFilter(),
    ],
    csv: true,
    columns: [
      { label: t("archive"), isWide: true, sort: "name", cell: named },
      { label: t("archive.leads"), isWide: true, cell: (item) => [term("scope", item.scope), element("small", {}, passage(item))] },
      { label: t("archive.holds"), cell: ({ counts, repository }) => element("div", { class: "nowrap" }, packageAmount(repository, counts.packages), element("small", {}, t("amount.files", { n: counts.files }))) },
      { label: t("size"), isNumber: true, sort: "size", cell: (item) => bytes(item.size) },
      { label: t("archive.built"), sort: "created", isFalling: true, cell: (item) => when(item.created) },
      { label: t("job.state"), isWide: true, cell: (item) => state("artifact", item.state) },
      { label: t("archive.download"), cell: download },
    ],
    nothing: () => nothingYet(t("archives.nothing"), buildButton()),
  });
}

function named({ id, repository, note }) {
  return [element("a", { class: "nowrap", href: link(`/archives/${part(id)}`) }, id), element("small", {}, element("bdi", {}, repository)), note ? element("small", {}, element("bdi", {}, note)) : null];
}

function download({ id, state: now, links }) {
  if (now === "damaged" || now === "missing") return "";
  return element("a", { class: "button small", href: links.download, download: "", "aria-label": `${t("archive.download")}: ${id}` }, t("archive.download"));
}
