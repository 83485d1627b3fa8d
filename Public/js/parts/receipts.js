// What sites say of what they hold: taken on the side where archives are built, shown where they are applied.

import { address, post, postText } from "../core/api.js";
import { element } from "../core/dom.js";
import { t, term } from "../core/words.js";
import { repositoryField } from "./acts.js";
import { checkbox, field, fill } from "./dialog.js";
import { copyable } from "./equivalents.js";
import { say } from "./notices.js";
import { facts } from "./heading.js";

/** Asks for the file of a receipt or an inventory, or for a code, and registers it; `known` is the site that it is of. */
export async function askRegister(known) {
  const repository = repositoryField(null, known?.repository);
  const file = element("input", { type: "file", multiple: true, accept: ".json,.sig,.txt,application/json,text/plain" });
  const code = text({ maxlength: "100", placeholder: "23T1H-AK90C-1P6AY-BMXX4-3ESC6" });
  const site = text({ maxlength: "63", placeholder: "plant-7", value: known?.name ?? "" });
  const unsigned = checkbox();
  const values = () => ({ repository: repository.value(), ...pair([...file.files]), code: code.value.trim(), site: site.value.trim(), allowUnsigned: unsigned.checked });
  const taken = await fill({
    title: t("receipt.register"),
    fields: [
      element("p", {}, t("receipt.register.text")),
      field(t("receipt.file"), file, t("receipt.file.hint")),
      field(t("receipt.code"), code, t("receipt.code.hint")),
      field(t("site"), site, t("receipt.site.hint")),
      repository.node,
      field(t("receipt.allow-unsigned"), unsigned, t("receipt.allow-unsigned.hint")),
    ],
    values,
    act: t("receipt.register.act"),
    request: same,
    work: register,
  });
  if (taken) say(t(`receipt.verdict.${taken.verdict}`, { name: taken.site.name }));
}

/** The document among files that were chosen, and the signature beside it. */
function pair(files) {
  return { file: files.find(({ name }) => !name.endsWith(".sig")), signature: files.find(({ name }) => name.endsWith(".sig")) };
}

function text(attributes) {
  return element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
}

/** The same for a command line; a file is named as it is there. */
function same({ repository, file, code, site, allowUnsigned }) {
  const body = { code, ...(site ? { site } : {}) };
  const path = address("/receipts", { repository, allow_unsigned: allowUnsigned });
  const allowing = allowUnsigned ? ["--allow-unsigned"] : [];
  if (!file) return { method: "POST", path, body, command: ["receipt", "register", "--code", code, ...(site ? ["--site", site] : []), ...allowing] };
  return { method: "POST", path, command: ["receipt", "register", file.name, ...allowing] };
}

async function register({ repository, file, signature, code, site, allowUnsigned }) {
  const allowing = { allow_unsigned: allowUnsigned };
  if (!file) return post(address("/receipts", { repository, ...allowing }), { code, ...(site ? { site } : {}) });
  const content = await file.text();
  const fields = signature ? { "X-Signature": btoa(await signature.text()) } : {};
  if (isReceipt(content)) return postText(address("/receipts", allowing), content, fields);
  return postText(address("/inventories", { repository, site, ...allowing }), content, fields);
}

/** What is no receipt may be an inventory, or a list that sha512sum made. */
function isReceipt(content) {
  return content.slice(0, 200).includes('"packferry.receipt/');
}

/** The receipt of an import that was applied, or taken back: its file and the signature beside it, and the code that says the same. */
export function receiptOf({ receipt, links }) {
  if (!receipt) return null;
  return element(
    "div",
    { class: "receipt", "data-key": "receipt" },
    element("h3", {}, t("receipt")),
    element("p", {}, t("receipt.text")),
    element("p", { class: "actions" }, element("a", { class: "button", href: links.receipt, download: receipt.name ?? "" }, t("receipt.download")), receipt.signature ? signatureLink(receipt) : null),
    receipt.signature ? element("p", {}, element("small", {}, t("receipt.signature.text"))) : null,
    receipt.code ? copyable(receipt.code, t("receipt.code")) : element("p", {}, t("receipt.no-code")),
    facts([[t("receipt.kind"), receipt.kind ? term("deed", receipt.kind) : null], [t("archive.path"), element("code", {}, receipt.path)]]),
  );
}

/** The signature is a few lines, and came with the receipt. */
function signatureLink({ name, signature }) {
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(signature)}`;
  return [" ", element("a", { class: "button", href, download: `${name}.sig` }, t("receipt.signature"))];
}
