import { get } from "../core/api.js";
import { element, render } from "../core/dom.js";
import { link } from "../core/router.js";
import { t } from "../core/words.js";
import { heading, section } from "../parts/heading.js";
import { plainTable } from "../parts/list.js";

/** Every route with its parameters, bodies and answers, or one of the schemas that these name, as the service tells it. */
export async function show(page) {
  page.name(t("contract.title"));
  const name = page.query.get("schema");
  let routes = null;
  await page.load(
    (signal) => get("/openapi.json", { signal }),
    (contract) => {
      if (name) return schemaPage(contract, name);
      routes ??= new Routes(page, contract);
      const document = element("a", { class: "button", href: "/openapi.json" }, "openapi.json");
      return [heading(t("contract.title"), document), element("p", {}, t("contract.text")), routes.place];
    },
  );
}

/** One schema under its name. */
function schemaPage({ components }, name) {
  const schema = components.schemas[name];
  const back = element("a", { class: "button", href: link("/api") }, t("contract.back"));
  if (!schema) return [heading(name, back), element("p", { class: "empty" }, t("contract.no-schema"))];
  return [heading(name, back), said(schema.description), shape(schema, name)];
}

/** The routes by what they are about, and what they are searched for. */
class Routes {
  #page;
  #contract;
  #place = element("div", { class: "list", "data-own": true, "data-key": "contract" });

  constructor(page, contract) {
    this.#page = page;
    this.#contract = contract;
    this.#show();
  }

  get place() {
    return this.#place;
  }

  #show() {
    const sought = (this.#page.query.get("q") ?? "").toLowerCase();
    const all = operations(this.#contract);
    const found = all.filter(({ method, path, summary, operationId }) => `${method} ${path} ${summary} ${operationId}`.toLowerCase().includes(sought));
    const search = (event) => {
      this.#page.choose({ q: event.target.value });
      this.#show();
    };
    const field = element("input", { type: "search", id: "filter-q", "aria-label": t("about.search"), placeholder: t("about.search"), value: this.#page.query.get("q") ?? "", autocomplete: "off", spellcheck: "false", oninput: search });
    const groups = this.#contract.tags.map(({ name, description }) => group(name, description, found.filter(({ tags }) => tags.includes(name)), this.#contract));
    render(
      this.#place,
      element("div", { class: "bar", role: "search" }, field, element("span", { class: "amount", role: "status" }, t("list.shown", { n: found.length }))),
      found.length ? groups : element("p", { class: "empty" }, t("list.no-match")),
    );
  }
}

function operations({ paths }) {
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, ...operation })));
}

function group(name, description, routes, contract) {
  if (!routes.length) return null;
  return section(name, said(description), element("ul", { class: "rows" }, routes.map((route) => element("li", { "data-own": true, "data-key": route.operationId }, entry(route, contract)))));
}

/** One route; what it takes and gives is told when it is opened. */
function entry(route, contract) {
  const title = [element("strong", {}, route.method), " ", element("code", {}, route.path), " ", element("span", { lang: "en" }, route.summary)];
  const place = element("div", {});
  const details = element("details", { ontoggle: () => place.childElementCount || place.append(...told(route, contract)) }, element("summary", {}, title), place);
  return details;
}

function told(route, contract) {
  const body = resolved(contract, route.requestBody);
  return [
    said(route.description),
    element("p", {}, t("contract.scope"), " ", element("code", {}, route["x-scope"])),
    parameters(route, contract),
    body ? part(t("contract.body"), said(body.description), contents(body.content, contract)) : null,
    part(t("contract.answers"), answers(route, contract)),
  ].filter(Boolean);
}

function part(title, ...children) {
  return element("div", { class: "receipt" }, element("h3", {}, title), children);
}

function parameters({ parameters: named = [] }, contract) {
  if (!named.length) return null;
  const rows = named.map((each) => resolved(contract, each)).map(({ name, in: place, required, description, schema }) => ({
    key: `${place}-${name}`,
    cells: [[element("code", {}, name), element("small", {}, required ? t("contract.needed") : t(`contract.in.${place}`))], kind(schema), said(description)],
  }));
  return part(t("contract.parameters"), plainTable(t("contract.parameters"), [t("contract.name"), t("contract.kind"), t("contract.meaning")], rows));
}

function answers({ responses }, contract) {
  const rows = Object.entries(responses).map(([status, answer]) => {
    const { description, content } = resolved(contract, answer);
    return { key: status, cells: [status === "default" ? t("contract.otherwise") : element("code", {}, status), [said(description), contents(content, contract)]] };
  });
  return plainTable(t("contract.answers"), [t("contract.status"), t("contract.meaning")], rows);
}

/** What a body is, by its type. */
function contents(content = {}) {
  return Object.entries(content).map(([type, { schema }]) => element("p", {}, element("code", {}, type), " ", kind(schema)));
}

/** A schema: its members, what it is made of, or what it is in one line. */
function shape(schema, name) {
  const rows = Object.entries(schema.properties ?? {}).map(([member, own]) => ({
    key: member,
    cells: [[element("code", {}, member), schema.required?.includes(member) ? null : element("small", {}, t("contract.may-be-absent"))], kind(own), said(own.description)],
  }));
  return rows.length ? plainTable(name, [t("contract.name"), t("contract.kind"), t("contract.meaning")], rows) : element("p", {}, kind(schema));
}

/** What a value is, in one line; schemas with a name are links to it. */
function kind(schema = {}) {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1);
    return element("a", { href: link("/api", { schema: name }) }, name);
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return joined(choices.map(kind), " | ");
  if (schema.allOf) return joined(schema.allOf.filter(({ $ref }) => $ref).map(kind), " + ");
  if (schema.enum) return element("code", {}, schema.enum.join(" | "));
  const types = [schema.type ?? "any"].flat().filter((type) => type !== "array");
  const whole = schema.items ? [element("code", {}, "array"), " ", t("contract.of"), " ", kind(schema.items)] : null;
  const named = types.length ? element("code", {}, [schema.format ?? types[0], ...types.slice(1)].join(" | ")) : null;
  return [joined([whole, named].filter(Boolean), " | "), bounds(schema)];
}

/** The bounds of a number, a text or a list. */
function bounds({ minimum, maximum, minLength, maxLength, minItems, maxItems, default: usual }) {
  const [low, high] = [minimum ?? minLength ?? minItems, maximum ?? maxLength ?? maxItems];
  const range = high === undefined ? null : `${low ?? 0}…${high}`;
  const all = [range, usual === undefined ? null : t("contract.usual", { value: String(usual) })].filter(Boolean);
  return all.length ? element("small", {}, all.join(", ")) : null;
}

function joined(nodes, between) {
  return nodes.flatMap((node, index) => (index ? [between, node] : [node]));
}

/** What the service says of itself, which it says in English. */
function said(text) {
  return text ? element("p", { lang: "en" }, text) : null;
}

function resolved(contract, value) {
  if (!value?.$ref) return value;
  return value.$ref.split("/").slice(1).reduce((place, name) => place[name], contract);
}
