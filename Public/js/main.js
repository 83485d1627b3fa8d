import { get, post } from "./api.js";
import { showArtifacts } from "./artifacts.js";
import { notify } from "./dom.js";
import { showHealth } from "./health.js";
import { showImports } from "./imports.js";
import { Jobs } from "./jobs.js";
import { follow } from "./live.js";
import { showRepositories } from "./repositories.js";
import { showSchedules } from "./schedules.js";

/** How often what no event tells is looked at again. */
const pause = 15000;

/** Does something and shows what was refused, in the service's words. */
async function attempt(work) {
  try {
    await work();
  } catch (error) {
    notify(error.message);
  }
}

async function act(path, body) {
  await attempt(async () => {
    notify(null);
    jobs.update(await post(path, body));
  });
}

const jobs = new Jobs(act);

/** Which side this is; both until the service has said so. */
let site = { name: "", role: "both" };

async function showSite() {
  site = (await get("/storage")).site;
  document.getElementById("site").textContent = `${site.name}, ${site.role === "both" ? "both sides" : `${site.role} side`}`;
  document.getElementById("artifacts-section").hidden = site.role === "offline";
  document.getElementById("imports-section").hidden = site.role === "online";
}

function showArchives() {
  const lists = [];
  if (site.role !== "offline") lists.push(attempt(showArtifacts));
  if (site.role !== "online") lists.push(attempt(() => showImports(act)));
  return Promise.all(lists);
}

async function showContents() {
  await attempt(showSite);
  const schedules = attempt(() => showSchedules(act, attempt));
  await Promise.all([attempt(() => showRepositories(site, act)), showArchives(), schedules, attempt(showHealth)]);
}

function showAll() {
  return Promise.all([attempt(() => jobs.load()), showContents()]);
}

showAll();
follow(
  (job) => {
    if (jobs.update(job)) showContents();
  },
  () => showAll(),
);
setInterval(() => document.hidden || Promise.all([attempt(showHealth), showArchives()]), pause);
