// Which packages an archive carries, where it is not to carry all that is new.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { checkbox, field } from "./dialog.js";
import { typeOf } from "./site.js";

/** The fields that ask for some packages, by name or by a lockfile on the server. */
export class SelectedPackages {
  #some = checkbox();
  #names = element("textarea", { rows: "3", spellcheck: "false", autocapitalize: "off", placeholder: "left-pad@1.3.0\n@babel/core@^7" });
  #lockfile = element("input", { type: "text", maxlength: "4096", pattern: "/.*", spellcheck: "false", autocomplete: "off", placeholder: "/home/anna/shop/package-lock.json" });
  #someField = field(t("build.only"), this.#some, t("build.only.hint"));
  #more = element("div", { class: "dialog-body" }, field(t("build.only.names"), this.#names, t("build.only.names.hint")), field(t("build.only.lockfile"), this.#lockfile, t("build.only.lockfile.hint")));
  #changed;

  /** `changed` is called whenever something else was asked for or offered. */
  constructor(changed) {
    this.#changed = changed;
    for (const control of [this.#some, this.#names, this.#lockfile]) control.addEventListener("input", () => this.#show());
  }

  /** The fields. */
  get nodes() {
    return [this.#someField, this.#more];
  }

  /** Whether some packages are asked for, and not all that is new. */
  get isPart() {
    return !this.#someField.hidden && this.#some.checked;
  }

  /** Offers what a repository has: a folder of files has no packages to choose from. */
  offer(repository) {
    this.#someField.hidden = typeOf(repository) !== "npm";
    this.#show();
  }

  /** What is asked for, as the service takes it. */
  values() {
    if (!this.isPart) return {};
    const only = this.#names.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const lockfile = this.#lockfile.value.trim();
    return { ...(only.length ? { only } : {}), ...(lockfile ? { lockfile } : {}) };
  }

  #show() {
    this.#more.hidden = !this.isPart;
    // What is hidden must not keep the form from being sent.
    this.#lockfile.disabled = !this.isPart;
    this.#names.required = this.isPart && this.#lockfile.value.trim() === "";
    this.#changed();
  }
}
