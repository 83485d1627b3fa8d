import { element } from "../core/dom.js";
import { bytes, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { t, term } from "../core/words.js";
import { heading, section } from "../parts/heading.js";
import { packageAmount } from "../parts/held.js";
import { List } from "../parts/list.js";
import { importLink, importName } from "../parts/passage.js";
import { repositoryFilter } from "../parts/repository.js";
import { isOffline } from "../parts/site.js";
import { nothingYet, state } from "../parts/states.js";
import { Taking } from "../parts/taking.js";
import { isOver, uploads, watch } from "../parts/upload.js";

const states = ["staged", "applying", "applied", "rolled-back"];

/** Takes archives in, and lists those that wait and those that were applied; `take` in the query goes to where they are taken. */
export async function show(page) {
  page.name(t("nav.imports"));
  const imports = list(page);
  const taking = isOffline() ? new Taking(page) : null;
  page.follow(aboutChange("imports"));
  if (taking) goToWhatCame(page);
  await page.load(
    () => imports.read(),
    () => [
      heading(t("nav.imports")),
      taking ? section(t("take.title"), taking.place) : nothingYet(t("take.not-here")),
      section(t("imports.known"), imports.place),
    ],
  );
  if (!page.query.has("take")) return;
  page.choose({ take: null });
  if (taking) page.beginAt(taking.file);
}

/** One archive that was taken while somebody waits for it is what they want to see next; several are seen in the list. */
function goToWhatCame(page) {
  let awaited = [];
  page.atEnd(
    watch(() => {
      const came = awaited.find(({ state: now }) => now === "staged");
      awaited = uploads().filter((upload) => !isOver(upload));
      const isAlone = awaited.length === 0 && uploads().filter(({ state: now }) => now === "staged").length === 1;
      if (came && isAlone) window.location.hash = importLink(came.import);
    }),
  );
}

function list(page) {
  return new List(page, {
    path: "/imports",
    caption: t("nav.imports"),
    sort: "since",
    tabs: { name: "state", label: t("job.state"), values: states.map((value) => [value, term("import", value)]) },
    filters: [
      { name: "q", label: t("imports.search") },
      ...repositoryFilter(),
    ],
    csv: true,
    columns: [
      { label: t("archive"), isWide: true, sort: "name", cell: (item) => [element("a", { class: "nowrap", href: importLink(item) }, element("bdi", {}, importName(item))), element("small", {}, element("bdi", {}, item.repository))] },
      { label: t("import.source"), cell: ({ source }) => element("bdi", { title: source.uuid }, source.name) },
      { label: t("archive.holds"), cell: ({ counts, repository, scope }) => element("div", { class: "nowrap" }, packageAmount(repository, counts.packages), element("small", {}, `${t("amount.files", { n: counts.files })}, ${bytes(counts.bytes)}`), element("small", {}, term("scope", scope))) },
      { label: t("job.state"), cell: (item) => state("import", item.state) },
      { label: t("import.since"), sort: "since", isFalling: true, cell: (item) => when(item.rollback?.rolled_back_at ?? item.applied_at ?? item.staged_at) },
      { label: t("job.outcome"), isWide: true, cell: outcome },
    ],
    nothing: () => nothingYet(t("imports.nothing")),
  });
}

/** What came of it, or what would. */
function outcome({ state: now, plan, result, placed, replaced, merged, conflicts, missing, rollback }) {
  if (now === "rolled-back") {
    const { removed, restored, documents, kept } = rollback;
    return [t("outcome.rollback", { n: removed, restored, documents }), kept.count ? element("small", { class: "warn" }, t("rollback.stays", { n: kept.count })) : null];
  }
  if (now === "applied") {
    const isPartial = result === "partial";
    return [t("outcome.apply", { n: placed + replaced, merged }), isPartial ? element("small", { class: "warn" }, left(conflicts, missing)) : null];
  }
  if (!plan) return t("import.no-plan");
  const isOpen = plan.conflicts.count + plan.missing.count > 0;
  return [t("import.would", { n: plan.new + plan.replaced, merged: plan.merged }), isOpen ? element("small", { class: "warn" }, left(plan.conflicts, plan.missing)) : null];
}

function left(conflicts, missing) {
  return [conflicts.count ? t("remark.conflict", { n: conflicts.count }) : "", missing.count ? t("remark.missing", { n: missing.count }) : ""].filter(Boolean).join(", ");
}
