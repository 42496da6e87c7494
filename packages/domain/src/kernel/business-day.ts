/* Business days are calendar dates ("YYYY-MM-DD" at the edges, Temporal.PlainDate inside): no clock, no zone shift. */

/** The calendar day an instant falls on in a time zone: "today" for an account. */
export const dayIn = (instant: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString();

/** Days from `from` to `to`: positive when `to` is later. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: "days" }).days;

export const laterOf = (a: string, b: string): string => (a > b ? a : b);

/** The working day (Monday to Friday) that is `days` working days after `day`. Bank holidays are not known here. */
export function addWorkingDays(day: string, days: number): string {
  let date = Temporal.PlainDate.from(day);
  for (let left = days; left > 0; ) {
    date = date.add({ days: 1 });
    if (date.dayOfWeek <= 5) left -= 1;
  }
  return date.toString();
}

/** Whether `text` is a real day of the calendar as "YYYY-MM-DD". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return true;
  } catch {
    return false;
  }
}
