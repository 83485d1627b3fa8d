// How fast something grows, and in which days it grew most.

import { day } from "../core/format.js";

/** What each day added, in the order of the days: the last sample of a day less the last of the day before that is known. */
function byDay(samples) {
  const last = new Map();
  for (const sample of samples) last.set(day(sample.at), sample);
  const ends = [...last.values()];
  return ends.slice(1).map((sample, index) => ({ at: sample.at, added: sample.bytes - ends[index].bytes }));
}

/** The days that added most, at most so many, the largest first; a day that added next to nothing of the whole is none. */
export function largestDays(samples, most) {
  const added = byDay(samples).filter(({ added: amount }) => amount > 0);
  const whole = added.reduce((sum, { added: amount }) => sum + amount, 0);
  return added.filter(({ added: amount }) => amount >= whole / 10).sort((one, other) => other.added - one.added).slice(0, most);
}
