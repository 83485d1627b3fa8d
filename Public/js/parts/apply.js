// Applies an archive that waits.

import { address, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes } from "../core/format.js";
import { t } from "../core/words.js";
import { flags } from "./acts.js";
import { checkbox, field, fill } from "./dialog.js";
import { importName } from "./passage.js";
import { typeOf } from "./site.js";

/** Asks whether to apply an import, and starts the job that does. Answers with the job, or null. `plan` is the latest there
 *  is; `doubts` are the codes of what the service refused it for and can be told to do all the same. */
export function askApply(known, plan, query, doubts) {
  const { id, links, repository, source } = known;
  const missing = plan?.missing.count ?? 0;
  const without = checkbox();
  const adopt = checkbox({ required: true });
  const unsigned = checkbox({ required: true });
  const gone = checkbox();
  const listed = checkbox();
  return fill({
    title: t("apply.title", { name: importName(known), repository }),
    fields: [
      plan ? element("p", {}, t("apply.text", { n: plan.new + plan.replaced, merged: plan.merged, bytes: bytes(plan.bytes) })) : element("p", {}, t("import.no-plan")),
      plan?.conflicts.count ? element("p", {}, t("apply.conflicts", { n: plan.conflicts.count })) : null,
      missing ? field(t("apply.allow-missing", { n: missing }), without, t("apply.allow-missing.hint")) : null,
      plan?.pending_deletes ? field(t("apply.delete", { n: plan.pending_deletes }), gone, t("apply.delete.hint")) : null,
      doubts.includes("untrusted") ? field(t("apply.allow-unsigned"), unsigned, t("apply.allow-unsigned.hint")) : null,
      doubts.includes("adoption-needed") ? field(t("apply.adopt-source", { name: source.name }), adopt, t("apply.adopt-source.hint")) : null,
      typeOf(repository) === "npm" ? field(t("apply.register"), listed, t("apply.register.hint")) : null,
      element("p", {}, element("small", {}, t("apply.safe"))),
    ],
    values: () => ({ ...(without.checked ? { allow_missing: true } : {}), ...(gone.checked ? { delete: true } : {}), ...(adopt.checked ? { adopt_source: true } : {}), ...(unsigned.checked ? { allow_unsigned: true } : {}), ...(listed.checked ? { register_packages: true } : {}) }),
    keep: t("apply.not-now"),
    act: t("import.apply"),
    request: (body) => ({ method: "POST", path: address(links.apply, query), body, command: ["import", "apply", id, ...flags({ repository, ...body })] }),
    work: (body) => post(address(links.apply, query), body),
  });
}
