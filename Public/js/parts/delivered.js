// Where an archive got to: what receipts prove, and what somebody said.

import { post } from "../core/api.js";
import { element } from "../core/dom.js";
import { when } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { field, fill } from "./dialog.js";
import { say } from "./notices.js";
import { isOnline } from "./site.js";
import { state } from "./states.js";

const longestReason = 1000;

/** The sites that an archive got to, and a way to say so of one that sends no receipt. */
export function deliveries(archive) {
  return [
    archive.deliveries.length ? element("ul", { class: "rows" }, archive.deliveries.map(row)) : element("p", {}, t("delivery.none")),
    isOnline() ? element("p", { class: "actions" }, element("button", { type: "button", class: "small", onclick: () => askDelivered(archive) }, t("delivery.mark"))) : null,
  ];
}

function row({ site, state: now, at, by, reason }) {
  return element(
    "li",
    { "data-key": site },
    element("a", { href: link(`/sites/${part(site)}`) }, site),
    " ",
    state("delivery", now),
    " ",
    when(at),
    by ? element("small", {}, " ", element("bdi", {}, by), ": ", element("bdi", {}, reason)) : null,
  );
}

async function askDelivered({ id, links }) {
  const text = (attributes) => element("input", { type: "text", required: true, autocomplete: "off", ...attributes });
  const site = text({ maxlength: "63", pattern: "[a-z0-9][a-z0-9\\-]*", spellcheck: "false" });
  const by = text({ maxlength: "200" });
  const reason = text({ maxlength: String(longestReason) });
  const done = await fill({
    title: t("delivery.mark"),
    fields: [element("p", {}, t("delivery.mark.text")), field(t("site"), site), field(t("delivery.by"), by), field(t("delivery.reason"), reason)],
    values: () => ({ site: site.value.trim(), by: by.value.trim(), reason: reason.value.trim() }),
    act: t("delivery.mark.act"),
    request: (body) => ({ method: "POST", path: links.delivered, body, command: ["artifact", "mark-delivered", id, "--site", body.site, "--by", body.by, "--reason", body.reason] }),
    work: (body) => post(links.delivered, body),
  });
  if (done) say(t("delivery.done", { name: id }));
}
