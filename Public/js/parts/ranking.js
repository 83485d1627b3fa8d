// What takes how much, the largest first, with a bar that shows its share.

import { element } from "../core/dom.js";
import { bytes, count, percent } from "../core/format.js";
import { t } from "../core/words.js";
import { sortHead, table, tableCell } from "./list.js";

const few = 15;
const words = { bytes: "size", files: "files", versions: "versions", packages: "packages" };

/** A table of `rows`, `{key, name, bytes, files, versions, packages}`, where `name` is what stands there and the rest
 *  numbers, of which those are left out that no row has. `by` is the measure that sorts them, `choose` takes another. All
 *  but the largest stand behind a line. */
export function ranking({ caption, label, rows, by, choose }) {
  const measures = Object.keys(words).filter((each) => rows.some((row) => row[each]));
  const measure = measures.includes(by) ? by : "bytes";
  const whole = rows.reduce((sum, row) => sum + row[measure], 0);
  const sorted = [...rows].sort((one, other) => other[measure] - one[measure]);
  const rest = sorted.slice(few);
  const heads = () => [
    element("th", { scope: "col" }, label),
    element("th", { scope: "col" }, t("ranking.share")),
    ...measures.map((each) => sortHead(t(words[each]), each === measure ? "descending" : null, true, () => choose(each))),
  ];
  const drawn = (some) => table(caption, heads(), some.map((row) => ({ key: row.key, cells: cells(row, label, measures, whole ? row[measure] / whole : 0) })));
  return [
    drawn(sorted.slice(0, few)),
    rest.length ? element("details", { class: "rest", "data-key": `rest-${caption}` }, element("summary", {}, t("ranking.more", { n: rest.length })), drawn(rest)) : null,
  ];
}

function cells(row, label, measures, share) {
  const bar = element("meter", { class: "share", min: "0", max: "1", value: share.toFixed(4), "aria-label": percent(share) });
  return [
    tableCell(label, row.name, ["wide"]),
    tableCell(t("ranking.share"), bar),
    ...measures.map((each) => tableCell(t(words[each]), each === "bytes" ? bytes(row.bytes) : count(row[each] ?? 0), ["number"])),
  ];
}
