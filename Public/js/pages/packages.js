import { element } from "../core/dom.js";
import { bytes, count, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { askCollect, askRefresh } from "../parts/acts.js";
import { heading } from "../parts/heading.js";
import { packageLink, packagesWord } from "../parts/held.js";
import { List } from "../parts/list.js";
import { chosenRepository, repositoryTabs } from "../parts/repository.js";
import { isOnline } from "../parts/site.js";
import { nothingYet } from "../parts/states.js";

const hour = 3_600_000;
const day = 24 * hour;
const spans = { day, week: 7 * day, month: 30 * day };

/** The packages of one repository; of a repository of files its folders. */
export async function show(page) {
  page.name(t("nav.packages"));
  page.follow(aboutChange("packages", "findings"));
  let list = null;
  await page.load(
    async () => {
      const repository = await chosenRepository(page);
      if (repository) list ??= packages(page, repository);
      await list?.read();
      return repository;
    },
    (repository) => (repository ? draw(page, repository, list) : [heading(t("nav.packages")), nothingYet(t("dashboard.no-repository"))]),
  );
}

function draw(page, repository, list) {
  return [
    heading(t("nav.packages"), acts(repository)),
    repositoryTabs(page, repository, ({ counts }) => counts.packages),
    element("p", { class: "muted" }, repository.collected ? [t("packages.read"), " ", when(repository.collected)] : t("dashboard.never-read")),
    list.place,
  ];
}

function acts({ name, type }) {
  return [
    type === "npm" && isOnline() ? element("button", { type: "button", class: "primary", onclick: () => askRefresh(name) }, t("refresh.act")) : null,
    element("button", { type: "button", onclick: () => askCollect(name) }, t("collect.act")),
  ];
}

function packages(page, repository) {
  const { name, type, collected } = repository;
  const isNpm = type === "npm";
  return new List(page, {
    path: "/packages",
    fixed: { repository: name },
    caption: packagesWord(name),
    key: "name",
    sort: "name",
    filters: [
      { name: "q", label: t(isNpm ? "packages.search" : "packages.search-folder") },
      { name: "changed", label: t("packages.changed-any"), options: Object.keys(spans).map((span) => [span, t(`packages.changed.${span}`)]), ask: (span) => ({ changed_since: since(span) }) },
      { name: "has_findings", label: t("packages.findings-any"), options: [["true", t("packages.findings-only")]] },
    ],
    columns: [
      { label: t(isNpm ? "package" : "folder"), sort: "name", isWide: true, cell: (item) => packageLink(name, item.name) },
      ...(isNpm ? [{ label: t("versions"), sort: "versions", isNumber: true, cell: (item) => count(item.versions) }] : []),
      { label: t("files"), isNumber: true, cell: (item) => count(item.files) },
      { label: t("size"), sort: "bytes", isNumber: true, cell: (item) => bytes(item.bytes) },
      { label: t("packages.updated"), sort: "updated", isFalling: true, cell: (item) => when(item.updated) },
      { label: t("findings"), sort: "findings", isNumber: true, cell: (item) => findings(repository, item) },
    ],
    csv: true,
    nothing: () => nothingYet(t(collected ? "packages.nothing" : "packages.not-read", { name }), element("button", { type: "button", class: "primary", onclick: () => askCollect(name) }, t("collect.act"))),
  });
}

/** Each of them is shown where the package is. */
function findings({ name: repository }, { name, findings: n }) {
  if (!n) return null;
  const label = t("packages.findings-of", { n, name });
  const href = name ? link(`/packages/${part(repository)}/${part(name)}`) : link("/broken", { repository });
  return element("a", { class: "warn", href, "aria-label": label }, `▲ ${count(n)}`);
}

/** From which full hour on something is new, so that the next page is asked for as the first was. A word that is none of
 *  these asks for everything. */
function since(span) {
  return span in spans ? new Date(Math.floor((Date.now() - spans[span]) / hour) * hour).toISOString() : null;
}
