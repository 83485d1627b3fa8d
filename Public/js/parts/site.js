// Which side this is and what it has, as the service said last.

import { get } from "../core/api.js";

let known = { site: { name: "", role: "both" }, repositories: [] };

/** Keeps what `GET /storage` answered. */
export function setSite(storage) {
  known = storage;
}

/** Asks the service for it, and answers all that it said. */
export async function readSite(signal) {
  setSite(await get("/storage", { signal }));
  return known;
}

/** `{name, role}`; both sides until the service has said so. */
export function site() {
  return known.site;
}

/** The repositories, each with `name` and `type`. */
export function repositories() {
  return known.repositories;
}

/** The type of a repository: `npm`, `files`. */
export function typeOf(name) {
  return known.repositories.find((repository) => repository.name === name)?.type ?? "npm";
}

/** Whether something can be built and fetched here. */
export function isOnline() {
  return known.site.role !== "offline";
}

/** Whether archives are taken here. */
export function isOffline() {
  return known.site.role !== "online";
}
