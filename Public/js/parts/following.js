// A job that is followed where it was started.

import { address, get, post, Refusal } from "../core/api.js";
import { listen } from "../core/live.js";
import { t } from "../core/words.js";

const patience = 30;

/** Answers with a job once it has ended; `tell` is given it whenever more is known of it. */
export async function ended(job, tell, signal) {
  const stop = listen(({ data }) => data?.job?.id === job.id && !data.job.finished_at && tell(data.job));
  try {
    let now = job;
    while (!now.finished_at) now = await get(address(job.links.self, { wait: patience }), { signal });
    return now;
  } finally {
    stop();
  }
}

/** What a job brought; a refusal where it brought nothing. */
export async function brought(job, tell, signal) {
  const last = await ended(job, tell, signal);
  if (last.error) throw new Refusal(last.error, `job ${last.id}`);
  if (!["succeeded", "partial"].includes(last.state)) throw new Refusal({ title: t("following.no-end", { id: last.id }) }, `job ${last.id}`);
  return last.result;
}

/** Has a job end that nobody waits for any more; one that ended by itself is left as it is. */
export async function giveUp(job) {
  try {
    await post(job.links.cancel);
  } catch (error) {
    if (!error.problem) throw error;
  }
}
