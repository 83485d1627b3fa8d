import { address, get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { count, moment, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { ask } from "../parts/dialog.js";
import { facts, heading, section } from "../parts/heading.js";
import { say } from "../parts/notices.js";
import { snapshotLink } from "../parts/passage.js";
import { askRegister } from "../parts/receipts.js";
import { signedBy } from "../parts/signer.js";
import { isOnline } from "../parts/site.js";
import { excerpt, nothingYet, state } from "../parts/states.js";

/** One site: what it said last that it holds, what is missing there, and what is on its way. */
export async function show(page) {
  const { name } = page.parameters;
  const query = { repository: page.query.get("repository") };
  page.name(name);
  page.follow(aboutChange("sites", "artifacts"));
  await page.load(
    (signal) => get(address(`/sites/${part(name)}`, query), { signal }),
    (site) => [
      heading(name, acts(site)),
      element("p", { class: "lead" }, state("site", site.state), " ", element("span", { class: "chip" }, term("evidence", site.evidence))),
      site.remark ? element("p", { class: "notice warn", lang: "en" }, `▲ ${site.remark}.`) : null,
      described(site),
      excerpt(t("remark.missing", { n: site.missing.count }), site.missing.items, "warn"),
      site.missing.count ? element("p", {}, element("small", {}, t("site.missing.text"))) : null,
      excerpt(t("remark.conflict", { n: site.conflicts.count }), site.conflicts.items),
      section(t("site.on-the-way"), onTheWay(site)),
    ],
  );
}

function acts(site) {
  if (!isOnline()) return [];
  return [
    element("button", { type: "button", class: "primary", onclick: () => askRegister(site) }, t("receipt.register")),
    site.state === "active" ? element("button", { type: "button", class: "harmful", onclick: () => confirmRetire(site) }, t("site.retire")) : null,
  ];
}

async function confirmRetire({ name, repository, links }) {
  const path = address(links.retire, { repository });
  const isDone = await ask({
    title: t("site.retire.title", { name }),
    body: element("p", {}, t("site.retire.text")),
    keep: t("site.retire.keep"),
    act: t("site.retire"),
    isHarmful: true,
    request: { method: "POST", path, command: ["site", "retire", name, "--repository", repository] },
    work: () => post(path),
  });
  if (isDone) say(t("site.retired.done", { name }));
}

function described(site) {
  return facts([
    [t("repository"), element("bdi", {}, site.repository)],
    [t("site.last"), site.artifact ? element("a", { href: link(`/archives/${part(site.artifact)}`) }, site.artifact) : site.archive_id ? element("code", {}, site.archive_id) : null],
    [t("archive.target"), site.snapshot && site.evidence !== "inventory" ? snapshotLink(site.snapshot) : null],
    [t("files"), site.files == null ? null : count(site.files)],
    [t("site.heard"), [when(site.heard_at), element("small", {}, ` ${moment(site.heard_at)}`)]],
    [t("signer"), signedBy(site.signer)],
    [t("site.counter"), String(site.counter)],
    [term("site", "retired"), site.retired_at ? when(site.retired_at) : null],
  ]);
}

function onTheWay({ on_the_way: waiting }) {
  if (waiting.length === 0) return nothingYet(t("site.nothing-on-the-way"));
  return element("ul", { class: "rows" }, waiting.map((id) => element("li", { "data-key": id }, element("a", { href: link(`/archives/${part(id)}`) }, id))));
}
