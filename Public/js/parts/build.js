// Builds an archive: first it is said what would be in it.

import { address, get, post } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { bytes, count, day } from "../core/format.js";
import { link, part } from "../core/router.js";
import { t } from "../core/words.js";
import { flags, repositoryField, start } from "./acts.js";
import { ask, checkbox, choice, field, fill } from "./dialog.js";
import { brought, giveUp } from "./following.js";
import { facts } from "./heading.js";
import { packageAmount, packagesWord } from "./held.js";
import { remarks } from "./outcome.js";
import { progressLine } from "./progress.js";
import { SelectedPackages } from "./selected-packages.js";
import { excerpt } from "./states.js";

const everything = "everything";
const longestNote = 1000;
const few = 12;

/** Asks what to build, says what would be in it, and builds it if that is wanted. */
export async function askBuild({ repository, baseline } = {}) {
  const form = new BuildForm(repository, baseline);
  const preview = await form.ask();
  if (!preview?.result) return;
  if (preview.result.changed) await confirmBuild(preview);
  else await tellNothingNew(preview.result);
}

class BuildForm {
  #repository;
  #base = choice([["", t("build.base.last")]]);
  #note = element("input", { type: "text", maxlength: String(longestNote), autocomplete: "off" });
  #baseField = field(t("build.base"), this.#base, t("build.base.hint"));
  #selected = new SelectedPackages(() => this.#show());
  #fetch = checkbox();
  #fetchField = field(t("build.fetch"), this.#fetch, t("build.fetch.hint"));
  #shrink = checkbox();
  #shrinkField = field(t("build.allow-shrink"), this.#shrink, t("build.allow-shrink.hint"));
  #progress = element("p", { role: "status" });
  #job = null;

  constructor(repository, baseline) {
    this.#repository = repositoryField(null, repository);
    this.#shrinkField.hidden = true;
    this.#fetchField.hidden = true;
    this.#repository.node?.addEventListener("change", () => this.#offer(""));
    this.#offer(baseline);
  }

  /** Answers with what would be built, `{body, result}`, without a result where it is being built already; null where that was
   *  not wanted. */
  async ask() {
    const preview = await fill({
      title: t("build.title"),
      fields: [
        element("p", {}, t("build.text")),
        this.#repository.node,
        this.#baseField,
        this.#selected.nodes,
        field(t("build.note"), this.#note, t("build.note.hint")),
        this.#fetchField,
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
    return {
      repository: this.#repository.value(),
      ...(this.#selected.isPart ? this.#selected.values() : this.#start()),
      ...(this.#note.value.trim() ? { note: this.#note.value.trim() } : {}),
      ...(this.#shrink.checked ? { allow_shrink: true } : {}),
    };
  }

  /** What it starts from: a part starts from nothing anyway. */
  #start() {
    const base = this.#base.value;
    return base === everything ? { full: true } : base ? { baseline: base } : {};
  }

  async #look(body) {
    if (this.#isFetching()) return { body, job: await start("diff-build", body) };
    try {
      this.#job = await post("/jobs/diff-build", { ...body, dry_run: true });
      this.#tell(this.#job);
      return { body, result: await brought(this.#job, (job) => this.#tell(job)) };
    } catch (error) {
      if (error.problem?.code === "shrunk") this.#shrinkField.hidden = false;
      // Looking fetches nothing; building does.
      if (error.problem?.code === "not-found" && this.#selected.isPart) this.#fetchField.hidden = false;
      throw error;
    } finally {
      this.#job = null;
      render(this.#progress);
    }
  }

  #tell(job) {
    render(this.#progress, progressLine(job));
  }

  #isFetching() {
    return this.#selected.isPart && this.#fetch.checked && !this.#fetchField.hidden;
  }

  #show() {
    this.#baseField.hidden = this.#selected.isPart;
    this.#fetchField.hidden = true;
  }

  #offer(chosen) {
    this.#selected.offer(this.#repository.value());
    return this.#offerSnapshots(chosen);
  }

  async #offerSnapshots(chosen) {
    const { items } = await get(address("/snapshots", { repository: this.#repository.value(), limit: 100 }));
    const options = [["", t("build.base.last")], [everything, t("build.base.none")], ...items.map((each) => [each.id, t("build.base.snapshot", { name: each.names.join(", ") || each.id.slice(0, 12), day: day(each.created), n: each.counts.files })])];
    this.#base.replaceChildren(...options.map(([value, text]) => element("option", { value }, text)));
    this.#base.value = options.some(([value]) => value === chosen) ? chosen : "";
  }
}

function confirmBuild({ body, result }) {
  const contents = excerpt(`${t("archive.contents")}: ${packageAmount(body.repository, result.contents.count)}`, result.contents.items.map(({ name, versions, bytes: size }) => `${[name, ...versions.slice(0, 5)].join(" ")} (${bytes(size)})`));
  // Whoever wanted to see it need not ask once more.
  if (contents && result.contents.count <= few) contents.open = true;
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
      contents,
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
