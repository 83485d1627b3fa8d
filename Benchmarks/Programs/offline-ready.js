// Prints how many MB of packuments node makes offline-ready in a second of processor time: the median of some rounds.
// Arguments: how many rounds, then the files. One round that is not counted comes first.

const fs = require("node:fs");

const [rounds, ...files] = process.argv.slice(2);
const documents = files.map((file) => {
  const bytes = fs.readFileSync(file);
  // Every version is kept, so that as much is written as can be.
  return { file, size: bytes.length, kept: new Set(Object.keys(JSON.parse(bytes).versions)) };
});

function render({ file, kept }) {
  const packument = JSON.parse(fs.readFileSync(file, "utf8"));
  for (const version of Object.keys(packument.versions)) {
    if (!kept.has(version)) delete packument.versions[version];
  }
  return Buffer.from(JSON.stringify(packument));
}

function measure() {
  const start = process.cpuUsage();
  documents.forEach(render);
  const { user, system } = process.cpuUsage(start);
  return documents.reduce((sum, { size }) => sum + size, 0) / (user + system);
}

measure();
const found = Array.from({ length: Number(rounds) }, measure).sort((a, b) => a - b);
console.log(found[Math.floor(found.length / 2)]);
