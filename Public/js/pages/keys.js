import { get, post, remove } from "../core/api.js";
import { element } from "../core/dom.js";
import { when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { t } from "../core/words.js";
import { flags, repositoryField } from "../parts/acts.js";
import { ask, field, fill } from "../parts/dialog.js";
import { copyable } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { plainTable } from "../parts/list.js";
import { say } from "../parts/notices.js";
import { isOnline, isOffline } from "../parts/site.js";
import { nothingYet } from "../parts/states.js";

/** A .pub file is one line. */
const longest = 16384;

/** What signs here, and whose archives are taken. */
export async function show(page) {
  page.name(t("nav.keys"));
  page.follow(aboutChange("imports"));
  const done = (key) => {
    say(t(key));
    page.reload(0);
  };
  const add = () => element("button", { type: "button", class: "primary", onclick: () => askTrust().then((key) => key && done("key.is-trusted")) }, t("keys.trust"));
  await page.load(
    (signal) => get("/keys", { signal }),
    (keys) => [heading(t("nav.keys"), add()), section(t("keys.own"), own(keys)), section(t("keys.trusted"), trusted(keys.trusted, add, done))],
  );
}

function own({ own: key, own_problem: problem }) {
  if (problem) return element("div", { class: "notice bad" }, element("p", { lang: "en" }, problem));
  if (!key) return nothingYet(t("keys.no-own"), copyable("packferry keys generate", t("equivalents.command")));
  return [
    isOnline() ? element("p", {}, t("keys.own.text")) : null,
    isOffline() ? element("p", {}, t("keys.own.receipts")) : null,
    forms(key.current),
    key.next ? [element("h3", {}, t("keys.next")), element("p", {}, t(isOnline() ? "keys.next.text" : "keys.next.receipts")), forms(key.next)] : null,
  ];
}

/** One key in all the forms in which the far side may need it. */
function forms({ fingerprint, key, minisign, allowed_signer: signer }) {
  return [facts([[t("key.fingerprint"), element("code", {}, fingerprint)]]), copyable(key, t("key.public")), copyable(signer, "allowed_signers"), copyable(minisign, "minisign")];
}

function trusted(keys, add, done) {
  if (keys.length === 0) return nothingYet(t("keys.nothing"), add());
  const rows = keys.map((key) => ({ key: `${key.repository} ${key.site ?? ""} ${key.fingerprint}`, cells: [named(key), element("bdi", {}, key.repository), key.site ?? t("keys.for.archives"), since(key), act(key, done)] }));
  return [element("p", {}, t("keys.trusted.text")), plainTable(t("keys.trusted"), [t("key.fingerprint"), t("repository"), t("keys.for"), t("key.since"), t("acts")], rows)];
}

function named({ fingerprint, comment }) {
  return [element("code", {}, fingerprint), comment ? element("small", {}, element("bdi", {}, comment)) : null];
}

function since({ since: at, by, retired_at: retired }) {
  return [
    element("span", { class: "chip" }, t(retired ? "key.retired" : "key.trusted")),
    " ",
    when(retired ?? at),
    element("small", {}, t("key.by"), " ", element("bdi", {}, by)),
  ];
}

function act(key, done) {
  if (key.retired_at) return "";
  return element("button", { type: "button", class: "small harmful", "aria-label": `${t("key.retire")}: ${key.fingerprint}`, onclick: () => confirmRetiring(key).then((gone) => gone && done("key.is-retired")) }, t("key.retire"));
}

function confirmRetiring({ fingerprint, repository, site, links }) {
  return ask({
    title: t("key.retire.title", { repository }),
    body: [element("p", {}, element("code", {}, fingerprint)), element("p", {}, t(site ? "key.retire.site" : "key.retire.text", { name: site ?? "" }))],
    act: t("key.retire"),
    isHarmful: true,
    request: { method: "DELETE", path: links.self, command: ["keys", "trust", fingerprint, "--remove", ...(site ? ["--site", site] : []), "--repository", repository] },
    work: () => remove(links.self),
  });
}

function askTrust() {
  const repository = repositoryField();
  const text = element("textarea", { rows: 3, required: true, maxlength: "1024", autocomplete: "off", spellcheck: "false", placeholder: "ssh-ed25519 AAAA…", oninput: () => refuseSecret(text) });
  const file = element("input", { type: "file", accept: ".pub,text/plain", onchange: () => take(file, text) });
  const site = element("input", { type: "text", maxlength: "63", autocomplete: "off", spellcheck: "false", placeholder: "plant-7" });
  return fill({
    title: t("keys.trust.title"),
    fields: [element("p", {}, t("keys.trust.text")), repository.node, field(t("key.public"), text, t("keys.paste.hint")), field(t("keys.file"), file), isOnline() ? field(t("site"), site, t("keys.site.hint")) : null],
    values: () => ({ key: text.value.trim(), ...(site.value.trim() ? { site: site.value.trim() } : {}), ...(repository.value() ? { repository: repository.value() } : {}) }),
    act: t("keys.trust.act"),
    request: ({ key, ...rest }) => ({ method: "POST", path: "/keys", body: { key, ...rest }, command: ["keys", "trust", key || "KEY", ...flags(rest)] }),
    work: (body) => post("/keys", body),
  });
}

/** Puts what stands in a chosen file where it can be read before it is trusted. */
async function take(file, text) {
  const [chosen] = file.files;
  if (!chosen) return;
  text.value = chosen.size > longest ? "" : (await chosen.text()).trim();
  file.value = "";
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A private key is nobody's business: it does not leave this page. */
function refuseSecret(text) {
  const isSecret = text.value.includes("PRIVATE KEY");
  if (isSecret) text.value = "";
  text.setCustomValidity(isSecret ? t("keys.secret") : "");
  if (isSecret) text.reportValidity();
}
