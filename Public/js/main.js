import { follow } from "./core/live.js";
import { Page } from "./core/page.js";
import { applyTheme } from "./core/preferences.js";
import { location } from "./core/router.js";
import { loadWords, t } from "./core/words.js";
import { element, render } from "./core/dom.js";
import { refreshTimes } from "./core/format.js";
import { heading } from "./parts/heading.js";
import { dropRefusals } from "./parts/notices.js";
import { nothingYet } from "./parts/states.js";
import { listenForKeys } from "./parts/shortcuts.js";
import { Shell } from "./shell.js";

const content = document.getElementById("content");
let page = null;

/** Shows what the address asks for. */
async function show(isFirst) {
  const at = location();
  page?.leave();
  page = new Page(content, at, () => shell.pageShown());
  const shown = page;
  shell.goTo(at.nav);
  content.setAttribute("aria-busy", "true");
  document.querySelector("dialog[open]")?.close();
  dropRefusals();
  try {
    if (at.load) await (await at.load()).show(shown);
    else showNothing(shown);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
  if (shown !== page) return;
  if (!isFirst) window.scrollTo(0, 0);
  const beginning = shown.beginning ?? (isFirst ? null : content.querySelector("h1"));
  beginning?.focus({ preventScroll: true });
}

function showNothing(shown) {
  shown.name(t("no-page.title"));
  const home = element("a", { class: "button primary", href: "#/" }, t("nav.dashboard"));
  render(content, heading(t("no-page.title")), nothingYet(t("no-page.text", { path: shown.path }), home));
  content.removeAttribute("aria-busy");
  shell.pageShown();
}

applyTheme();
await loadWords();
const shell = new Shell(() => show(true));
listenForKeys(shell);
window.addEventListener("hashchange", () => show(false));
setInterval(refreshTimes, 20_000);
follow();
// Pages ask which repositories there are.
await shell.load();
await show(true);
