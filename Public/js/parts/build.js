// Builds an archive: first it is said what would be in it.

import { address, get, post } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { bytes, count, day } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { flags, repositoryField, start } from "./acts.js";
import { ask, choice, field, fill } from "./dialog.js";
import { brought, giveUp } from "./following.js";
import { facts } from "./heading.js";
import { packageAmount, packagesWord } from "./held.js";
import { remarks } from "./outcome.js";
import { progressLine } from "./progress.js";
import { excerpt } from "./states.js";

const everything = "everything";
const longestNote = 1000;

/** Asks what to build, says what would be in it, and builds it if that is wanted. */
export async function askBuild({ repository, baseline } = {}) {
  const form = new BuildForm(repository, baseline);
  const preview = await form.ask();
  if (!preview) return;
  if (preview.result.changed) await confirmBuild(preview);
  else await tellNothingNew(preview.result);
}

class BuildForm {
  #repository;
  #base = choice([["", t("build.base.last")]]);
  #note = element("input", { type: "text", maxlength: String(longestNote), autocomplete: "off" });
  #shrink = element("input", { type: "checkbox" });
  #shrinkField = field(t("build.allow-shrink"), this.#shrink, t("build.allow-shrink.hint"));
  #progress = element("p", { role: "status" });
  #job = null;

  constructor(repository, baseline) {
    this.#repository = repositoryField(null, repository);
    this.#shrinkField.hidden = true;
    this.#repository.node?.addEventListener("change", () => this.#offerSnapshots(""));
    this.#offerSnapshots(baseline);
  }

  /** Answers with what would be built, `{body, result}`; null where that was not wanted. */
  async ask() {
    const preview = await fill({
      title: t("build.title"),
      fields: [
        element("p", {}, t("build.text")),
        this.#repository.node,
        field(t("build.base"), this.#base, t("build.base.hint")),
        field(t("build.note"), this.#note, t("build.note.hint")),
        this.#shrinkField,
        this.#progress,
      ],
      values: () => this.#body(),
      act: t("build.preview"),
      request: (body) => ({ method: "POST", path: "/jobs/diff-build", body, command: ["artifact", "build", ...flags(body)] }),
      work: (body) => this.#look(body),
    });
    if (!preview && this.#job) await giveUp(this.#job);
    return preview;
  }

  #body() {
    const base = this.#base.value;
    return {
      repository: this.#repository.value(),
      ...(base === everything ? { full: true } : base ? { baseline: base } : {}),
      ...(this.#note.value.trim() ? { note: this.#note.value.trim() } : {}),
      ...(this.#shrink.checked ? { allow_shrink: true } : {}),
    };
  }

  async #look(body) {
    try {
      this.#job = await post("/jobs/diff-build", { ...body, dry_run: true });
      this.#tell(this.#job);
      return { body, result: await brought(this.#job, (job) => this.#tell(job)) };
    } catch (error) {
      if (error.problem?.code === "shrunk") this.#shrinkField.hidden = false;
      throw error;
    } finally {
      this.#job = null;
      render(this.#progress);
    }
  }

  #tell(job) {
    render(this.#progress, progressLine(job));
  }

  async #offerSnapshots(chosen) {
    const { items } = await get(address("/snapshots", { repository: this.#repository.value(), limit: 100 }));
    const options = [["", t("build.base.last")], [everything, t("build.base.none")], ...items.map((each) => [each.id, t("build.base.snapshot", { name: each.names.join(", ") || each.id.slice(0, 12), day: day(each.created), n: each.counts.files })])];
    this.#base.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    this.#base.value = options.some(([value]) => value === chosen) ? chosen : "";
  }
}

function confirmBuild({ body, result }) {
  return ask({
    title: t("build.confirm.title", { repository: body.repository }),
    body: [
      facts([
        [t("size"), bytes(result.bytes)],
        [packagesWord(body.repository), count(result.packages)],
        [t("files"), count(result.files)],
        [t("archive.deletes"), result.deletes ? count(result.deletes) : t("none")],
      ], "figures"),
      element("p", {}, t(`build.scope.${result.scope}`, { base: result.base_name ?? result.base?.slice(0, 12) ?? "" })),
      excerpt(`${t("archive.contents")}: ${packageAmount(body.repository, result.contents.count)}`, result.contents.items.map(({ name, versions, bytes: size }) => `${[name, ...versions.slice(0, 5)].join(" ")} (${bytes(size)})`)),
      remarks(result),
    ],
    keep: t("build.not-now"),
    act: t("build.act"),
    request: { method: "POST", path: "/jobs/diff-build", body, command: ["artifact", "build", ...flags(body)] },
    work: () => start("diff-build", body),
  });
}

/** Names the archive that has all of it, and what was left behind. */
function tellNothingNew(result) {
  const current = result.current ? [" ", element("a", { href: link(`/archives/${part(result.current)}`) }, result.current)] : null;
  return ask({ title: t("build.nothing.title"), body: [element("p", {}, t("build.nothing.text"), current), remarks(result)], keep: t("dialog.close") });
}
