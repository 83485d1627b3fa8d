// Where an archive leads, and the addresses that this names.

import { element } from "../core/dom.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { repositories } from "./site.js";

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

/** What an import is called: its archive, or the beginning of its id where that has no name. */
export function importName({ id, name }) {
  return name ?? id.slice(0, digits);
}

/** The address of an import, which is one of a repository. */
export function importLink({ id, repository }) {
  return link(`/imports/${part(id)}`, repositories().length > 1 ? { repository } : {});
}

/** A snapshot by its short id. */
export function snapshotLink(id, text = shortID(id)) {
  return element("a", { href: link(`/snapshots/${part(id)}`) }, text);
}

function start(base, name, isLocal) {
  if (!isLocal) return name ?? shortID(base);
  return name ? element("a", { href: link(`/archives/${part(name)}`) }, name) : snapshotLink(base);
}
