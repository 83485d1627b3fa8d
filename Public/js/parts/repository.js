// Which repository is shown, where there are several.

import { element } from "../core/dom.js";
import { count } from "../core/format.js";
import { link } from "../core/router.js";
import { t } from "../core/words.js";
import { readSite, repositories } from "./site.js";

/** Reads what the repositories hold now, and answers the one that the address names, else the first of type npm; undefined
 *  where none is configured. */
export async function chosenRepository(page) {
  await readSite(page.signal);
  const named = page.query.get("repository");
  return repositories().find(({ name }) => name === named) ?? repositories().find(({ type }) => type === "npm") ?? repositories()[0];
}

/** The filter of a list by repository, where there are several. */
export function repositoryFilter() {
  return repositories().length > 1 ? [{ name: "repository", label: t("any-repository"), options: repositories().map(({ name }) => [name, name]) }] : [];
}

/** Links to the same of each repository, where there are several; `amount` is how much of it each has. */
export function repositoryTabs(page, chosen, amount) {
  if (repositories().length < 2) return null;
  const tab = (repository) => {
    const isChosen = repository.name === chosen.name;
    const text = element("bdi", {}, repository.name);
    return element("a", { class: "button", href: link(page.path, { repository: repository.name }), "aria-current": isChosen ? "true" : null }, text, element("span", { class: "amount" }, ` ${count(amount(repository))}`));
  };
  return element("nav", { class: "tabs", "aria-label": t("repositories"), "data-key": "repositories" }, repositories().map(tab));
}
