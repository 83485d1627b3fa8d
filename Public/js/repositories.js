import { get } from "./api.js";
import { details, element, empty } from "./dom.js";
import { bytes, count, moment } from "./format.js";

/** How many findings are named; the command line has them all. */
const named = 100;

/** Shows every repository with what it holds and what can be started here; `start` is given a path and a body. */
export async function showRepositories(site, start) {
  const [storage, findings] = await Promise.all([get("/storage"), get(`/broken-archives?state=open&limit=${named}`)]);
  const cards = storage.repositories.map((repository) => {
    const own = findings.items.filter((finding) => finding.repository === repository.name);
    return card(repository, own, site, start);
  });
  const place = document.getElementById("repositories");
  place.replaceChildren(...(cards.length ? cards : [empty("No repository is configured.")]));
}

function card(repository, listed, site, start) {
  const { name, type, path, counts, findings, collected } = repository;
  const heading = `repository-${name}`;
  return element(
    "article",
    { class: "card", "aria-labelledby": heading },
    element("h3", { id: heading }, name),
    element("p", { class: "path" }, element("code", {}, path)),
    element(
      "dl",
      { class: "figures" },
      ...figure("Packages", count(counts.packages)),
      ...figure("Versions", count(counts.versions)),
      ...figure("Files", count(counts.files)),
      ...figure("Size", bytes(counts.bytes)),
      ...figure("Findings", findings === 0 ? "none" : count(findings), findings === 0 ? "good" : "warn"),
    ),
    details(
      listed.length < findings ? `The first ${count(listed.length)} of them` : "What they are",
      listed.map((finding) => `${finding.path}: ${finding.detail} (${finding.kind})`),
    ),
    element("p", {}, element("small", {}, collected ? `Read ${moment(collected)}` : "Not read yet: press Collect.")),
    element(
      "div",
      { class: "actions" },
      button("Collect", name, "", () => start("/jobs/collect", { repository: name })),
      ...(type === "npm" ? [button("Scan", name, "", () => start("/jobs/broken-rescan", { repository: name }))] : []),
      ...(site.role === "offline" ? [] : online(repository, start)),
    ),
  );
}

/** What is done where there is an upstream. */
function online({ name, type }, start) {
  const body = { repository: name };
  const refresh = button("Refresh", name, "", () => start("/jobs/full-refresh", body));
  return [...(type === "npm" ? [refresh] : []), button("Build archive", name, "primary", () => start("/jobs/diff-build", body))];
}

function figure(term, value, look = "") {
  return [element("div", {}, element("dt", {}, term), element("dd", { class: look }, value))];
}

function button(text, repository, look, action) {
  return element("button", { type: "button", class: look, "aria-label": `${text}: ${repository}`, onclick: action }, text);
}
