import { daysBetween } from "../kernel/business-day.ts";

/** Steps of age by days past the due date, as on every statement and screen. "current" is not yet due. */
export const BUCKETS = ["current", "1-30", "31-60", "61-90", "90+"] as const;
export type Bucket = (typeof BUCKETS)[number];
/** Minor units of one currency per step. */
export type Ageing = Record<Bucket, bigint>;

export const noAgeing = (): Ageing => ({ current: 0n, "1-30": 0n, "31-60": 0n, "61-90": 0n, "90+": 0n });

/** Age = as-of day less due day (glossary: ageing bucket). Due today is not late. */
export function bucketOf(dueOn: string, asOf: string): Bucket {
  const late = daysBetween(dueOn, asOf);
  if (late <= 0) return "current";
  if (late <= 30) return "1-30";
  if (late <= 60) return "31-60";
  return late <= 90 ? "61-90" : "90+";
}

/** Adds up what is open by age. */
export function ageingOf(rows: Iterable<{ dueOn: string; openMinor: bigint }>, asOf: string): Ageing {
  const ageing = noAgeing();
  for (const { dueOn, openMinor } of rows) ageing[bucketOf(dueOn, asOf)] += openMinor;
  return ageing;
}
