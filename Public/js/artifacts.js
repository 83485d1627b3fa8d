import { get } from "./api.js";
import { element, empty, table } from "./dom.js";
import { bytes, count, moment } from "./format.js";

/** Shows the newest archives with what is needed to carry them. */
export async function showArtifacts() {
  const page = await get("/artifacts?limit=20");
  const place = document.getElementById("artifacts");
  if (page.items.length === 0) {
    place.replaceChildren(empty("No archive was built yet. “Build archive” packs what the other side does not have."));
    return;
  }
  const heads = ["Archive", "Built", "Holds", "Size", "SHA-512", "State"];
  place.replaceChildren(table("The last archives, newest first", heads, page.items.map(row)));
}

function row(artifact) {
  const { links, counts } = artifact;
  const name = `${artifact.id}.tar.zst`;
  return [
    element(
      "td",
      { class: "whole" },
      links.download ? element("a", { href: links.download, download: name }, name) : name,
      element("br"),
      element("small", {}, `${artifact.repository}, ${artifact.scope} · `),
      element("a", { href: links.checksums, "aria-label": `SHA512SUMS of ${artifact.id}` }, "SHA512SUMS"),
    ),
    element("td", { class: "whole" }, moment(artifact.created)),
    element("td", {}, `${count(counts.packages)} packages, ${count(counts.files)} files`),
    element("td", { class: "number" }, bytes(artifact.size)),
    element("td", {}, element("code", {}, artifact.sha512)),
    element("td", {}, artifact.state),
  ];
}
