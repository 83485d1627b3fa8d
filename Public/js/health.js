import { get } from "./api.js";
import { element } from "./dom.js";

const words = {
  pass: ["good", "✓ Everything works"],
  warn: ["warn", "▲ Something needs attention"],
  fail: ["bad", "✗ Something does not work"],
};
const marks = { pass: "✓", warn: "▲", fail: "✗" };

/** Shows whether the service works, and each thing that was looked at. */
export async function showHealth() {
  const health = await get("/health", [503]).catch((error) => {
    say("bad", "✗ The service does not answer");
    throw error;
  });
  const [look, text] = words[health.status] ?? words.fail;
  say(look, text);
  document.getElementById("checks").replaceChildren(...health.checks.map(check));
  document.getElementById("version").textContent = `Packferry ${health.version}`;
}

function say(look, text) {
  const line = document.getElementById("health");
  if (line.textContent !== text) line.replaceChildren(element("span", { class: look }, text));
}

function check({ name, status, detail }) {
  const look = (words[status] ?? words.fail)[0];
  return element("li", {}, element("span", { class: look }, `${marks[status]} ${name}`), ` — ${detail}`);
}
