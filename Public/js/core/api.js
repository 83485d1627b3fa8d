// Talks to the service. What it refuses becomes an error with the problem's own words (RFC 9457).

/** A request that the service refused, or that did not reach it. */
export class Refusal extends Error {
  /** `request` says what was asked: `GET /jobs`. */
  constructor(problem, request) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.request = request;
  }

  /** Whether nothing was there to answer. */
  get isUnreachable() {
    return this.problem.code === "unreachable";
  }
}

/** Reads a resource; `accepted` names further statuses whose body counts as an answer. */
export function get(path, { accepted = [], signal } = {}) {
  return ask("GET", path, { signal }, accepted);
}

/** Asks for something to be done. */
export function post(path, body) {
  return send("POST", path, body);
}

/** The same with a text as it is, such as a file, and further fields. */
export function postText(path, text, fields = {}) {
  return ask("POST", path, { headers: { "Content-Type": "text/plain", ...fields }, body: text }, []);
}

/** Changes what is named of a resource; `revision` is the `ETag` of what it was made from. */
export function put(path, body, revision) {
  return send("PUT", path, body, revision ? { "If-Match": revision } : {});
}

/** Deletes a resource. */
export function remove(path) {
  return send("DELETE", path);
}

/** The text of a resource from `offset` on, with how long it is in all; empty where nothing is there yet. */
export async function getPart(path, range, accept, signal) {
  const response = await reach("GET", path, { headers: { Accept: accept, Range: `bytes=${range}` }, signal });
  if (response.status === 416) return { text: "", from: null, total: Number(response.headers.get("Content-Range")?.split("/")[1] ?? 0) };
  if (!response.ok) await read(response, [], `GET ${path}`);
  const text = await response.text();
  const [, from, total] = /bytes (\d+)-\d+\/(\d+)/.exec(response.headers.get("Content-Range") ?? "") ?? [];
  return { text, from: Number(from ?? 0), total: Number(total ?? new Blob([text]).size) };
}

/** A path with a query; what is empty is left out. */
export function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value != null && value !== false);
  const text = new URLSearchParams(given).toString();
  return text ? `${path}?${text}` : path;
}

function send(method, path, body, headers = {}) {
  const options = { headers };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return ask(method, path, options, []);
}

async function ask(method, path, options, accepted) {
  const headers = { Accept: "application/json", ...options.headers };
  return read(await reach(method, path, { ...options, headers }), accepted, `${method} ${path}`);
}

async function reach(method, path, options) {
  try {
    return await fetch(path, { method, ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal({ title: "The service does not answer.", code: "unreachable" }, `${method} ${path}`);
  }
}

async function read(response, accepted, request) {
  const value = response.status === 204 ? {} : await response.json().catch(() => ({}));
  if (response.ok || accepted.includes(response.status)) return value;
  const requestID = response.headers.get("X-Request-Id");
  throw new Refusal({ title: `The service answered ${response.status}.`, status: response.status, request_id: requestID, ...value }, request);
}
