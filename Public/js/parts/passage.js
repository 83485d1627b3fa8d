// From which state of a repository an archive leads to which.

import { element } from "../core/dom.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";

const digits = 12;

/** The id of a snapshot, short, with all of it on asking. */
function shortID(id) {
  return element("code", { title: id }, id.slice(0, digits));
}

/** What it starts from, by the name of the archive that leads there, and the state that it leads to. `isLocal` says that
 *  the archive and its snapshots are kept here. */
export function passage({ base, base_name: baseName, target }, isLocal = true) {
  return [base ? start(base, baseName, isLocal) : t("archive.from-nothing"), " → ", isLocal ? snapshotLink(target) : shortID(target)];
}

/** A snapshot by its short id. */
export function snapshotLink(id, text = shortID(id)) {
  return element("a", { href: link(`/snapshots/${part(id)}`) }, text);
}

function start(base, name, isLocal) {
  if (!isLocal) return name ?? shortID(base);
  return name ? element("a", { href: link(`/archives/${part(name)}`) }, name) : snapshotLink(base);
}
