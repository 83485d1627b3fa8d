// What can be done about findings.

import { post } from "../core/api.js";
import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { flags, start } from "./acts.js";
import { ask } from "./dialog.js";
import { attempt, say } from "./notices.js";

const named = 8;

/** Whether the service says that this can be done about a finding now: `repair`, `ignore`, `reopen`. */
export function can(act) {
  return ({ acts }) => acts.includes(act);
}

/** Asks whether to fetch the files of these findings again, and does so. */
export function askRepair(repository, findings) {
  const ids = findings.map(({ id }) => id);
  const body = { repository, findings: ids.join(",") };
  const shown = findings.slice(0, named).map(({ path }) => element("li", {}, element("bdi", {}, path)));
  const more = findings.length - named;
  return ask({
    title: t("repair.title", { n: findings.length }),
    body: [element("ul", { class: "paths" }, shown, more > 0 ? element("li", {}, t("repair.more", { n: more })) : null), element("p", {}, t("repair.text"))],
    act: t("repair.act"),
    request: { method: "POST", path: "/jobs/finding-repair", body, command: ["findings", "repair", ...ids, ...flags({ repository })] },
    work: () => start("finding-repair", body),
  });
}

/** The same of everything in a repository that fetching may cure. */
export function askRepairAll(repository) {
  const body = { repository };
  return ask({
    title: t("repair.all.title", { name: repository }),
    body: [element("p", {}, t("repair.all.text")), element("p", {}, t("repair.text"))],
    act: t("repair.all"),
    request: { method: "POST", path: "/jobs/finding-repair", body, command: ["findings", "repair", ...flags(body)] },
    work: () => start("finding-repair", body),
  });
}

/** Lets findings be, which can be undone. Answers whether all of it was done. */
export function ignore(findings) {
  return change(findings, "ignore", (done) => t("ignore.done", { n: done }));
}

/** Opens findings again that were let be. Answers whether all of it was done. */
export function reopen(findings) {
  return change(findings, "reopen", (done) => t("reopen.done", { n: done }));
}

/** Does so one after the other; the first that is refused ends it. */
async function change(findings, act, sentence) {
  let done = 0;
  const isDone = await attempt(async () => {
    for (const { id } of findings) {
      await post(`/broken-archives/${encodeURIComponent(id)}/${act}`);
      done += 1;
    }
  });
  if (done) say(sentence(done));
  return isDone;
}

/** What can be done about one finding, as buttons; `changed` is called once something was. */
export function findingActs(finding, changed, look = "small") {
  const button = (key, act) => element("button", { type: "button", class: look, "aria-label": `${t(key)}: ${finding.path}`, onclick: act }, t(key));
  return [
    can("repair")(finding) ? button("repair.act", () => askRepair(finding.repository, [finding])) : null,
    can("ignore")(finding) ? button("ignore.act", async () => (await ignore([finding])) && changed()) : null,
    can("reopen")(finding) ? button("reopen.act", async () => (await reopen([finding])) && changed()) : null,
  ].filter(Boolean);
}

/** The same for a cell of a table; nothing where nothing can be done. */
export function findingActsCell(finding, changed) {
  const acts = findingActs(finding, changed);
  return acts.length ? element("div", { class: "actions" }, acts) : null;
}
