// Every language says everything that the page asks for, nothing that it does not, in the forms that the language has for
// numbers, and with the same values in it. Prints what is wrong; the argument is the folder of the page.

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = process.argv[2]
const wrong = []

async function words(code) {
  const text = readFileSync(join(root, "js/words", `${code}.js`), "utf8")
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)).default
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === "words" ? [] : sources(path)
    return path.endsWith(".js") ? [readFileSync(path, "utf8")] : []
  })
}

function found(text, expression) {
  return [...text.matchAll(expression)].map(([, first]) => first)
}

function placeholders(value) {
  const texts = typeof value === "string" ? [value] : Object.values(value)
  return [...new Set(texts.flatMap((text) => found(text, /\{(\w+)\}/g)))].sort().join()
}

const codes = found(readFileSync(join(root, "js/core/words.js"), "utf8").split("languages = ")[1].split("}")[0], /(\w+): "/g)
const languages = Object.fromEntries(await Promise.all(codes.map(async (code) => [code, await words(code)])))
const { en } = languages
const code = sources(join(root, "js")).join("\n")

// The same keys in the same order, with the forms of the language.
for (const [language, said] of Object.entries(languages)) {
  if (Object.keys(said).join() !== Object.keys(en).join()) {
    const missing = Object.keys(en).filter((key) => !(key in said))
    const further = Object.keys(said).filter((key) => !(key in en))
    wrong.push(`${language} has other keys than en, or in another order: missing ${missing}, further ${further}`)
  }
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  for (const [key, value] of Object.entries(said)) {
    if (typeof value !== "string" && Object.keys(value).sort().join() !== [...forms].sort().join()) wrong.push(`${language} ${key}: the forms are ${Object.keys(value)}, not ${forms}`)
    if (typeof value !== typeof en[key]) wrong.push(`${language} ${key}: it has forms in one language and none in the other`)
    const [here, there] = [placeholders(value), placeholders(en[key] ?? "")]
    // One file may be called "the file".
    if (here !== there && typeof value === "string") wrong.push(`${language} ${key}: it names ${here}, en ${there}`)
    if ([value].flat().some((text) => text === "") || /[<>]/.test(JSON.stringify(value))) wrong.push(`${language} ${key}: empty, or markup`)
  }
}

// What is asked for is there: a key as it is, one that begins like this, a kind of term.
const literals = new Set(found(code, /"([^"\n]*)"/g))
const asked = found(code, /\bt\("([^"]+)"/g)
const begun = found(code, /`((?:[a-z-]+\.)+)\$\{/g)
const kinds = new Set([...found(code, /\bterm\("([^"]+)"/g), ...found(code, /\bstate\("([^"]+)"/g)])

for (const key of new Set(asked)) if (!(key in en)) wrong.push(`there are no words for ${key}`)
for (const kind of kinds) if (!Object.keys(en).some((key) => key.startsWith(`${kind}.`))) wrong.push(`there are no words for any ${kind}`)
for (const key of Object.keys(en)) {
  const isUsed = literals.has(key) || begun.some((start) => key.startsWith(start)) || kinds.has(key.slice(0, key.indexOf(".")))
  if (!isUsed) wrong.push(`nobody asks for ${key}`)
}

if (asked.length < 100 || codes.length < 2) wrong.push("the sources of the page were not found")
for (const sentence of wrong) console.log(sentence)
process.exitCode = wrong.length ? 1 : 0
