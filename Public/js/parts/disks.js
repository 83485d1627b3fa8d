// How full the disks are.

import { element } from "../core/dom.js";
import { bytes, percent } from "../core/format.js";
import { t } from "../core/words.js";
import { gauge, line } from "./chart.js";

/** Each disk with how full it is, how that grew by `history`, and when it will be full if it goes on like that; what stays
 *  free is for nobody. */
export function disks({ disks: known }, history) {
  return known.map(({ path, free_bytes: free, total_bytes: total, reserve_bytes: reserve, full_in_days: days }) => {
    const share = total ? 1 - free / total : 0;
    const look = free < reserve || share > 0.95 ? "bad" : share > 0.85 ? "warn" : "good";
    const text = [element("code", {}, path), ` ${t("disk.free", { free: bytes(free), total: bytes(total), share: percent(share) })}`];
    const samples = history.disks.find((series) => series.path === path)?.samples ?? [];
    const points = samples.map((sample) => ({ at: sample.at, value: sample.total_bytes - sample.free_bytes }));
    return element(
      "div",
      { class: "disk", "data-key": path },
      gauge(t("disk.of", { path }), share, text, look),
      line(t("disk.growth"), points, bytes),
      free < reserve ? element("p", { class: "bad" }, t("disk.reserve", { reserve: bytes(reserve) })) : null,
      days != null ? element("p", { class: days < 30 ? "warn" : "muted" }, t("disk.full-in", { n: days })) : null,
    );
  });
}
