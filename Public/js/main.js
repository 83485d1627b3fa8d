import { post } from "./api.js";
import { showArtifacts } from "./artifacts.js";
import { notify } from "./dom.js";
import { showHealth } from "./health.js";
import { Jobs } from "./jobs.js";
import { follow } from "./live.js";
import { showRepositories } from "./repositories.js";

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

function showContents() {
  return Promise.all([attempt(() => showRepositories(act)), attempt(showArtifacts), attempt(showHealth)]);
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
setInterval(() => document.hidden || Promise.all([attempt(showHealth), attempt(showArtifacts)]), pause);
