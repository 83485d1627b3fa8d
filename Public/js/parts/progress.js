// How far a job is: as one line, and step by step.

import { element } from "../core/dom.js";
import { bytes, count, duration, percent } from "../core/format.js";
import { t, term } from "../core/words.js";
import { state } from "./states.js";

/** The step that runs, how far it is, and about how long it will take. */
export function progressLine(job) {
  const { percent: share, eta_seconds: eta, steps } = job.progress;
  const step = steps.find((each) => each.state === "running");
  return element(
    "span",
    { class: "progress" },
    element("progress", { max: "100", value: share ?? null, "aria-label": t("job.progress-of", { job: term("job", job.type) }) }),
    element("span", {}, share == null ? "" : `${percent(share / 100)} `, step ? `${term("step", step.name)} ${done(step)}` : t(`state.${job.state}`)),
    eta == null ? null : element("span", { class: "muted" }, t("job.left", { time: duration(eta * 1000) })),
  );
}

/** Every step with what is done of it. */
export function steps(job) {
  return element(
    "ol",
    { class: "steps" },
    job.progress.steps.map((step) =>
      element(
        "li",
        { class: step.state },
        element("span", {}, term("step", step.name)),
        state("step-state", stepState(step, job)),
        element("span", { class: "amount" }, done(step)),
        step.state === "running" && step.total ? element("progress", { max: step.total, value: step.done, "aria-label": term("step", step.name) }) : null,
      ),
    ),
  );
}

/** A step that never came to its turn waits for nothing. */
function stepState({ state: now }, { finished_at: end }) {
  if (now === "done") return "pass";
  return now === "pending" && end ? "unreached" : now;
}

function done({ done: amount, total, unit }) {
  const show = unit === "bytes" ? bytes : count;
  if (total == null) return amount ? show(amount) : "";
  return t("job.of", { done: show(amount), total: show(total) });
}
