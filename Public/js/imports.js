import { get } from "./api.js";
import { details, element, empty, table } from "./dom.js";
import { bytes, count, moment } from "./format.js";

const looks = { staged: "warn", applied: "good" };

/** Shows the newest imports, those that wait with a button; `start` is given the path of what applies one. */
export async function showImports(start) {
  const page = await get("/imports?limit=20");
  const place = document.getElementById("imports");
  if (page.items.length === 0) {
    place.replaceChildren(empty("No archive arrived yet. “packferry import apply FILE” takes one from a disk."));
    return;
  }
  const heads = ["Import", "From", "Holds", "State", "What came of it", "Action"];
  place.replaceChildren(table("The last imports, newest first", heads, page.items.map((item) => row(item, start))));
}

function row(item, start) {
  const { counts, source } = item;
  return [
    element("td", { class: "whole" }, item.id.slice(0, 12), element("br"), element("small", {}, `${item.repository}, ${item.scope}`)),
    element("td", {}, source.name, element("br"), element("small", {}, moment(item.created))),
    element("td", {}, `${count(counts.packages)} packages, ${count(counts.files)} files, ${bytes(counts.bytes)}`),
    element("td", {}, element("span", { class: `state ${looks[item.state] ?? ""}` }, item.state)),
    element("td", {}, ...outcome(item)),
    element("td", {}, item.links.apply ? button(item, start) : "—"),
  ];
}

function outcome(item) {
  if (!item.applied_at) return [element("span", {}, `arrived ${moment(item.staged_at)}`), remark(item.warnings, "warning")];
  return [
    element("span", {}, `${count(item.placed + item.replaced)} placed, ${count(item.merged)} merged, ${moment(item.applied_at)}`),
    remark(item.conflicts, "conflict"),
    remark(item.missing, "missing file"),
    remark(item.warnings, "warning"),
  ].filter(Boolean);
}

/** A list, or how many there are and the first of them. */
function remark(found, word) {
  const list = found?.items ?? found;
  const total = found?.count ?? list?.length ?? 0;
  return details(`▲ ${count(total)} ${word}${total === 1 ? "" : "s"}`, list, "warn");
}

function button(item, start) {
  const label = `Apply: ${item.id.slice(0, 12)}`;
  return element("button", { type: "button", class: "primary", "aria-label": label, onclick: () => start(item.links.apply) }, "Apply");
}
