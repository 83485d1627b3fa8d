import { element } from "../core/dom.js";
import { t } from "../core/words.js";

/** Whose signature an archive bears, and what that key counts for here where it was asked. */
export function signedBy(signer) {
  if (!signer) return element("span", { class: "muted" }, t("signer.nobody"));
  const { fingerprint, trusted } = signer;
  return [element("code", {}, fingerprint), trusted == null ? null : [" ", element("span", { class: "chip" }, t(trusted ? "key.trusted" : "signer.untrusted"))]];
}
