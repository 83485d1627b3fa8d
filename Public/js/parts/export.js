// Writing an archive to a disk that is mounted where the service runs.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { flags, start } from "./acts.js";
import { choice, field, fill } from "./dialog.js";

const mebibyte = 2 ** 20;
/** What fits usual media, as `--split` takes it. */
const sizes = ["4000M", "4400M", "650M"];

/** Asks where to, and does so. */
export function askExport({ id, repository }) {
  const folder = element("input", { type: "text", maxlength: "4096", required: true, autocomplete: "off", spellcheck: "false", placeholder: "/media/usb" });
  const split = choice([["", t("export.whole")], ...sizes.map((name) => [name, t(`export.parts.${name}`)])]);
  const values = () => ({ repository, artifact: id, folder: folder.value.trim(), ...(split.value ? { split_bytes: parseInt(split.value, 10) * mebibyte } : {}) });
  const command = (body) => ["artifact", "export", id, body.folder || "/media/usb", ...(split.value ? ["--split", split.value] : []), ...flags({ repository })];
  return fill({
    title: t("export.title", { name: id }),
    fields: [element("p", {}, t("export.text")), field(t("export.folder"), folder, t("export.folder.hint")), field(t("export.split"), split)],
    values,
    act: t("export.act"),
    request: (body) => ({ method: "POST", path: "/jobs/artifact-export", body, command: command(body) }),
    work: (body) => start("artifact-export", body),
  });
}
