// Questions before something is done. Escape, the button that keeps things as they are, and a click beside the dialog do
// nothing; the focus begins on that button and returns to where it was.

import { element } from "../core/dom.js";
import { t } from "../core/words.js";
import { equivalents } from "./equivalents.js";
import { failure } from "./states.js";

/** Asks whether to do something; `work` does it once that was said. Answers what it brought, or null where it was not done.
 *  `what` names the thing, `keep` and `act` are the two buttons, `body` says what comes of it, `request` how the command
 *  line and curl do the same. Without `act` it only tells. */
export function ask({ title, body = [], keep = t("dialog.keep"), act, isHarmful = false, request, work }) {
  return open({ title, body: [body].flat(), keep, act, isHarmful, request: () => request, work });
}

/** Asks for the values of a form and does something with them. `fields` are elements made by `field`, `values` reads them. */
export function fill({ title, fields, values, keep = t("dialog.dismiss"), act, request, work }) {
  return open({ title, body: fields, keep, act, request: () => request?.(values()), work: () => work(values()), isForm: true });
}

function open({ title, body, keep, act, isHarmful, request, work, isForm }) {
  return new Promise((answer) => {
    const notice = element("div", {});
    const same = element("div", {});
    const dismiss = element("button", { type: "button", autofocus: !isForm, onclick: () => dialog.close() }, keep);
    const submit = act ? element("button", { class: isHarmful ? "harmful" : "primary" }, act) : null;
    const showSame = () => {
      const asked = request();
      same.replaceChildren(...(asked ? [equivalents(asked, same.querySelector("details")?.open)] : []));
    };
    const form = element(
      "form",
      { onsubmit: run, oninput: showSame, onchange: showSame },
      element("h2", { id: "dialog-title" }, title),
      element("div", { class: "dialog-body" }, body),
      same,
      notice,
      element("div", { class: "actions" }, dismiss, submit),
    );
    // What a handler answers matters: false would take every click in the dialog its effect.
    const closeBeside = (event) => {
      if (event.target === dialog) dialog.close();
    };
    const dialog = element("dialog", { "aria-labelledby": "dialog-title", onclick: closeBeside }, form);
    let brought = null;

    async function run(event) {
      event.preventDefault();
      if (!act) return dialog.close();
      submit.disabled = true;
      try {
        brought = { value: await work() };
        dialog.close();
      } catch (error) {
        notice.replaceChildren(failure(error));
        notice.scrollIntoView({ block: "nearest" });
        if (!error.problem) throw error;
      } finally {
        submit.disabled = false;
      }
    }

    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(brought ? brought.value : null);
    });
    document.body.append(dialog);
    showSame();
    dialog.showModal();
    if (isForm) (form.querySelector("input, select, textarea") ?? dismiss).focus();
  });
}

/** A labelled control with a sentence that says what it means. `control` is an input, a select or a textarea. */
export function field(label, control, hint) {
  const id = control.id || `field-${Math.random().toString(36).slice(2)}`;
  control.id = id;
  if (hint) control.setAttribute("aria-describedby", `${id}-hint`);
  const isCheck = control.type === "checkbox";
  const text = element("label", { for: id }, label);
  return element("div", { class: isCheck ? "field check" : "field" }, isCheck ? [control, text] : [text, control], hint ? element("small", { id: `${id}-hint` }, hint) : null);
}

/** A box to tick. */
export function checkbox(attributes = {}) {
  return element("input", { type: "checkbox", ...attributes });
}

/** A choice; `options` are pairs of a value and what it is called. */
export function choice(options, value, attributes = {}) {
  const made = element("select", attributes, options.map(([each, text]) => element("option", { value: each }, text)));
  made.value = value ?? options[0]?.[0] ?? "";
  return made;
}
