import { post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { go, part } from "../core/router.js";
import { t } from "../core/words.js";
import { flags, repositoryField } from "../parts/acts.js";
import { field, fill } from "../parts/dialog.js";
import { heading } from "../parts/heading.js";
import { List } from "../parts/list.js";
import { snapshotLink } from "../parts/passage.js";
import { repositoryFilter } from "../parts/repository.js";
import { nameInput, names } from "../parts/snapshot-names.js";
import { nothingYet } from "../parts/states.js";

/** All snapshots, newest first; `create` in the query asks at once which to take. */
export async function show(page) {
  page.name(t("nav.snapshots"));
  const snapshots = list(page);
  page.follow(aboutChange("snapshots", "artifacts"));
  await page.load(
    () => snapshots.read(),
    () => [heading(t("nav.snapshots"), createButton()), snapshots.place],
  );
  if (!page.query.has("create")) return;
  page.choose({ create: null });
  askSnapshot();
}

function createButton() {
  return element("button", { type: "button", class: "primary", onclick: askSnapshot }, t("snapshot.create"));
}

function list(page) {
  return new List(page, {
    path: "/snapshots",
    caption: t("nav.snapshots"),
    sort: "created",
    filters: [
      { name: "q", label: t("snapshots.search") },
      ...repositoryFilter(),
    ],
    csv: true,
    columns: [
      { label: t("snapshot"), isWide: true, sort: "name", cell: (item) => [snapshotLink(item.id, item.names.length ? names(item) : undefined), item.names.length ? element("small", {}, element("code", {}, item.id.slice(0, 12))) : null] },
      { label: t("repository"), cell: ({ repository }) => element("bdi", {}, repository) },
      { label: t("snapshot.taken"), sort: "created", isFalling: true, cell: ({ created }) => when(created) },
      { label: t("packages"), isNumber: true, cell: ({ counts }) => count(counts.packages) },
      { label: t("files"), isNumber: true, sort: "files", cell: ({ counts }) => count(counts.files) },
      { label: t("size"), isNumber: true, sort: "bytes", cell: ({ counts }) => bytes(counts.bytes) },
    ],
    nothing: () => nothingYet(t("snapshots.nothing"), createButton()),
  });
}

/** Asks which storage to freeze, and under which name, and does so. */
function askSnapshot() {
  const repository = repositoryField();
  const name = nameInput();
  return fill({
    title: t("snapshot.create"),
    fields: [element("p", {}, t("snapshot.create.text")), repository.node, field(t("snapshot.name"), name, t("snapshot.name.hint"))],
    values: () => ({ repository: repository.value(), ...(name.value.trim() ? { name: name.value.trim() } : {}) }),
    act: t("snapshot.create"),
    request: (body) => ({ method: "POST", path: "/snapshots", body, command: ["snapshot", "create", ...(body.name ? [body.name] : []), ...flags({ repository: body.repository })] }),
    work: create,
  });
}

async function create(body) {
  const job = await post("/snapshots", body);
  go(`/jobs/${part(job.id)}`);
}
