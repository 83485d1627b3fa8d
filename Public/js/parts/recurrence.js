// When something happens again and again, in the reader's words.

import { language, t } from "../core/words.js";

const named = { "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *" };
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** When a schedule is due, in words; null where there are none for it but the service's own. */
export function recurrence({ cron, every }) {
  return cron ? byCalendar(cron.trim()) : byInterval(every ?? "");
}

function byInterval(text) {
  const [, amount, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  return amount ? t(`every.${unit}`, { n: Number(amount) }) : null;
}

function byCalendar(text) {
  const fields = (named[text] ?? text).toLowerCase().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (fields.length !== 5 || month !== "*" || !isNumber(minute)) return null;
  if (hour === "*" && day === "*" && weekday === "*") return t("cron.hourly", { minute: minute.padStart(2, "0") });
  if (!isNumber(hour)) return null;
  const time = clock(Number(hour), Number(minute));
  if (day === "*" && weekday === "*") return t("cron.daily", { time });
  if (day === "*") return weekly(weekday, time);
  return weekday === "*" && isNumber(day) ? t("cron.monthly", { day, time }) : null;
}

function weekly(field, time) {
  const days = field.split(/[,-]/).map((name) => (isNumber(name) ? Number(name) % 7 : weekdays.indexOf(name)));
  if (days.includes(-1)) return null;
  if (field.includes("-")) return days.length === 2 && !field.includes(",") ? t("cron.weekdays", { time, from: weekdayName(days[0]), to: weekdayName(days[1]) }) : null;
  return t("cron.weekly", { time, days: new Intl.ListFormat(language(), { type: "conjunction" }).format(days.map(weekdayName)) });
}

function isNumber(text) {
  return /^\d+$/.test(text);
}

/** The first Sunday of 2023 was its first day. */
function weekdayName(day) {
  return new Intl.DateTimeFormat(language(), { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2023, 0, 1 + day));
}

function clock(hour, minute) {
  return new Intl.DateTimeFormat(language(), { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(Date.UTC(2023, 0, 1, hour, minute));
}
