// Takes an import back that was applied last.

import { address, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { count, when } from "../core/format.js";
import { t } from "../core/words.js";
import { ask } from "./dialog.js";
import { brought } from "./following.js";
import { facts } from "./heading.js";
import { attempt } from "./notices.js";
import { importName } from "./passage.js";
import { excerpt } from "./states.js";

/** Looks at what would go, asks, and starts the job that takes it back. Answers with the job, or null. */
export async function askRollback(known, query, signal) {
  const { id, links, repository } = known;
  const path = address(links.rollback, query);
  let outlook = null;
  await attempt(async () => {
    outlook = await brought(await post(path, { dry_run: true }), () => {}, signal);
  });
  if (!outlook) return null;
  return ask({
    title: t("rollback.title", { name: importName(known) }),
    body: [
      element("p", {}, t("rollback.text", { n: outlook.removed, restored: outlook.restored, documents: outlook.documents })),
      excerpt(t("rollback.stays", { n: outlook.kept.count }), outlook.kept.items, "warn"),
      element("p", {}, element("small", {}, t("rollback.safe"))),
    ],
    keep: t("rollback.keep"),
    act: t("rollback.act"),
    isHarmful: true,
    request: { method: "POST", path, command: ["import", "rollback", id, "--repository", repository] },
    work: () => post(path, {}),
  });
}

/** What came of it. */
export function rollbackOf({ removed, restored, documents, kept, rolled_back_at: at }) {
  return [
    element("p", {}, t("rollback.done"), " ", when(at)),
    facts([
      [t("outcome.removed"), count(removed)],
      [t("outcome.restored"), count(restored)],
      [t("outcome.rewritten"), count(documents)],
    ], "figures"),
    excerpt(t("rollback.stays", { n: kept.count }), kept.items, "warn"),
  ];
}
