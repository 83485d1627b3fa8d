import { get } from "../core/api.js";
import { element } from "../core/dom.js";
import { count, moment, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { equivalents } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { packageLink } from "../parts/held.js";
import { findingActs } from "../parts/mending.js";
import { repositories } from "../parts/site.js";
import { state } from "../parts/states.js";

/** One finding: what it is, since when, what was tried, and what is to be done. */
export async function show(page) {
  const { id } = page.parameters;
  page.name(t("finding"));
  page.follow(aboutChange("findings"));
  await page.load(
    (signal) => get(`/broken-archives/${part(id)}`, { signal }),
    (finding) => {
      page.name(`${term("kind", finding.kind)} · ${finding.path}`);
      return draw(finding, () => page.reload(0));
    },
  );
}

function draw(finding, changed) {
  return [
    heading(finding.path, findingActs(finding, changed, "")),
    element("p", { class: "lead" }, state("finding", finding.state), " ", term("kind", finding.kind)),
    element("p", { lang: "en" }, finding.detail),
    nextStep(finding),
    facts([
      [t("repository"), element("a", { href: link("/broken", { repository: finding.repository }) }, element("bdi", {}, finding.repository))],
      [t("package"), finding.package ? packageLink(finding.repository, finding.package) : null],
      [t("version"), finding.version ? element("bdi", {}, finding.version) : null],
      [t("broken.since"), when(finding.found_at)],
      [t("finding.seen"), when(finding.seen_at)],
      [t("broken.attempts"), count(finding.attempts)],
      [t("finding.quarantine"), finding.quarantine ? element("code", {}, kept(finding)) : null],
    ]),
    section(t("finding.history"), timeline(finding)),
    equivalents({ path: `/broken-archives/${part(finding.id)}`, command: ["findings", "show", finding.id] }),
  ];
}

/** Where the bytes are that were found, as a path on the server's disk. */
function kept({ repository, quarantine }) {
  const storage = repositories().find(({ name }) => name === repository)?.path;
  return [storage, ".packferry", quarantine].filter(Boolean).join("/");
}

function nextStep({ next_step: step }) {
  if (!step) return null;
  return element("div", { class: "notice warn", "data-key": "next-step" }, element("p", {}, element("strong", {}, t("finding.next-step"))), element("p", { lang: "en" }, step));
}

/** What became of it, the first at the top. */
function timeline({ found_at: found, history }) {
  const all = [{ at: found, state: "open" }, ...history];
  return element(
    "ol",
    { class: "timeline" },
    all.map((change, index) =>
      element(
        "li",
        { "data-key": `${change.at} ${index}` },
        element("p", {}, index ? state("finding", change.state) : element("strong", {}, t("finding.found")), " ", element("time", { datetime: change.at, class: "muted" }, moment(change.at))),
        change.detail ? element("p", { lang: "en" }, change.detail) : null,
      ),
    ),
  );
}
