// Where archives are taken in: dropped, chosen, or named by where they lie on the server.

import { element, render } from "../core/dom.js";
import { bytes, duration, percent } from "../core/format.js";
import { t, term } from "../core/words.js";
import { repositoryField } from "./acts.js";
import { field } from "./dialog.js";
import { copyable } from "./equivalents.js";
import { importLink } from "./passage.js";
import { progressLine } from "./progress.js";
import { remedy } from "./remedy.js";
import { repositories } from "./site.js";
import { failure } from "./states.js";
import { cancel, dismiss, isOver, send, sendPath, sendUnsigned, uploads, watch } from "./upload.js";

/** A place for archives, and below it those that are on their way. */
export class Taking {
  #repository = repositoryField();
  #path = element("input", { type: "text", maxlength: "4096", autocomplete: "off", spellcheck: "false", required: true, placeholder: "/media/usb/diff-202611210130.tar.zst" });
  #file = element("input", { type: "file", multiple: true, accept: ".zst,application/zstd", onchange: () => this.#take(this.#file.files) });
  #list = element("ul", { class: "rows", "data-own": true });
  #place;

  constructor(page) {
    page.atEnd(watch(() => this.#show()));
    this.#place = element("div", { class: "taking", "data-own": true, "data-key": "taking" }, this.#repository.node, this.#drop(), this.#named(), this.#same(), this.#list);
    this.#show();
  }

  /** Where it stands. */
  get place() {
    return this.#place;
  }

  /** Where a file is chosen. */
  get file() {
    return this.#file;
  }

  #drop() {
    const drop = element(
      "div",
      {
        class: "drop",
        ondragover: (event) => {
          event.preventDefault();
          drop.classList.add("over");
        },
        ondragleave: () => drop.classList.remove("over"),
        ondrop: (event) => {
          event.preventDefault();
          drop.classList.remove("over");
          this.#take(event.dataTransfer.files);
        },
      },
      field(t("take.file"), this.#file, t("take.file.hint")),
    );
    return drop;
  }

  #take(files) {
    for (const file of files) send(file, this.#repository.value());
    this.#file.value = "";
  }

  #named() {
    const submit = (event) => {
      event.preventDefault();
      sendPath(this.#path.value.trim(), this.#repository.value());
      this.#path.value = "";
    };
    return element("form", { class: "named", onsubmit: submit }, field(t("take.path"), this.#path, t("take.path.hint")), element("button", {}, t("take.verify")));
  }

  #same() {
    const query = repositories().length > 1 ? `?repository=${encodeURIComponent(this.#repository.value())}` : "";
    return element(
      "details",
      { class: "equivalents" },
      element("summary", {}, t("equivalents.title")),
      copyable(`curl -sS -X POST -H 'Content-Type: application/zstd' -T diff-202611210130.tar.zst '${window.location.origin}/imports${query}'`, "curl"),
      copyable("packferry import plan /media/usb/diff-202611210130.tar.zst", t("equivalents.command")),
    );
  }

  #show() {
    render(this.#list, uploads().map(row));
    this.#list.hidden = uploads().length === 0;
  }
}

function row(upload) {
  const { key, name, state: now } = upload;
  const over = isOver(upload);
  return element(
    "li",
    { "data-key": key },
    element("p", {}, element("strong", {}, element("bdi", {}, name)), " ", element("span", { class: "state" }, term("upload", now))),
    element("p", { class: "progress" }, how(upload)),
    now === "refused" ? [failure(upload.error), remedy(upload.error.problem)] : null,
    element(
      "p",
      { class: "actions" },
      now === "staged" ? element("a", { class: "button small primary", href: importLink(upload.import) }, t("take.look")) : null,
      now === "refused" && upload.error.problem.code === "untrusted" ? element("button", { type: "button", class: "small", onclick: () => sendUnsigned(upload) }, t("take.unsigned")) : null,
      element("button", { type: "button", class: "small", "aria-label": `${t(over ? "dialog.close" : "take.cancel")}: ${name}`, onclick: () => (over ? dismiss(upload) : cancel(upload)) }, t(over ? "dialog.close" : "take.cancel")),
    ),
  );
}

/** How much was sent, or how far the service has read it. */
function how({ state: now, size, sent, remaining, job }) {
  if (now === "verifying") return job ? progressLine(job) : element("progress", { "aria-label": t("upload.verifying") });
  if (now !== "sending") return size == null ? null : bytes(size);
  const share = size ? sent / size : 0;
  return [
    element("progress", { max: "1", value: share, "aria-label": t("upload.sending") }),
    element("span", {}, `${percent(share)} ${t("job.of", { done: bytes(sent), total: bytes(size) })}`),
    remaining == null ? null : element("span", { class: "muted" }, t("job.left", { time: duration(remaining) })),
  ];
}
