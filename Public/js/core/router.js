// Which page the address asks for. Addresses stand behind `#`, so that they never collide with the routes of the service
// and survive any prefix; what a list is filtered by stands in them too.

const routes = [];

/** Names the module that shows the addresses of a pattern; `{name}` is one part of it, `{name...}` all that follow. */
export function route(pattern, nav, load) {
  const expression = pattern.replace(/\{(\w+)(\.\.\.)?\}/g, (_, name, rest) => (rest ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`));
  routes.push({ expression: new RegExp(`^${expression}$`), nav, load });
}

/** What the address asks for, taken apart; no `load` where there is no such page. */
export function location() {
  const [path, query] = split(window.location.hash.slice(1) || "/");
  for (const { expression, nav, load } of routes) {
    const match = expression.exec(path);
    if (match) return { path, nav, load, parameters: decoded(match.groups ?? {}), query: new URLSearchParams(query) };
  }
  return { path, parameters: {}, query: new URLSearchParams(query) };
}

/** The address of a page, for a link; what is empty in the query is left out. */
export function link(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  const text = new URLSearchParams(given).toString();
  return `#${path}${text ? `?${text}` : ""}`;
}

/** One part of an address. */
export function part(text) {
  return encodeURIComponent(text);
}

/** Goes to a page. */
export function go(path, query) {
  window.location.hash = link(path, query);
}

/** Changes the query of the address in place: no step back leads to what it was. */
export function replaceQuery(query) {
  history.replaceState(null, "", link(location().path, query));
}

function split(text) {
  const mark = text.indexOf("?");
  return mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
}

function decoded(groups) {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
