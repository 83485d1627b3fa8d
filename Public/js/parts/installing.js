// How those behind the gap get at what a repository has.

import { element } from "../core/dom.js";
import { link } from "../core/router.js";
import { t } from "../core/words.js";
import { copyable } from "./equivalents.js";
import { repositories, typeOf } from "./site.js";

/** Where npm finds a repository here. */
export function registry(name) {
  const isOnly = repositories().filter(({ type }) => type === "npm").length === 1;
  return new URL(isOnly ? "/npm/" : `/registries/${encodeURIComponent(name)}/`, window.location.origin).href;
}

/** What a developer types now; where files lie, for a repository of any files. */
export function installing(name) {
  const toPackages = element("a", { class: "button", href: link("/packages", { repository: name }) }, t(typeOf(name) === "npm" ? "installing.packages" : "installing.files"));
  if (typeOf(name) !== "npm") {
    const path = repositories().find((repository) => repository.name === name)?.path;
    const lines = repositories().find((repository) => repository.name === name)?.mirror?.clients ?? [];
    const told = lines.map((line) => line.replaceAll("{base}", window.location.origin)).join("\n");
    return element("div", {}, told ? copyable(told, "sources.list") : null, element("p", {}, t("installing.lies"), " ", element("code", {}, path)), element("p", { class: "actions" }, toPackages));
  }
  return element(
    "div",
    {},
    element("p", {}, t("installing.text")),
    copyable(`npm ci --registry ${registry(name)} --replace-registry-host=always`, "npm"),
    copyable(`registry=${registry(name)}\nreplace-registry-host=always`, ".npmrc"),
    element("p", { class: "actions" }, toPackages),
  );
}
