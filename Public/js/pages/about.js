import { get } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { link } from "../core/router.js";
import { t } from "../core/words.js";
import { copyable, curl } from "../parts/equivalents.js";
import { facts, heading, section } from "../parts/heading.js";
import { plainTable } from "../parts/list.js";
import { state } from "../parts/states.js";

const slow = 60_000;

/** What runs here, how it is configured, whether everything works, and every route of the service. */
export async function show(page) {
  page.name(t("nav.about"));
  page.every(slow, () => page.reload());
  let routes = null;
  await page.load(
    async (signal) => {
      const [version, health, configuration, table] = await Promise.all(["/version", "/health", "/configuration", "/routes"].map((path) => get(path, { signal, accepted: [503] })));
      routes ??= new Routes(page, table.items);
      return { version, health, configuration };
    },
    ({ version, health, configuration }) => [
      heading(t("nav.about")),
      facts([
        [t("about.version"), `${version.name} ${version.version}`],
        [t("about.formats"), version.formats.join(", ")],
        [t("about.libraries"), Object.entries(version.libraries).map(([name, each]) => `${name} ${each}`).join(", ")],
      ]),
      section(t("about.checks"), checks(health)),
      section(t("about.configuration"), settings(configuration)),
      section(t("about.routes"), element("p", {}, t("about.routes.text"), " ", element("a", { href: link("/api") }, t("contract.title"))), routes.place),
    ],
  );
}

function checks({ status, checks: all }) {
  const rows = Object.values(all).flat().map((check) => ({ key: check.name, cells: [element("code", {}, check.name), state("check", check.status), element("span", { lang: "en" }, check.detail)] }));
  return [element("p", { class: "lead" }, state("health", status)), plainTable(t("about.checks"), [t("about.check"), t("job.state"), t("about.detail")], rows)];
}

/** Each setting with its value and where it comes from. */
function settings({ configuration, file, origins }) {
  const rows = Object.entries(origins).map(([path, origin]) => ({
    key: path,
    cells: [element("code", { class: "nowrap" }, path), element("code", {}, shown(valueAt(configuration, path))), from(origin)],
  }));
  return [
    file ? element("p", {}, t("about.file"), " ", element("code", {}, file)) : null,
    plainTable(t("about.configuration"), [t("about.setting"), t("about.value"), t("about.origin")], rows),
  ];
}

function from(origin) {
  const [, line] = /^line (\d+)$/.exec(origin) ?? [];
  if (line) return element("span", { class: "nowrap" }, t("about.origin.line", { line }));
  return origin === "default" ? element("span", { class: "muted nowrap" }, t("about.origin.default")) : element("code", {}, origin);
}

function shown(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The value at a path such as `repositories.npm.type` or `schedules[1]`, which counts from 1; names may have dots. */
function valueAt(value, path) {
  if (path === "" || value == null) return value;
  const [item, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
  if (item) return valueAt(value[index - 1], path.slice(item.length));
  const names = Object.keys(value).filter((name) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`));
  const name = names.sort((a, b) => b.length - a.length)[0];
  return name ? valueAt(value[name], path.slice(name.length).replace(/^\./, "")) : null;
}

/** The table of routes, and what it is searched for. */
class Routes {
  #page;
  #items;
  #place = element("div", { class: "list", "data-own": true, "data-key": "routes" });

  constructor(page, items) {
    this.#page = page;
    this.#items = items;
    this.#show();
  }

  get place() {
    return this.#place;
  }

  #show() {
    const sought = (this.#page.query.get("q") ?? "").toLowerCase();
    const found = this.#items.filter(({ method, path, summary }) => `${method} ${path} ${summary}`.toLowerCase().includes(sought));
    const search = (event) => {
      this.#page.choose({ q: event.target.value });
      this.#show();
    };
    render(
      this.#place,
      element(
        "div",
        { class: "bar", role: "search" },
        element("input", { type: "search", id: "filter-q", "aria-label": t("about.search"), placeholder: t("about.search"), value: this.#page.query.get("q") ?? "", autocomplete: "off", spellcheck: "false", oninput: search }),
        element("span", { class: "amount", role: "status" }, t("list.shown", { n: found.length })),
      ),
      found.length ? plainTable(t("about.routes"), [t("about.route"), t("about.does"), "curl"], found.map(row)) : element("p", { class: "empty" }, t("list.no-match")),
    );
  }
}

function row({ method, path, summary, parameters, body: takesBody }) {
  // Names in braces mean something to curl; what is to be replaced stands in capitals.
  const shown = path.replace(/\{(\w+)(\.\.\.)?\}/g, (_, name) => name.toUpperCase());
  return {
    key: `${method} ${path}`,
    cells: [
      [element("strong", {}, method), " ", element("code", {}, path), parameters.length ? element("small", {}, parameters.join(", ")) : null],
      element("span", { lang: "en" }, summary),
      copyable(curl({ method, path: shown, body: takesBody ? {} : undefined })),
    ],
  };
}
