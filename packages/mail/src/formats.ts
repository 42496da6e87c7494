/* Amounts, days and moments as the reader's locale writes them. An amount goes from decimal text to text: no float. */

/** The true minus, as wide as a digit. */
const MINUS = "\u2212";

/**
 * A decimal ("51377.92", "-5000") grouped, with all of its own decimals, Latin digits and no symbol. Throws RangeError
 * on anything that is not a decimal.
 */
export function formatAmount(decimal: string, locale: string): string {
  const match = /^(-?)(\d+(?:\.(\d+))?)$/.exec(decimal);
  if (!match) throw new RangeError(`Not an amount: ${decimal}`);
  const [, sign, magnitude, fraction = ""] = match;
  const format = new Intl.NumberFormat(locale, {
    numberingSystem: "latn",
    useGrouping: "always",
    minimumFractionDigits: fraction.length,
    maximumFractionDigits: fraction.length,
  });
  return (sign ? MINUS : "") + format.format(magnitude as Intl.StringNumericLiteral);
}

/** A business day, "2026-11-27": "27 Nov 2026", in German "27.11.2026". */
export const formatDay = (day: string, locale: string): string =>
  dayIn(new Date(`${day}T00:00:00Z`), "UTC", locale, false);

/** An instant to act before, in the reader's zone: "Fri 27 Nov 2026, 09:14 EST". */
export function formatMoment(at: Date, locale: string, timeZone: string): string {
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    numberingSystem: "latn",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${dayIn(at, timeZone, locale, true)}, ${clock.format(at)} ${zoneName(at, locale, timeZone)}`;
}

function dayIn(at: Date, timeZone: string, locale: string, withWeekday: boolean): string {
  const common = { timeZone, calendar: "gregory", numberingSystem: "latn", year: "numeric" } as const;
  const weekday = withWeekday ? ({ weekday: "short" } as const) : {};
  if (!/^en\b/i.test(locale)) {
    const figures = /^de\b/i.test(locale) ? "2-digit" : null;
    return new Intl.DateTimeFormat(locale, {
      ...common,
      ...weekday,
      day: figures ?? "numeric",
      month: figures ?? "short",
    }).format(at);
  }
  // Words by en-US, since British data shorten September to four letters; the order is ours.
  const parts = new Intl.DateTimeFormat("en-US", { ...common, ...weekday, day: "numeric", month: "short" });
  const part = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]));
  return [part.weekday, part.day, part.month, part.year].filter(Boolean).join(" ");
}

/** "EST" or "CET" where some English knows it, else the offset. */
function zoneName(at: Date, locale: string, timeZone: string): string {
  const names = [locale, "en-US", "en-GB"].map((tag) =>
    new Intl.DateTimeFormat(tag, { timeZone, timeZoneName: "short" })
      .formatToParts(at)
      .find((part) => part.type === "timeZoneName"),
  );
  const known = names.map((part) => part?.value ?? timeZone);
  return known.find((name) => !/^(GMT|UTC)[+\u2212-]/.test(name)) ?? known[0]!;
}
