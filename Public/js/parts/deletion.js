// Before something is deleted, the service says what would go with it.

import { address, remove } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes } from "../core/format.js";
import { t } from "../core/words.js";
import { ask } from "./dialog.js";
import { attempt } from "./notices.js";
import { excerpt } from "./states.js";

/** Asks whether to delete what lies at `path`, and does so. Answers whether it was done.
 *  `title` asks and `act` answers, where it is not called deleting; `text` says what comes of it, `command` is the one of the command line; `canForce` that what builds upon it may be overridden. */
export async function confirmDeletion({ name, title = t("deletion.title", { name }), act = t("deletion.act"), path, query = {}, text, command, canForce = false }) {
  const known = await look(path, query, canForce);
  if (!known) return false;
  const { deletion, objection, given } = known;
  const done = await ask({
    title,
    body: [
      objection ? objected(objection) : null,
      element("p", {}, text),
      deletion.files.count ? element("p", {}, t("deletion.goes", { n: deletion.files.count, bytes: bytes(deletion.bytes) })) : null,
      deletion.names.length ? element("p", {}, t("deletion.names", { n: deletion.names.length }), " ", element("bdi", {}, deletion.names.join(", "))) : null,
      excerpt(t("deletion.files"), deletion.files.items.map((file) => `${file.path} (${bytes(file.size)})`)),
    ],
    keep: t("deletion.keep"),
    act: objection ? t("deletion.force") : act,
    isHarmful: true,
    request: { method: "DELETE", path: address(path, given), command: [...command, ...(objection ? ["--force"] : [])] },
    work: () => remove(address(path, given)),
  });
  return done != null;
}

/** What would go, and what the service has against it; nothing where it refuses altogether, which is shown. */
async function look(path, query, canForce) {
  let known = null;
  await attempt(async () => {
    try {
      known = { deletion: await remove(address(path, { ...query, dry_run: true })), given: query };
    } catch (error) {
      if (!canForce || error.problem?.code !== "conflict") throw error;
      const given = { ...query, force: true };
      known = { deletion: await remove(address(path, { ...given, dry_run: true })), objection: error.problem, given };
    }
  });
  return known;
}

function objected({ detail, hint }) {
  return element("div", { class: "notice warn", lang: "en" }, element("p", {}, detail), hint ? element("p", {}, hint) : null);
}
