import { invariant } from "../kernel/refusal.ts";
import type { Calendar } from "../policies/policy.ts";

/*
 * Time as an office counts it: the minutes between opening and closing, on the weekdays of a calendar that are no
 * holidays, in one time zone. Pure. On a day on which clocks change, the minutes that really pass are counted.
 */

const MINUTE_MS = 60_000;
/** A calendar that opens on none of so many days never does. */
const SHUT_DAYS_MAX = 800;

/** The instant by which `minutes` (0 or more, whole) of office time have passed since `from`. */
export function dueAfter(from: Date, minutes: number, calendar: Calendar, timeZone: string): Date {
  invariant(Number.isInteger(minutes) && minutes >= 0, "office time is counted forward in whole minutes");
  let leftMs = minutes * MINUTE_MS;
  let shutDays = 0;
  for (let date = localDate(from, timeZone); shutDays < SHUT_DAYS_MAX; date = date.add({ days: 1 })) {
    const hours = hoursOf(date, calendar, timeZone);
    const startMs = hours ? Math.max(hours.opensMs, from.getTime()) : 0;
    const openMs = hours ? hours.closesMs - startMs : -1;
    if (openMs >= leftMs) return new Date(startMs + leftMs);
    if (openMs > 0) {
      leftMs -= openMs;
      shutDays = 0;
    } else shutDays += 1;
  }
  throw new RangeError("This calendar has no office hours.");
}

/** Whole minutes of office time from `from` to `to`, negative when `to` is earlier. */
export function minutesBetween(from: Date, to: Date, calendar: Calendar, timeZone: string): number {
  if (to < from) return 0 - minutesBetween(to, from, calendar, timeZone);
  const last = localDate(to, timeZone);
  let passedMs = 0;
  for (
    let date = localDate(from, timeZone);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  ) {
    const hours = hoursOf(date, calendar, timeZone);
    if (!hours) continue;
    const startMs = Math.max(hours.opensMs, from.getTime());
    const endMs = Math.min(hours.closesMs, to.getTime());
    if (endMs > startMs) passedMs += endMs - startMs;
  }
  return Math.floor(passedMs / MINUTE_MS);
}

/** Minutes of one office day of the calendar. */
export function minutesOfDay({ opens, closes }: Calendar): number {
  const length = Temporal.PlainTime.from(opens).until(Temporal.PlainTime.from(closes));
  return length.total("minutes");
}

/** The last instant of a day in a time zone, so that it reads as that day everywhere. */
export const endOfDay = (day: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - 1);

const localDate = (instant: Date, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

function hoursOf(
  date: Temporal.PlainDate,
  calendar: Calendar,
  timeZone: string,
): { opensMs: number; closesMs: number } | null {
  if (!calendar.weekdays.includes(date.dayOfWeek) || calendar.holidays.includes(date.toString())) return null;
  const at = (plainTime: string) => date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  return { opensMs: at(calendar.opens), closesMs: at(calendar.closes) };
}
