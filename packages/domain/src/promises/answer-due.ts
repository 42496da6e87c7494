import type { Calendar } from "../policies/policy.ts";

/** The working day that is `days` working days after `day`, by the calendar's weekdays and holidays. */
export function workingDayAfter(
  day: string,
  days: number,
  { weekdays, holidays }: Pick<Calendar, "weekdays" | "holidays">,
): string {
  let date = Temporal.PlainDate.from(day);
  for (let left = days; left > 0; ) {
    date = date.add({ days: 1 });
    if (weekdays.includes(date.dayOfWeek) && !holidays.includes(date.toString())) left -= 1;
  }
  return date.toString();
}

/**
 * When an answer promised within `workingDays` is due: the close of business of that working day in `timeZone`. The day
 * of asking does not count.
 */
export function answerDue(now: Date, workingDays: number, calendar: Calendar, timeZone: string): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const day = workingDayAfter(today.toPlainDate().toString(), workingDays, calendar);
  const closes = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone, plainTime: calendar.closes });
  return new Date(closes.epochMilliseconds);
}
