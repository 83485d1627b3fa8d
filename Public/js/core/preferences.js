// What this reader chose, kept in this browser alone. Where it keeps nothing, choices last as long as the page.

const prefix = "packferry.";
const kept = new Map();

/** What was chosen, or `fallback`. */
export function preference(name, fallback) {
  if (kept.has(name)) return kept.get(name);
  try {
    return localStorage.getItem(prefix + name) ?? fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a choice. */
export function prefer(name, value) {
  kept.set(name, value);
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Storage is switched off or full: the choice lasts as long as the page.
  }
}

/** Shows the theme that was chosen: `auto`, `light` or `dark`. */
export function applyTheme() {
  const theme = preference("theme", "auto");
  if (theme === "auto") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}
