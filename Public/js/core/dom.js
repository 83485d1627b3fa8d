// Builds elements, and changes what stands on the page into what should. Text is only ever set as text, so nothing from a
// storage can become markup.

const handlers = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onscroll", "ontoggle", "ondragover", "ondragleave", "ondrop"];

/** Makes an element with attributes and children; strings become text, and null, false and undefined nothing. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...flat(children).map(standIn));
  return made;
}

const drawing = "http://www.w3.org/2000/svg";

/** The same for drawings. */
export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(drawing, name);
  setAttributes(made, attributes);
  made.append(...flat(children).map(standIn));
  return made;
}

const originals = new WeakMap();

/** What is on the page already stays there while what should stand around it is made: to take it out would cost it the
 *  focus and where it was scrolled to. */
function standIn(child) {
  if (!(child instanceof Element) || !child.isConnected) return child;
  const made = document.createElement("template");
  originals.set(made, child);
  return made;
}

function original(child) {
  return originals.get(child) ?? child;
}

/** Puts what others stand in for into something that is new on the page. */
function complete(child) {
  if (child.nodeType !== Node.ELEMENT_NODE) return child;
  for (const each of child.querySelectorAll("template")) each.replaceWith(original(each));
  return child;
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

function morphChildren(place, children) {
  const wanted = children.map(original);
  const known = new Map();
  for (const child of place.childNodes) if (key(child)) known.set(key(child), child);
  const matches = wanted.map((child) => match(child, place, known));
  const staying = new Set(matches.filter(Boolean));
  let present = place.firstChild;
  for (const [index, child] of wanted.entries()) {
    const same = matches[index];
    // What does not stay makes room, so that what stays need not move.
    while (same && present && present !== same && !staying.has(present)) present = removed(present);
    if (same && same !== present) place.insertBefore(same, present);
    const old = same ?? (present && !staying.has(present) && isSame(present, child) ? present : null);
    if (!old) {
      place.insertBefore(complete(child), present);
      continue;
    }
    present = old.nextSibling;
    morph(old, child);
  }
  while (present) present = removed(present);
}

/** The child of `place` that is this one, or goes by the same key. */
function match(child, place, known) {
  if (child.parentNode === place) return child;
  const same = known.get(key(child));
  if (!same || !isSame(same, child)) return null;
  known.delete(key(child));
  return same;
}

function removed(child) {
  const next = child.nextSibling;
  child.remove();
  return next;
}

function morph(present, wanted) {
  if (present === wanted) return;
  if (present.nodeType === Node.TEXT_NODE) {
    if (present.data !== wanted.data) present.data = wanted.data;
    return;
  }
  // What an element looks after by itself, such as a list that loads more, is not looked into: another one takes its place.
  if (wanted.hasAttribute("data-own")) return present.replaceWith(complete(wanted));
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
