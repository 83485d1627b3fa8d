import { address, get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { go, link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { versionsField } from "../parts/acts.js";
import { checkbox, field, fill } from "../parts/dialog.js";
import { copyable, quoted } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { registry } from "../parts/installing.js";
import { plainTable } from "../parts/list.js";
import { findingActsCell } from "../parts/mending.js";
import { isOnline, typeOf } from "../parts/site.js";
import { state } from "../parts/states.js";
import { Versions } from "../parts/versions.js";

const fewTags = 12;

/** One package: what is here of it, what is wrong with it, what carried it, and how to install it. */
export async function show(page) {
  const { repository, name } = page.parameters;
  const versions = new Versions(page);
  page.name(name);
  page.follow(aboutChange("packages", "findings", "artifacts"));
  await page.load(
    async (signal) => {
      const shown = await get(address(`/packages/${part(name)}`, { repository }), { signal });
      versions.update(shown.versions);
      return shown;
    },
    (shown) => draw(shown, versions, () => page.reload(0)),
  );
}

function draw(shown, versions, changed) {
  const { name, repository } = shown;
  const isNpm = typeOf(repository) === "npm";
  return [
    heading(name, isNpm && isOnline() ? element("button", { type: "button", class: "primary", onclick: () => askRefreshPackage(shown) }, t("package.refresh")) : null),
    facts([
      [t("repository"), element("a", { href: link("/packages", { repository }) }, element("bdi", {}, repository))],
      [t("files"), count(shown.files)],
      [t("size"), bytes(shown.bytes)],
      [t("package.added"), shown.added ? when(shown.added) : null],
      [t("packages.updated"), shown.updated ? when(shown.updated) : null],
      [t("package.last-refresh"), lastRefresh(shown)],
    ]),
    tags(shown),
    findings(shown, changed),
    section(t(isNpm ? "versions" : "files"), versions.place),
    isNpm ? section(t("package.install"), install(shown)) : null,
  ];
}

function lastRefresh({ last_refresh: last }) {
  if (!last) return null;
  return [element("a", { href: link(`/jobs/${part(last.job_id)}`) }, term("outcome", last.outcome)), last.finished_at ? [" ", when(last.finished_at)] : null];
}

/** The tags, `latest` first; many of them behind a line. */
function tags({ dist_tags: named }) {
  const all = Object.entries(named).sort(([one], [other]) => (other === "latest") - (one === "latest"));
  if (all.length === 0) return null;
  const shown = (some) => element("ul", { class: "chips" }, some.map(([tag, version]) => element("li", { class: "chip" }, element("bdi", {}, tag), " → ", element("bdi", {}, version))));
  const rest = all.slice(fewTags);
  return section(t("package.tags"), shown(all.slice(0, fewTags)), rest.length ? element("details", {}, element("summary", {}, t("package.more-tags", { n: rest.length })), shown(rest)) : null);
}

function findings({ finding_details: found }, changed) {
  if (found.length === 0) return null;
  const rows = found.map((finding) => ({
    key: finding.id,
    cells: [
      element("a", { href: link(`/broken/${part(finding.id)}`) }, element("bdi", {}, finding.path)),
      [term("kind", finding.kind), element("small", { lang: "en" }, finding.detail)],
      when(finding.found_at),
      state("finding", finding.state),
      findingActsCell(finding, changed),
    ],
  }));
  return section(t("findings"), plainTable(t("findings"), [t("file"), t("broken.kind"), t("broken.since"), t("job.state"), t("acts")], rows));
}

/** How npm takes it from here. */
function install({ name, repository, dist_tags: named }) {
  const what = named.latest ? name : `${name}@VERSION`;
  return [
    element("p", {}, t(named.latest ? "package.install.text" : "package.install.no-latest")),
    copyable(`npm install ${quoted(what)} --registry ${registry(repository)}`, "npm"),
    copyable(`npm config set registry ${registry(repository)}`, t("package.install.always")),
  ];
}

/** Asks which versions to fetch, and has the package refreshed. */
function askRefreshPackage({ name, repository }) {
  const path = `/packages/${part(name)}/refresh`;
  const versions = versionsField();
  const dependencies = checkbox({ checked: true });
  const dry = checkbox();
  const values = () => ({
    repository,
    ...(versions.value ? { versions: versions.value } : {}),
    ...(dependencies.checked ? {} : { dependencies: false }),
    ...(dry.checked ? { dry_run: true } : {}),
  });
  return fill({
    title: t("package.refresh.title", { name }),
    fields: [field(t("refresh.versions"), versions), field(t("package.dependencies"), dependencies), field(t("job.only-try"), dry, t("job.only-try.hint"))],
    values,
    act: t("package.refresh"),
    request: (body) => ({ method: "POST", path, body, command: ["refresh", "package", name, ...choices(body)] }),
    work: async (body) => {
      const job = await post(path, body);
      go(`/jobs/${part(job.id)}`);
    },
  });
}

function choices({ repository, versions, dependencies, dry_run: isDry }) {
  return ["--repository", repository, ...(versions ? ["--versions", versions] : []), ...(dependencies === false ? ["--no-dependencies"] : []), ...(isDry ? ["--dry-run"] : [])];
}
