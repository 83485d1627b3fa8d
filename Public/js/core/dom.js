// Builds elements, and changes what stands on the page into what should. Text is only ever set as text, so nothing from a
// storage can become markup.

const handlers = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onscroll", "ontoggle", "ondragover", "ondragleave", "ondrop"];

/** Makes an element with attributes and children; strings become text, and null, false and undefined nothing. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...flat(children));
  return made;
}

const drawing = "http://www.w3.org/2000/svg";

/** The same for drawings. */
export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(drawing, name);
  setAttributes(made, attributes);
  made.append(...flat(children));
  return made;
}

/** Changes the children of `place` into these, and keeps those that stay the same: focus, scrolling and selection with them. */
export function render(place, ...children) {
  morphChildren(place, flat(children).map((child) => (child instanceof Node ? child : document.createTextNode(child))));
}

function setAttributes(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (handlers.includes(key)) made[key] = value;
    else if (key === "value" && "value" in made) made.value = value ?? "";
    else if (key === "checked") made.checked = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child != null && child !== false && child !== "");
}

/** An element that has a `data-key` or an id is only ever taken for the one with the same. */
function key(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset?.key || node.id || "" : "";
}

function isSame(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && key(one) === key(other);
}

function morphChildren(place, wanted) {
  const kept = new Set(wanted.filter((child) => child.parentNode === place));
  const keyed = new Map();
  for (const child of place.childNodes) if (key(child) && !kept.has(child)) keyed.set(key(child), child);
  let present = place.firstChild;
  for (const child of wanted) {
    const same = kept.has(child) ? child : keyed.get(key(child));
    if (same && same !== present && isSame(same, child)) {
      place.insertBefore(same, present);
      present = same;
    }
    if (present && isSame(present, child) && (present === child || !kept.has(present))) {
      const next = present.nextSibling;
      morph(present, child);
      present = next;
    } else {
      place.insertBefore(child, present);
    }
  }
  while (present) {
    const next = present.nextSibling;
    present.remove();
    present = next;
  }
}

function morph(present, wanted) {
  if (present === wanted) return;
  if (present.nodeType === Node.TEXT_NODE) {
    if (present.data !== wanted.data) present.data = wanted.data;
    return;
  }
  // What an element looks after by itself, such as a list that loads more, is not looked into: another one takes its place.
  if (wanted.hasAttribute("data-own")) return present.replaceWith(wanted);
  morphAttributes(present, wanted);
  for (const name of handlers) if (present[name] !== wanted[name]) present[name] = wanted[name];
  morphChildren(present, [...wanted.childNodes]);
  if ("value" in wanted && wanted.nodeName !== "LI" && present !== document.activeElement && present.value !== wanted.value) {
    present.value = wanted.value;
  }
  if (wanted.type === "checkbox" && present.checked !== wanted.checked) present.checked = wanted.checked;
}

function morphAttributes(present, wanted) {
  for (const { name, value } of wanted.attributes) {
    if (present.getAttribute(name) !== value) present.setAttribute(name, value);
  }
  for (const { name } of [...present.attributes]) {
    const isTheReaders = name === "open" && present.nodeName === "DETAILS";
    if (!wanted.hasAttribute(name) && !isTheReaders) present.removeAttribute(name);
  }
}
