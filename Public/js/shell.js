// What stands around every page: where one is, which side this is, whether all is well, what runs, and whether what is
// shown is live.

import { get } from "./core/api.js";
import { element, render } from "./core/dom.js";
import { moment } from "./core/format.js";
import { connection, listen } from "./core/live.js";
import { applyTheme, prefer, preference } from "./core/preferences.js";
import { link, part } from "./core/router.js";
import { language, languages, loadWords, t, term } from "./core/words.js";
import { places } from "./pages.js";
import { choice } from "./parts/dialog.js";
import { progressLine } from "./parts/progress.js";
import { openSheet } from "./parts/shortcuts.js";
import { setSite, site } from "./parts/site.js";
import { state } from "./parts/states.js";
import { exposure } from "./parts/verdict.js";

const pause = 20_000;
const atOnce = 3;

export class Shell {
  #nav = "";
  #health = null;
  #running = new Map();
  #isMenuOpen = false;
  #hasPage = false;
  #reshow;

  /** `reshow` shows the page once more, as in another language. */
  constructor(reshow) {
    this.#reshow = reshow;
    listen((event) => this.#hear(event));
    setInterval(() => document.hidden || this.#loadHealth(), pause);
    this.#show();
  }

  /** Reads what the frame shows. */
  async load() {
    await Promise.all([this.#loadSite(), this.#loadHealth(), this.#loadRunning()]);
  }

  /** Marks where the reader is. */
  goTo(nav) {
    this.#nav = nav;
    this.#isMenuOpen = false;
    this.#showBar();
    this.#showNavigation();
  }

  /** Takes notice of what the page shows now. */
  pageShown() {
    this.#hasPage = true;
    this.#showStrip();
  }

  /** Changes to the next theme. */
  nextTheme() {
    const themes = ["auto", "light", "dark"];
    this.#setTheme(themes[(themes.indexOf(preference("theme", "auto")) + 1) % themes.length]);
  }

  #setTheme(theme) {
    prefer("theme", theme);
    applyTheme();
    this.#show();
  }

  async #setLanguage(chosen) {
    prefer("language", chosen);
    await loadWords();
    this.#show();
    this.#reshow();
  }

  async #quietly(work) {
    try {
      await work();
    } catch (error) {
      if (!error.problem) throw error;
    }
    this.#show();
  }

  #loadSite() {
    return this.#quietly(async () => {
      setSite(await get("/storage"));
    });
  }

  #loadHealth() {
    return this.#quietly(async () => {
      const health = await get("/health", { accepted: [503] }).catch((error) => error);
      this.#health = health instanceof Error ? null : health;
    });
  }

  #loadRunning() {
    return this.#quietly(async () => {
      const { items } = await get("/jobs?state=running&limit=20");
      this.#running = new Map(items.map((job) => [job.id, job]));
    });
  }

  #hear({ kind, data }) {
    if (kind === "gap") this.load();
    if (kind === "connection") this.#show();
    if (!data?.job) return;
    if (data.job.state === "running") this.#running.set(data.job.id, data.job);
    else this.#running.delete(data.job.id);
    if (data.job.finished_at) this.#loadSite().then(() => this.#loadHealth());
    else this.#showStrip();
  }

  #show() {
    this.#showBar();
    this.#showNavigation();
    this.#showConnection();
    this.#showExposure();
    this.#showStrip();
    render(document.getElementById("foot"), this.#health ? `Packferry ${this.#health.version}` : "Packferry", " · ", element("a", { href: link("/api") }, t("contract.title")));
  }

  #showBar() {
    const { name, role } = site();
    const skip = element("a", { class: "skip", href: window.location.hash || "#/", onclick: focusContent }, t("skip"));
    render(document.getElementById("skip"), skip);
    render(
      document.getElementById("bar"),
      element("button", { type: "button", class: "menu", "aria-expanded": String(this.#isMenuOpen), "aria-controls": "navigation", onclick: () => this.#toggleMenu() }, element("span", { "aria-hidden": "true" }, "☰ "), t("menu")),
      element("a", { class: "brand", href: "#/" }, "Packferry"),
      name ? element("span", { class: "site" }, element("bdi", {}, name), element("span", { class: "chip" }, t(`role.${role}`))) : null,
      element("a", { class: "health", href: link("/"), "data-key": "health" }, this.#health ? state("health", this.#health.status) : element("span", { class: "muted" }, t("health.unknown"))),
      this.#live(),
    );
  }

  /** Says to everybody that everybody may come in, where that is so. */
  #showExposure() {
    const exposed = Object.values(this.#health?.checks ?? {}).flat().find(({ name, status }) => name === exposure && status !== "pass");
    const place = document.getElementById("exposure");
    render(place, exposed ? element("div", { class: "notice warn", role: "note" }, element("p", {}, element("strong", {}, t("exposure.title")), " ", t("exposure.text"))) : null);
  }

  #live() {
    const { state: now } = connection();
    const marks = { connecting: "◌", live: "●", reconnecting: "◌", offline: "○" };
    return element("span", { class: `live ${now}`, "data-key": "live" }, element("span", { "aria-hidden": "true" }, `${marks[now]} `), t(`live.${now}`));
  }

  #toggleMenu() {
    this.#isMenuOpen = !this.#isMenuOpen;
    this.#showBar();
    this.#showNavigation();
  }

  #showNavigation() {
    const { role } = site();
    const place = document.getElementById("navigation");
    place.setAttribute("aria-label", t("nav"));
    place.classList.toggle("open", this.#isMenuOpen);
    const links = places.filter(({ notOn }) => notOn !== role).map(({ nav, path, key }) => element("li", {}, element("a", { href: link(path), "aria-current": nav === this.#nav ? "page" : null, "aria-keyshortcuts": `g ${key}` }, t(`nav.${nav}`))));
    render(
      place,
      element("ul", {}, links),
      element(
        "div",
        { class: "choices" },
        choice(Object.entries(languages), language(), { id: "language", "aria-label": t("language"), onchange: (event) => this.#setLanguage(event.target.value) }),
        choice(["auto", "light", "dark"].map((theme) => [theme, t(`theme.${theme}`)]), preference("theme", "auto"), { id: "theme", "aria-label": t("theme"), onchange: (event) => this.#setTheme(event.target.value) }),
        element("button", { type: "button", class: "plain", onclick: openSheet, "aria-keyshortcuts": "?" }, t("shortcuts.title")),
      ),
    );
  }

  /** Never shows as live what is not: says of when it is. */
  #showConnection() {
    const { state: now, since } = connection();
    const isLost = now === "offline" || now === "reconnecting";
    const notice = () => element("p", { class: "notice warn", role: "status" }, t(`live.${now}.text`, { time: moment(since) }));
    render(document.getElementById("connection"), isLost ? notice() : null);
    document.body.classList.toggle("stale", isLost);
  }

  /** What runs, but for what the page shows by itself: so nothing before there is a page. */
  #showStrip() {
    if (!this.#hasPage) return;
    const jobs = [...this.#running.values()].filter(({ id }) => !document.getElementById("content").querySelector(`[data-job="${CSS.escape(id)}"]`));
    const more = jobs.length - atOnce;
    render(
      document.getElementById("strip"),
      jobs.slice(0, atOnce).map((job) => element("a", { class: "running", href: link(`/jobs/${part(job.id)}`), "data-key": job.id }, element("strong", {}, term("job", job.type)), job.repository ? element("bdi", {}, job.repository) : null, progressLine(job))),
      more > 0 ? element("a", { class: "running", href: link("/jobs", { state: "running" }) }, t("strip.more", { n: more })) : null,
    );
  }
}

function focusContent(event) {
  event.preventDefault();
  document.getElementById("content").focus();
}
