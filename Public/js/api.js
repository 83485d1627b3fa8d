// Talks to the service. What it refuses becomes an error with the problem's own words (RFC 9457).

/** A request that the service refused. */
export class Refusal extends Error {
  constructor(problem) {
    super([problem.detail ?? problem.title, problem.hint].filter(Boolean).join(" "));
    this.problem = problem;
  }
}

/** Reads a resource; `accepted` names further statuses whose body counts as an answer. */
export async function get(path, accepted = []) {
  const response = await fetch(path, { headers: { Accept: "application/json" } });
  return read(response, accepted);
}

/** Asks for something to be done. */
export async function post(path, body) {
  return send("POST", path, body);
}

/** Changes what is named of a resource. */
export async function put(path, body) {
  return send("PUT", path, body);
}

async function send(method, path, body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  return read(await fetch(path, options), []);
}

async function read(response, accepted) {
  const value = await response.json().catch(() => ({}));
  if (response.ok || accepted.includes(response.status)) return value;
  throw new Refusal({ title: `The service answered ${response.status}.`, ...value });
}
