import { get, post } from "../core/api.js";
import { element } from "../core/dom.js";
import { bytes, count, moment, when } from "../core/format.js";
import { aboutChange } from "../core/page.js";
import { go, link, part } from "../core/router.js";
import { t, term } from "../core/words.js";
import { confirmDeletion } from "../parts/deletion.js";
import { deliveries } from "../parts/delivered.js";
import { copyable, equivalents, quoted } from "../parts/equivalents.js";
import { askExport } from "../parts/export.js";
import { facts, heading, section } from "../parts/heading.js";
import { heldPackages, packagesWord } from "../parts/held.js";
import { attempt, say } from "../parts/notices.js";
import { snapshotLink } from "../parts/passage.js";
import { signedBy } from "../parts/signer.js";
import { typeOf } from "../parts/site.js";
import { excerpt, state } from "../parts/states.js";

/** One archive: what it is, how it is carried to the far side, and what is in it. */
export async function show(page) {
  const { id } = page.parameters;
  page.name(id);
  let held = null;
  page.follow(aboutChange("artifacts", "sites"));
  await page.load(
    async (signal) => {
      const archive = await get(`/artifacts/${part(id)}`, { signal });
      held ??= heldPackages(page, `/artifacts/${part(id)}/packages`, archive.repository, t("archive.empty"));
      if (isWhole(archive)) await held.read();
      return archive;
    },
    (archive) => [
      heading(id, acts(archive)),
      element("p", { class: "lead" }, state("artifact", archive.state), " ", element("span", {}, bytes(archive.size)), element("span", { class: "chip" }, term("scope", archive.scope))),
      isWhole(archive) ? null : element("div", { class: "notice bad" }, element("p", {}, t(`archive.${archive.state}.text`))),
      excerpt(t("remark.warning", { n: archive.warnings.length }), archive.warnings, "warn"),
      described(archive),
      isWhole(archive) ? section(t("carry"), carrying(archive)) : null,
      section(t("delivery.title"), deliveries(archive)),
      isWhole(archive) ? section(t("archive.contents"), held.place) : null,
    ],
  );
}

function isWhole({ state: now }) {
  return now !== "damaged" && now !== "missing";
}

function acts(archive) {
  return [
    isWhole(archive) ? element("a", { class: "button primary", href: archive.links.download, download: "" }, t("archive.download")) : null,
    isWhole(archive) ? element("button", { type: "button", onclick: () => askExport(archive) }, t("export.act")) : null,
    element("button", { type: "button", onclick: () => verify(archive) }, t("archive.verify")),
    element("button", { type: "button", class: "harmful", onclick: () => confirmDelete(archive) }, t("deletion.act")),
  ];
}

function verify(archive) {
  return attempt(async () => {
    const job = await post(archive.links.verify);
    go(`/jobs/${part(job.id)}`);
  });
}

async function confirmDelete({ id }) {
  const isGone = await confirmDeletion({
    name: id,
    path: `/artifacts/${part(id)}`,
    text: t("archive.delete.text"),
    command: ["artifact", "delete", id],
    canForce: true,
  });
  if (!isGone) return;
  say(t("deletion.done", { name: id }));
  go("/archives");
}

function described(archive) {
  const { base, base_name: baseName, counts, target } = archive;
  return [
    facts([
      [packagesWord(archive.repository), count(counts.packages)],
      [t("versions"), counts.versions ? count(counts.versions) : null],
      [t("files"), count(counts.files)],
      [t("archive.unpacked"), bytes(counts.bytes)],
      [t("archive.deletes"), archive.deletes ? count(archive.deletes) : t("none")],
    ], "figures"),
    facts([
      [t("repository"), element("bdi", {}, archive.repository)],
      [t("archive.base"), base ? [baseName ? [element("a", { href: link(`/archives/${part(baseName)}`) }, baseName), " "] : null, snapshotLink(base)] : t("archive.from-nothing")],
      [t("archive.target"), snapshotLink(target)],
      [t("archive.difference"), base ? element("a", { href: link(`/snapshots/${part(base)}/diff/${part(target)}`) }, t("snapshot.compare")) : null],
      [t("archive.built"), [when(archive.created), element("small", {}, ` ${moment(archive.created)}`)]],
      [t("archive.sequence"), String(archive.sequence)],
      [t("signer"), signedBy(archive.signer)],
      [t("archive.note"), archive.note ? element("bdi", {}, archive.note) : null],
      [t("archive.id"), element("code", {}, archive.archive_id)],
      [t("archive.path"), element("code", {}, archive.path)],
    ]),
    copyable(archive.sha512, "SHA-512"),
  ];
}

/** The ways to the far side, as commands with the addresses and names of this archive. */
function carrying({ id, repository, links }) {
  const file = `${id}.tar.zst`;
  const storage = typeOf(repository) === "npm" ? "/var/lib/verdaccio/storage" : `/srv/${repository}`;
  const whole = (path) => quoted(new URL(path, window.location.origin).href);
  return element(
    "ol",
    { class: "stages" },
    stage(t("carry.download"), t("carry.download.text"), copyable(`curl -C - -o ${file} ${whole(links.download)}`, "curl"), copyable(`packferry artifact fetch ${id} /mnt/usb --server ${window.location.origin}`, t("equivalents.command"))),
    stage(
      t("carry.check"),
      t("carry.check.text"),
      copyable(`curl -s ${whole(links.checksums)} | sha512sum -c`, "curl"),
      element("p", { class: "actions" }, element("a", { href: links.checksums, download: `${id}.SHA512SUMS` }, "SHA512SUMS"), element("a", { href: links.manifest, download: `${id}.manifest.json` }, t("carry.manifest"))),
    ),
    stage(t("carry.apply"), t("carry.apply.text"), copyable(`packferry import apply /media/usb/${file} --repository ${quoted(repository)}`, t("equivalents.command"))),
    stage(
      t("carry.by-hand"),
      t("carry.by-hand.text"),
      copyable(`mkdir unpacked && tar --zstd -xf ${file} -C unpacked && (cd unpacked && sha512sum --quiet -c SHA512SUMS) && tar --zstd -xf ${file} -C ${quoted(storage)} --strip-components=1 --backup=numbered storage`, "tar, zstd"),
    ),
    stage(t("carry.again"), t("carry.again.text"), equivalents({ method: "POST", path: links.verify, command: ["artifact", "verify", id] })),
  );
}

function stage(title, text, ...more) {
  return element("li", {}, element("h3", {}, title), element("p", {}, text), more);
}
