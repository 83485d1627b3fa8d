// What sites say of what they hold: taken on the side where archives are built, shown where they are applied.

import { address, post, postText } from "../core/api.js";
import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { repositoryField } from "./acts.js";
import { field, fill } from "./dialog.js";
import { copyable } from "./equivalents.js";
import { say } from "./notices.js";
import { facts } from "./heading.js";

/** Asks for the file of a receipt or an inventory, or for a code, and registers it; `known` is the site that it is of. */
export async function askRegister(known) {
  const repository = repositoryField(null, known?.repository);
  const file = element("input", { type: "file", accept: ".json,.txt,application/json,text/plain" });
  const code = text({ maxlength: "100", placeholder: "23T1H-AK90C-1P6AY-BMXX4-3ESC6" });
  const site = text({ maxlength: "63", placeholder: "plant-7", value: known?.name ?? "" });
  const values = () => ({ repository: repository.value(), file: file.files[0], code: code.value.trim(), site: site.value.trim() });
  const taken = await fill({
    title: t("receipt.register"),
    fields: [
      element("p", {}, t("receipt.register.text")),
      field(t("receipt.file"), file, t("receipt.file.hint")),
      field(t("receipt.code"), code, t("receipt.code.hint")),
      field(t("site"), site, t("receipt.site.hint")),
      repository.node,
    ],
    values,
    act: t("receipt.register.act"),
    request: same,
    work: register,
  });
  if (taken) say(t(`receipt.verdict.${taken.verdict}`, { name: taken.site.name }));
}

function text(attributes) {
  return element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
}

/** The same for a command line; a file is named as it is there. */
function same({ repository, file, code, site }) {
  const body = { code, ...(site ? { site } : {}) };
  const path = address("/receipts", { repository });
  if (!file) return { method: "POST", path, body, command: ["receipt", "register", "--code", code, ...(site ? ["--site", site] : [])] };
  return { method: "POST", path, command: ["receipt", "register", file.name] };
}

async function register({ repository, file, code, site }) {
  if (!file) return post(address("/receipts", { repository }), { code, ...(site ? { site } : {}) });
  const content = await file.text();
  if (isReceipt(content)) return postText("/receipts", content);
  return postText(address("/inventories", { repository, site }), content);
}

/** What is no receipt may be an inventory, or a list that sha512sum made. */
function isReceipt(content) {
  return content.slice(0, 200).includes('"packferry.receipt/');
}

/** The receipt of an import that was applied: its file, and the code that says the same. */
export function receiptOf({ receipt, links }) {
  if (!receipt) return null;
  return element(
    "div",
    { class: "receipt", "data-key": "receipt" },
    element("h3", {}, t("receipt")),
    element("p", {}, t("receipt.text")),
    element("p", { class: "actions" }, element("a", { class: "button", href: links.receipt, download: receipt.name ?? "" }, t("receipt.download"))),
    receipt.code ? copyable(receipt.code, t("receipt.code")) : element("p", {}, t("receipt.no-code")),
    facts([[t("archive.path"), element("code", {}, receipt.path)]]),
  );
}
