// How full the disks are.

import { element } from "../core/dom.js";
import { bytes, percent } from "../core/format.js";
import { t } from "../core/words.js";
import { gauge, line } from "./chart.js";

const day = 86_400_000;

/** Each disk with how full it is, how that grew by `history`, and when it will be full if it goes on like that. */
export function disks({ disks: known }, history) {
  return known.map(({ path, free_bytes: free, total_bytes: total }) => {
    const share = total ? 1 - free / total : 0;
    const look = share > 0.95 ? "bad" : share > 0.85 ? "warn" : "good";
    const text = [element("code", {}, path), ` ${t("disk.free", { free: bytes(free), total: bytes(total), share: percent(share) })}`];
    const samples = history.disks.find((series) => series.path === path)?.samples ?? [];
    const points = samples.map((sample) => ({ at: sample.at, value: sample.total_bytes - sample.free_bytes }));
    const days = daysLeft(points, free);
    return element(
      "div",
      { class: "disk", "data-key": path },
      gauge(t("disk.of", { path }), share, text, look),
      line(t("disk.growth"), points, bytes),
      days ? element("p", { class: days < 30 ? "warn" : "muted" }, t("disk.full-in", { n: days })) : null,
    );
  });
}

/** In how many days the disk is full if it goes on as in the days that are known; null where it does not grow. */
function daysLeft(points, free) {
  if (points.length < 2) return null;
  const grown = points.at(-1).value - points[0].value;
  const days = (new Date(points.at(-1).at) - new Date(points[0].at)) / day;
  if (grown <= 0 || days < 1) return null;
  const left = Math.round(free / (grown / days));
  return left < 3650 ? left : null;
}
