import { addDays, dayIn } from "../kernel/business-day.ts";

/** Where the story's days are counted from: the biller's own calendar. */
export const STORY_ZONE = "America/New_York";

/** Days of the story, as offsets from the day of loading: -80 is 80 days before it. */
export type Calendar = {
  /** The moment of loading. */
  now: Date;
  day(offset: number): string;
  /** That day at a time of day ("16:40") in a zone; the biller's when not given. */
  at(offset: number, time: string, zone?: string): Date;
  minutesAgo(minutes: number): Date;
};

export function calendarFrom(now: Date): Calendar {
  const today = dayIn(now, STORY_ZONE);
  const day = (offset: number) => addDays(today, offset);
  return {
    now,
    day,
    at: (offset, time, zone = STORY_ZONE) =>
      new Date(
        Temporal.PlainDate.from(day(offset)).toZonedDateTime({ timeZone: zone, plainTime: time })
          .epochMilliseconds,
      ),
    minutesAgo: (minutes) => new Date(now.getTime() - minutes * 60_000),
  };
}

/** Ends of the last twelve months of usage, the newest first. */
export const MONTH_ENDS = [-18, -49, -79, -110, -141, -171, -202, -232, -263, -291, -322, -353] as const;

/** The month that usage ending on a day is of: "October 2026". */
export const monthOf = (lastDay: string): string =>
  Temporal.PlainDate.from(lastDay).subtract({ days: 14 }).toLocaleString("en-US", {
    month: "long",
    year: "numeric",
  });

/** The year in a document's number. */
export const yearOf = (day: string): string => day.slice(0, 4);
