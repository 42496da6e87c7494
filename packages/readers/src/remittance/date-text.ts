import { calendarDay, fullYear } from "../bank/calendar-day.ts";

export type DateOrder = "dmy" | "mdy";

const locales = ["en", "de", "fr", "es", "nl", "it", "pt"] as const;

/** Names of months in the languages that are read, long and short, without accents and points, to their number. */
const months: ReadonlyMap<string, number> = new Map([
  ["mrz", 3],
  ...locales.flatMap((locale) =>
    (["long", "short"] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(locale, { month, timeZone: "UTC" });
      return Array.from({ length: 12 }, (_, index): [string, number] => [
        bareWord(format.format(new Date(Date.UTC(2024, index, 15)))),
        index + 1,
      ]);
    }),
  ),
]);

function bareWord(word: string): string {
  return word
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "")
    .toLowerCase();
}

const numeric = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})$/;

/** Which order a date of figures alone tells: `mdy` for 11/17/2026, `dmy` for 17/11/2026 and any with points. */
export function dateOrderOf(text: string): DateOrder | "either" | null {
  const match = numeric.exec(dayPart(text));
  if (!match) return null;
  const [, first = "", mark, second = ""] = match;
  if (mark === ".") return "dmy";
  if (Number(first) > 12) return "dmy";
  if (Number(second) > 12) return "mdy";
  return first === second ? null : "either";
}

/**
 * A date as people write it: `2026-11-17`, `17.11.2026`, `11/17/26`, `17-Nov-2026`, `November 17, 2026`, `17 novembre
 * 2026`, `20261117`. ISO, or null when the text is no date.
 */
export function readDate(text: string, order: DateOrder): string | null {
  const day = dayPart(text);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(day) ?? /^(20\d{2})(\d{2})(\d{2})$/.exec(day);
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = numeric.exec(day);
  if (figures) {
    const [, first = "", , second = "", year = ""] = figures;
    const own = dateOrderOf(day);
    const [date, month] =
      (own === "mdy" || own === "dmy" ? own : order) === "dmy" ? [first, second] : [second, first];
    return calendarDay(yearOf(year), Number(month), Number(date));
  }
  const named =
    /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s.-]*(?:de\s+)?(\p{L}{3,12})\.?,?[\s.-]*(?:de\s+)?(\d{4}|\d{2})$/u.exec(
      day,
    );
  if (named) return byName(named[2] ?? "", named[1] ?? "", named[3] ?? "");
  const american =
    /^(?:\p{L}+,\s+)?(\p{L}{3,12})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(\d{4}|\d{2})$/u.exec(day);
  return american ? byName(american[1] ?? "", american[2] ?? "", american[3] ?? "") : null;
}

/** Two figures are a year of this century, or of the last from 80 on. */
function yearOf(digits: string): number {
  return digits.length === 2 ? fullYear(Number(digits)) : Number(digits);
}

function byName(name: string, day: string, year: string): string | null {
  const month = months.get(bareWord(name)) ?? months.get(bareWord(name).slice(0, 3));
  return month === undefined ? null : calendarDay(yearOf(year), month, Number(day));
}

/** The text without a time of day behind it. */
function dayPart(text: string): string {
  if (text.length > 60) return "";
  return text.trim().replace(/[T\s]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z|[AP]M|[+-]\d{2}:?\d{2})?$/i, "");
}
