import { isDay } from "../kernel/business-day.ts";

/*
 * Days as files write them. A file's format is said, never guessed: 4/3/2026 is two days.
 */

const PATTERNS = {
  "YYYY-MM-DD": [/^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?$/, ["year", "month", "day"]],
  YYYYMMDD: [/^(\d{4})(\d{2})(\d{2})(?:\.0+)?$/, ["year", "month", "day"]],
  "M/D/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, ["month", "day", "year"]],
  "D/M/YYYY": [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, ["day", "month", "year"]],
  "D.M.YYYY": [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, ["day", "month", "year"]],
} as const satisfies Record<string, [RegExp, readonly Part[]]>;

type Part = "year" | "month" | "day";
export type DateFormat = keyof typeof PATTERNS;

/** The day `text` names in one of `formats`, as "YYYY-MM-DD"; null when it names none. */
export function readDay(text: string, formats: readonly DateFormat[]): string | null {
  for (const format of formats) {
    const [pattern, parts] = PATTERNS[format];
    const match = pattern.exec(text);
    if (!match) continue;
    const found: Record<Part, string> = { year: "", month: "", day: "" };
    for (const [index, part] of parts.entries()) found[part] = match[index + 1] ?? "";
    const day = `${found.year}-${found.month.padStart(2, "0")}-${found.day.padStart(2, "0")}`;
    if (isKnownDay(day)) return day;
  }
  return null;
}

/** The same few hundred days come back a million times, and asking the calendar is slow. */
const known = new Map<string, boolean>();
const KNOWN_MAX = 20_000;

function isKnownDay(day: string): boolean {
  const before = known.get(day);
  if (before !== undefined) return before;
  const real = isDay(day);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(day, real);
  return real;
}
