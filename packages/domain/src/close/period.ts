import type { periodEvents, periods } from "@openitem/db/schema/periods";
import { z } from "zod";
import { addDays } from "../kernel/business-day.ts";
import type { Transitions } from "../kernel/transitions.ts";

/* A month of a legal entity's books. Pure. */

export type Period = typeof periods.$inferSelect;
export type PeriodStatus = Period["status"];
export type PeriodEvent = typeof periodEvents.$inferSelect;

/**
 * Open takes postings; closing takes them as well, while the checks are worked through; closed takes none. Notes and
 * signatures belong to the closing, so that what was signed is not still on its way.
 */
export const PERIOD_TRANSITIONS: Transitions<
  PeriodStatus,
  "begin" | "prepare" | "back" | "close" | "reopen"
> = {
  begin: { by: "period.prepare", from: { open: "closing" } },
  prepare: { by: "period.prepare", from: { closing: "closing" } },
  back: { by: "period.prepare", from: { closing: "open" } },
  close: { by: "period.close", from: { closing: "closed" } },
  reopen: { by: "period.reopen", from: { closed: "open" } },
};

/** A month of the calendar, "2026-10". */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "This is not a month: write it as 2026-10.");

export type Days = { fromOn: string; toOn: string };

/** First and last day of a month: "2026-10" is 2026-10-01 to 2026-10-31. */
export function daysOf(monthText: string): Days {
  const first = Temporal.PlainDate.from(`${monthText}-01`);
  return { fromOn: first.toString(), toOn: first.add({ months: 1 }).subtract({ days: 1 }).toString() };
}

export const monthOf = (day: string): string => day.slice(0, 7);

/**
 * The month that is to be closed next: the one after the closed books, else the one before today's, which is the
 * latest that is over.
 */
export const nextMonth = (closedThroughOn: string | null, today: string): string =>
  closedThroughOn === null
    ? monthOf(addDays(`${monthOf(today)}-01`, -1))
    : monthOf(addDays(closedThroughOn, 1));

/** The months a person may choose from, the newest first: back to the first booking, a year at least. */
export function monthsToChoose(firstDay: string | null, today: string): string[] {
  const now = Temporal.PlainYearMonth.from(monthOf(today));
  const yearAgo = now.subtract({ months: 12 }).toString();
  const first = firstDay === null ? yearAgo : [monthOf(firstDay), yearAgo].reduce((a, b) => (a < b ? a : b));
  const months: string[] = [];
  for (let each = now; each.toString() >= first; each = each.subtract({ months: 1 }))
    months.push(each.toString());
  return months;
}
