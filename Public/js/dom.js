// Builds elements. Text is only ever set as text, so nothing from a storage can become markup.

/** Makes an element with attributes and children; strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/** A table in a frame that scrolls by itself; `rows` are lists of cells. Where it is narrow, each cell names its column. */
export function table(caption, heads, rows) {
  for (const cells of rows) cells.forEach((cell, index) => cell.setAttribute("data-label", heads[index]));
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    element(
      "table",
      {},
      element("caption", {}, caption),
      element("thead", {}, head),
      element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells))),
    ),
  );
}

/** A sentence that stands where a list has nothing yet. */
export function empty(text) {
  return element("p", { class: "empty" }, text);
}

/** Shows a problem above the page, or hides it. */
export function notify(text) {
  const notice = document.getElementById("notice");
  notice.textContent = text ?? "";
  notice.hidden = !text;
}

/** Sentences behind a line that says how many they are; nothing where there are none. */
export function details(summary, sentences, look = "") {
  if (!sentences?.length) return null;
  return element(
    "details",
    {},
    element("summary", { class: look }, summary),
    element("ul", {}, ...sentences.map((sentence) => element("li", {}, sentence))),
  );
}
