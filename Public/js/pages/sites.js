import { element } from "../core/dom.js";
import { count, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { heading } from "../parts/heading.js";
import { List } from "../parts/list.js";
import { askRegister } from "../parts/receipts.js";
import { isOnline, repositories } from "../parts/site.js";
import { nothingYet, state } from "../parts/states.js";

/** Every site that archives are carried to: what it holds, and what is on its way. */
export async function show(page) {
  page.name(t("nav.sites"));
  const sites = list(page);
  page.follow(aboutChange("sites", "artifacts"));
  await page.load(
    () => sites.read(),
    () => [heading(t("nav.sites"), registerButton()), element("p", {}, t("sites.text")), sites.place],
  );
}

function registerButton() {
  return isOnline() ? element("button", { type: "button", class: "primary", onclick: () => askRegister() }, t("receipt.register")) : null;
}

function list(page) {
  const isOfMany = repositories().length > 1;
  return new List(page, {
    path: "/sites",
    caption: t("nav.sites"),
    sort: "name",
    tabs: { name: "state", label: t("job.state"), values: ["active", "retired"].map((value) => [value, term("site", value)]) },
    filters: [
      { name: "q", label: t("sites.search") },
      ...(isOfMany ? [{ name: "repository", label: t("any-repository"), options: repositories().map(({ name }) => [name, name]) }] : []),
    ],
    csv: true,
    key: "name",
    columns: [
      { label: t("site"), isWide: true, sort: "name", cell: ({ name, repository }) => [element("a", { href: link(`/sites/${part(name)}`, isOfMany ? { repository } : {}) }, name), element("small", {}, element("bdi", {}, repository))] },
      { label: t("archive.holds"), isWide: true, cell: held },
      { label: t("site.missing"), isNumber: true, cell: ({ missing }) => (missing.count ? element("span", { class: "warn" }, `▲ ${count(missing.count)}`) : count(0)) },
      { label: t("site.on-the-way"), isNumber: true, cell: ({ on_the_way: waiting }) => count(waiting.length) },
      { label: t("site.heard"), sort: "heard", isFalling: true, cell: ({ heard_at: at }) => when(at) },
      { label: t("job.state"), cell: (item) => state("site", item.state) },
    ],
    nothing: () => nothingYet(t("sites.nothing"), registerButton()),
  });
}

function held({ artifact, evidence, files }) {
  return [artifact ? element("a", { href: link(`/archives/${part(artifact)}`) }, artifact) : term("evidence", evidence), files == null ? null : element("small", {}, t("amount.files", { n: files }))];
}
