// Small drawings of numbers over time. Their numbers stand below them as a table, for those who cannot see them.

import { element, shape } from "../core/dom.js";
import { day } from "../core/format.js";
import { t } from "../core/words.js";
import { plainTable } from "./list.js";

const width = 320;
const height = 96;
const most = 40;

/** A line through points `{at, value}` in the order of their time; `show` says a value in words. */
export function line(title, points, show) {
  if (points.length < 2) return tooFew(title);
  const times = points.map(({ at }) => new Date(at).getTime());
  const values = points.map(({ value }) => value);
  const [start, end] = [times[0], times.at(-1)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (time) => ((time - start) / Math.max(1, end - start)) * width;
  const y = (value) => height - 6 - ((value - low) / Math.max(1, high - low)) * (height - 12);
  const path = points.map(({ value }, index) => `${index ? "L" : "M"}${x(times[index]).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return figure(title, points, show, [
    shape("path", { class: "area", d: `${path}L${width} ${height}L0 ${height}Z` }),
    shape("path", { class: "line", d: path }),
  ], `${show(values[0])} → ${show(values.at(-1))}`);
}

/** A bar for each point. */
export function bars(title, points, show) {
  if (points.length < 2) return tooFew(title);
  const high = Math.max(...points.map(({ value }) => value), 1);
  const step = width / Math.max(points.length, 8);
  const drawn = points.map(({ value, look = "" }, index) => {
    const size = Math.max(2, (value / high) * (height - 8));
    return shape("rect", { class: `column ${look}`, x: (index * step + 1).toFixed(1), y: (height - size).toFixed(1), width: Math.max(1, step - 2).toFixed(1), height: size.toFixed(1), rx: "1.5" });
  });
  return figure(title, points, show, drawn, show(points.at(-1).value));
}

/** How much of a disk is taken; `look` colours it. */
export function gauge(title, share, text, look = "") {
  const bar = element("meter", { min: "0", low: "0.85", high: "0.95", max: "1", optimum: "0", value: share.toFixed(4), "aria-label": title, class: look });
  return element("div", { class: `gauge ${look}` }, bar, element("p", {}, text));
}

function tooFew(title) {
  return element("p", {}, title, " ", element("span", { class: "muted" }, t("chart.too-few")));
}

function figure(title, points, show, drawn, summary) {
  const drawing = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${title}: ${summary}`, preserveAspectRatio: "none" }, drawn);
  const rows = points.slice(-most).map(({ at, value }) => ({ key: at, cells: [day(at), show(value)] }));
  return element(
    "figure",
    { class: "chart" },
    element("figcaption", {}, title, " ", element("span", { class: "muted" }, summary)),
    drawing,
    element("details", {}, element("summary", {}, t("chart.numbers")), plainTable(title, [t("chart.day"), t("chart.value")], rows, [1])),
  );
}
