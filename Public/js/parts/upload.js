// Archives on their way to the service, one after the other. They go on while other pages are looked at; leaving the
// whole page is asked about first, since that would break them off.

import { address, get, post, Refusal } from "../core/api.js";
import { listen } from "../core/live.js";
import { t } from "../core/words.js";
import { brought, giveUp } from "./following.js";

const known = [];
const watchers = new Set();
/** A rate is worth something only after so many milliseconds. */
const settled = 3000;

/** Every archive that was given here since the page was loaded, the last one first: `{key, name, size, sent, state,
 *  remaining, job, error, import}`; its state is one of `waiting`, `sending`, `verifying`, `staged`, `refused` and `cancelled`. */
export function uploads() {
  return known;
}

/** Whether nothing more comes of one. */
export function isOver({ state }) {
  return state === "staged" || state === "refused" || state === "cancelled";
}

/** Has `watcher` called whenever one of them came further; returns what ends it. */
export function watch(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Gives the service a file of this machine. */
export function send(file, repository) {
  begin({ name: file.name, size: file.size, file, repository });
}

/** Names an archive, or a folder with its members, that lies on the server. */
export function sendPath(path, repository) {
  begin({ name: path, size: null, path, repository });
}

/** Gives one that was refused once more, as one that no trusted key need have signed. */
export function sendUnsigned(upload) {
  const { name, size, file, path, repository } = upload;
  dismiss(upload);
  begin({ name, size, file, path, repository, allowUnsigned: true });
}

/** Ends one; what was sent of it is thrown away. */
export function cancel(upload) {
  const wasAt = upload.state;
  change(upload, { state: "cancelled" });
  upload.request?.abort();
  if (wasAt === "verifying" && upload.job) giveUp(upload.job);
}

/** Takes one that is over out of the list. */
export function dismiss(upload) {
  known.splice(known.indexOf(upload), 1);
  tell();
}

function begin(given) {
  known.unshift({ key: crypto.getRandomValues(new Uint32Array(2)).join("-"), state: "waiting", sent: 0, remaining: null, ...given });
  tell();
  next();
}

/** The service works on one tree at a time anyway. */
async function next() {
  const upload = known.findLast(({ state }) => state === "waiting");
  if (!upload || known.some(isUnderWay)) return;
  window.addEventListener("beforeunload", hold);
  const stop = listen(({ data }) => takeJob(upload, data?.job));
  try {
    change(upload, { state: upload.path ? "verifying" : "sending" });
    const answer = await (upload.path ? post("/imports", { repository: upload.repository, path: upload.path, ...(upload.allowUnsigned ? { allow_unsigned: true } : {}) }) : sendBody(upload));
    change(upload, { state: "staged", import: await importOf(upload, answer) });
  } catch (error) {
    if (upload.state !== "cancelled") change(upload, { state: "refused", error });
    if (!error.problem) throw error;
  } finally {
    stop();
    window.removeEventListener("beforeunload", hold);
    next();
  }
}

/** The import as it waits; where the tree was busy, the answer is the job that will put it there. */
async function importOf(upload, answer) {
  if (answer.type !== "import-stage") return answer;
  change(upload, { job: answer });
  const result = await brought(answer, (job) => change(upload, { job }));
  return get(address(`/imports/${encodeURIComponent(result.import)}`, { repository: upload.repository }));
}

function isUnderWay({ state }) {
  return state === "sending" || state === "verifying";
}

/** The job that verifies it says how far it is. */
function takeJob(upload, job) {
  if (upload.state !== "verifying" || job?.type !== "import-stage" || job.finished_at) return;
  if (upload.job ? upload.job.id === job.id : job.repository === upload.repository) change(upload, { job });
}

/** `fetch` does not tell how much was sent. */
function sendBody(upload) {
  const path = address("/imports", { repository: upload.repository, allow_unsigned: upload.allowUnsigned });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const began = Date.now();
    upload.request = request;
    request.upload.onprogress = ({ loaded }) => change(upload, { sent: loaded, remaining: remaining(loaded, upload.size, Date.now() - began) });
    request.upload.onload = () => upload.state === "sending" && change(upload, { state: "verifying", sent: upload.size });
    request.onload = () => answered(request, path, resolve, reject);
    request.onerror = () => reject(new Refusal({ title: t("problem.unreachable"), code: "unreachable" }, `POST ${path}`));
    request.onabort = () => reject(new Refusal({ title: t("upload.cancelled"), code: "cancelled" }, `POST ${path}`));
    request.open("POST", path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/zstd");
    request.send(upload.file);
  });
}

function answered(request, path, resolve, reject) {
  const value = parsed(request.responseText);
  if (request.status >= 200 && request.status < 300) return resolve(value);
  reject(new Refusal({ title: `The service answered ${request.status}.`, status: request.status, request_id: request.getResponseHeader("X-Request-Id"), ...value }, `POST ${path}`));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** In how many milliseconds the rest is sent, at the rate so far. */
function remaining(sent, size, elapsed) {
  return elapsed < settled || sent === 0 ? null : ((size - sent) / sent) * elapsed;
}

function change(upload, news) {
  Object.assign(upload, news);
  tell();
}

function tell() {
  for (const watcher of watchers) watcher();
}

/** The browser asks in its own words. */
function hold(event) {
  event.preventDefault();
}
