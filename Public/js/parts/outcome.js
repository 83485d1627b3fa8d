// What is said of a job wherever one is named.

import { element } from "../core/dom.js";
import { bytes } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { excerpt } from "./states.js";

/** What a job is called: its type, and what it is about. */
export function jobName(job) {
  const name = term("job", job.type);
  const about = job.parameters.package ?? job.parameters.name;
  return [name, about ? [" ", element("bdi", {}, about)] : null, job.parameters.dry_run ? ` (${t("job.dry-run")})` : null];
}

/** Who wanted it, in words. */
export function initiator({ initiator: text }) {
  const [kind, ...rest] = text.split(":");
  const name = rest.join(":");
  if (kind === "schedule") return element("a", { href: link("/schedules", { q: name }) }, t("initiator.schedule"));
  return element("span", { title: text }, kind === "cli" ? name : element("span", { class: "nowrap" }, t("initiator.browser")), kind === "api" ? element("small", {}, ` ${name}`) : null);
}

/** What a job brought, in one line; why it failed, where it did. */
export function outcome(job) {
  if (job.error) return element("span", { lang: "en" }, job.error.detail ?? job.error.title);
  return [sentence(job), ...remarks(job.result)];
}

function sentence({ type, parameters, result }) {
  if (type === "diff-build") return built(parameters, result);
  if (type === "collect" && result.packages != null) return t("outcome.collect", { n: result.packages, files: result.files });
  if (type.endsWith("refresh") && result.packages != null) return t(parameters.dry_run ? "outcome.refresh-dry" : "outcome.refresh", { n: result.refreshed, packages: result.packages, bytes: bytes(result.bytes), files: result.files });
  if (type === "broken-scan" && result.scanned != null) return t("outcome.scan", { n: result.broken?.count ?? 0, scanned: result.scanned });
  if (type === "sync" && result.published) return t(parameters.dry_run ? "outcome.sync-dry" : `outcome.sync-${result.outcome}`, { n: result.published.files, fetched: result.fetched.files, bytes: bytes(result.fetched.bytes) });
  if (type === "prune" && result.kinds) return t(parameters.dry_run ? "outcome.prune-dry" : "outcome.prune", { n: result.kinds.reduce((sum, { removed }) => sum + removed.count, 0), bytes: bytes(result.bytes) });
  if (type === "store-verify" && result.files != null) return t("outcome.store-verify", { n: result.files, bytes: bytes(result.bytes) });
  if (type === "store-gc" && result.blobs != null) return t(parameters.dry_run ? "outcome.store-gc-dry" : "outcome.store-gc", { n: result.blobs, bytes: bytes(result.bytes) });
  if (type === "finding-repair" && result.repaired != null) return t("outcome.repair", { n: amount(result.repaired), failed: amount(result.failed) });
  if (result.rolled_back_at) return t("outcome.rollback", { n: result.removed, restored: result.restored, documents: result.documents });
  if (result.placed != null) return t("outcome.apply", { n: result.placed + result.replaced, merged: result.merged });
  if (type === "import-stage" && result.import) return element("a", { href: link(`/imports/${part(result.import)}`) }, t("outcome.staged"));
  if (type === "snapshot" && result.snapshot) return element("a", { href: link(`/snapshots/${part(result.snapshot)}`) }, result.snapshot.slice(0, 12));
  if (type === "artifact-verify" && result.artifact) return t("outcome.verified");
  if (type === "artifact-export" && result.files) return t("outcome.exported", { n: result.files.length, folder: result.folder });
  return "";
}

function built(parameters, result) {
  if (parameters.dry_run && result.changed != null) {
    return result.changed ? t("outcome.build-dry", { n: result.files, bytes: bytes(result.bytes) }) : t("outcome.build-nothing");
  }
  if (result.artifact) return [element("a", { href: link(`/archives/${part(result.artifact)}`) }, result.artifact), ` ${bytes(result.size)}`];
  return result.changed === false ? t("outcome.build-nothing") : "";
}

function amount(value) {
  return typeof value === "number" ? value : (value?.count ?? 0);
}

/** What the work said of single files and packages: how many, and the first of them. */
export function remarks(result) {
  const left = result.left_behind;
  return [
    excerpt(t("remark.left-behind", { n: left?.count ?? 0 }), left?.items?.map(({ path, reason }) => `${path} ${reason}`), "warn"),
    listed("failed", result.failed), listed("stale", result.stale), listed("unresolved", result.unresolved),
    listed("conflict", result.conflicts), listed("missing", result.missing), listed("broken", result.broken),
    ...(result.kinds ?? []).flatMap(pruned),
    Array.isArray(result.warnings) ? excerpt(t("remark.warning", { n: result.warnings.length }), result.warnings, "warn") : null,
  ].filter(Boolean);
}

/** What went of one kind of thing, and what stayed though it is old. */
function pruned({ kind, removed, kept }) {
  const name = term("pruned", kind);
  return [
    removed.count ? excerpt(t("remark.pruned", { n: removed.count, kind: name }), removed.items.map(({ id, bytes: size }) => `${id} ${bytes(size)}`)) : null,
    kept.count ? excerpt(t("remark.kept", { n: kept.count, kind: name }), kept.items.map(({ id, reason }) => `${id} ${reason}`)) : null,
  ];
}

function listed(kind, found) {
  if (!found?.items?.length) return null;
  return excerpt(t(`remark.${kind}`, { n: found.count }), found.items.map(phrase), "warn");
}

function phrase(item) {
  if (typeof item === "string") return item;
  // What a refresh says of a package is a clause that follows its name; what a scan says of a file is a sentence.
  if (item.subject) return `${item.subject} ${item.cause}. ${item.hint}`;
  return [item.path ?? item.sha256, item.published?.join(", "), item.detail].filter(Boolean).join(": ");
}
