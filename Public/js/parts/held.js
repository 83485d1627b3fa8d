// What a snapshot or an archive holds, by package.

import { element } from "../core/dom.js";
import { bytes, count } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { List } from "./list.js";
import { typeOf } from "./site.js";
import { excerpt, nothingYet } from "./states.js";

const shownVersions = 5;
const listedVersions = 200;

/** The list at `path`, of packages of a repository; `nothing` stands there where it holds none. */
export function heldPackages(page, path, repository, nothing) {
  const isNpm = typeOf(repository) === "npm";
  const title = packagesWord(repository);
  return new List(page, {
    path,
    caption: title,
    key: "name",
    sort: "name",
    filters: [{ name: "q", label: t("held.search") }],
    csv: true,
    columns: [
      { label: title, isWide: true, sort: "name", cell: ({ name }) => packageLink(repository, name) },
      ...(isNpm ? [{ label: t("versions"), isWide: true, cell: ({ versions }) => versionsShown(versions) }] : []),
      { label: t("files"), isNumber: true, sort: "files", cell: (item) => count(item.files) },
      { label: t("size"), isNumber: true, sort: "bytes", cell: (item) => bytes(item.bytes) },
    ],
    nothing: () => nothingYet(nothing),
  });
}

/** What those are called that a repository holds: packages, or folders where it has any files. */
export function packagesWord(repository) {
  return t(typeOf(repository) === "npm" ? "packages" : "folders");
}

/** The same with how many they are. */
export function packageAmount(repository, n) {
  return t(typeOf(repository) === "npm" ? "amount.packages" : "amount.folders", { n });
}

/** A package or a folder by its name; files that lie in none are called so. */
export function packageLink(repository, name) {
  if (!name) return element("span", { class: "muted" }, t("held.top"));
  return element("a", { href: link(`/packages/${part(repository)}/${part(name)}`) }, element("bdi", {}, name));
}

/** The first of many, and the rest on asking. */
function versionsShown(versions) {
  if (versions.length <= shownVersions) return element("bdi", {}, versions.join(", "));
  const named = versions.slice(0, listedVersions);
  const more = versions.length - named.length;
  return excerpt(t("held.versions", { n: versions.length }), [...named, more ? `+ ${count(more)}` : null].filter(Boolean));
}
