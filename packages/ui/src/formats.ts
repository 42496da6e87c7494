/** Currencies whose minor unit is not two digits, by ISO 4217. Intl follows CLDR instead, which drops the decimals of IDR, HUF or PKR. */
const MINOR_DIGITS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** The true minus, U+2212: as wide as a digit, and not broken from it at a line end. */
export const MINUS = "\u2212";

/** Decimals of a currency by ISO 4217: USD 2, JPY 0, KWD 3. */
export const minorDigits = (currency: string): number => MINOR_DIGITS[currency] ?? 2;

/** Minor units as a plain decimal with a point, as form fields and files hold it: 123450n USD is "1234.50". */
export function decimalOf(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const sign = minor < 0n ? "-" : "";
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, "0");
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

type Signs = { decimal: string; group: string };

type Writing = Signs & {
  /** digits of the last group before the decimal sign, and of those further left: 3 and 3, in India 3 and 2 */
  last: number;
  others: number;
};

const writings = new Map<string, Writing>();

// What a locale does is asked once: asking it for each amount would cost more than all else about the amount.
function writingOf(locale: string): Writing {
  let writing = writings.get(locale);
  if (!writing) {
    // Latin digits in every locale: an amount has to match the paper and the bank line digit by digit.
    const format = new Intl.NumberFormat(locale, { numberingSystem: "latn", useGrouping: "always" });
    const parts = format.formatToParts(1_234_567_890.5);
    const groups = parts.filter(({ type }) => type === "integer").map(({ value }) => value.length);
    writing = {
      decimal: parts.find(({ type }) => type === "decimal")?.value ?? ".",
      group: parts.find(({ type }) => type === "group")?.value ?? ",",
      last: groups.at(-1) ?? 3,
      others: groups.at(-2) ?? 3,
    };
    writings.set(locale, writing);
  }
  return writing;
}

/** A decimal text with all of its decimals, as the locale groups it, with a true minus. Exact at any size. */
function grouped(text: string, locale: string): string {
  const { decimal, group, last, others } = writingOf(locale);
  const isNegative = text.startsWith("-");
  const [whole = "", fraction] = (isNegative ? text.slice(1) : text).split(".");
  let end = whole.length - last;
  let written = end > 0 ? whole.slice(end) : whole;
  while (end > 0) {
    const start = Math.max(end - others, 0);
    written = whole.slice(start, end) + group + written;
    end = start;
  }
  return (isNegative ? MINUS : "") + written + (fraction === undefined ? "" : decimal + fraction);
}

/** An amount as a person reads it: grouped, with the currency's own decimals, a true minus and no symbol. Exact at any size. */
export const formatAmount = (minor: bigint, currency: string, locale: string): string =>
  grouped(decimalOf(minor, currency), locale);

/** A decimal text ("0.0079", "1000.0000") with all of its own decimals: unit prices, quantities, rates. Throws RangeError on anything else. */
export function formatDecimal(decimal: string, locale: string): string {
  const match = /^(-?)0*(\d+(?:\.\d+)?)$/.exec(decimal);
  if (!match) throw new RangeError(`Not a decimal: ${decimal}`);
  return grouped(`${match[1]}${match[2]}`, locale);
}

/** A count, grouped: 2,418,330. */
export const formatCount = (count: number | bigint, locale: string): string =>
  grouped(count.toString(), locale);

/** The decimal and grouping signs of a locale, as formatAmount writes them. */
export const signsOf = (locale: string): Signs => writingOf(locale);

/** Why a text is not an amount. `ambiguous`: one sign with three digits after it that the locale does not settle. */
export type AmountFault = "empty" | "not-a-number" | "too-many-decimals" | "ambiguous" | "too-large";

/**
 * What was read from a text. `read` is the amount as it was understood, in the person's own format;
 * `decimalSign` the sign taken for the decimal one (null when there was none).
 */
export type ParsedAmount =
  | { ok: true; minor: bigint; read: string; decimalSign: "." | "," | null }
  | { ok: false; reason: AmountFault };

/** Postgres bigint holds 19 digits; 18 of them always fit. */
const MOST_DIGITS = 18;

const fault = (reason: AmountFault): ParsedAmount => ({ ok: false, reason });

/** Digits in groups of three, or of two before the last three as in India; the first group never begins with 0. */
const isGrouped = (groups: string[]): boolean =>
  /^[1-9]\d{0,2}$/.test(groups[0] ?? "") &&
  (groups.slice(1).every((group) => /^\d{3}$/.test(group)) ||
    (/^\d{1,2}$/.test(groups[0] ?? "") &&
      groups.slice(1, -1).every((group) => /^\d{2}$/.test(group)) &&
      /^\d{3}$/.test(groups.at(-1) ?? "")));

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

type Split = { whole: string; fraction: string; decimalSign: "." | "," | null } | AmountFault;

function withGroups(whole: string, sign: string, fraction: string, decimalSign: "." | "," | null): Split {
  const groups = whole.split(sign);
  if (groups.length > 1 && !isGrouped(groups)) return "not-a-number";
  return { whole: groups.join(""), fraction, decimalSign };
}

function splitDecimal(text: string, digits: number, localDecimal: string): Split {
  const points = countOf(text, ".");
  const commas = countOf(text, ",");
  if (points === 0 && commas === 0) return { whole: text, fraction: "", decimalSign: null };
  if (points > 0 && commas > 0) {
    const decimalSign = text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
    if (countOf(text, decimalSign) > 1) return "not-a-number";
    const at = text.indexOf(decimalSign);
    return withGroups(text.slice(0, at), decimalSign === "." ? "," : ".", text.slice(at + 1), decimalSign);
  }
  const sign = points > 0 ? "." : ",";
  if (points + commas > 1) return withGroups(text, sign, "", null);
  const [whole = "", fraction = ""] = text.split(sign);
  if (fraction.length !== 3 || !isGrouped([whole, fraction])) return { whole, fraction, decimalSign: sign };
  // "1.234" is one thousand to some and one and a bit to others.
  if (sign !== localDecimal || digits === 0)
    return { whole: whole + fraction, fraction: "", decimalSign: null };
  return digits === 3 ? { whole, fraction, decimalSign: sign } : "ambiguous";
}

/**
 * Reads what a person typed as an amount, whichever way it is written: 1,234.50, 1.234,50, 1 234.50, 1'234.50, −12.
 * With both signs the last one is the decimal sign; with one sign and three digits the locale decides, and where
 * it cannot, the text is refused instead of guessed. Never goes through a float.
 */
export function parseAmount(text: string, currency: string, locale: string): ParsedAmount {
  const bare = text
    .replace(/[\s\u00a0\u202f\u2009'’]/g, "")
    .replace(new RegExp(`^${currency}|${currency}$`, "i"), "");
  if (bare === "") return fault("empty");
  const match = /^([-\u2212]?)([\d.,]+)$/.exec(bare);
  if (!match) return fault("not-a-number");
  const digits = minorDigits(currency);
  const split = splitDecimal(match[2]!, digits, signsOf(locale).decimal);
  if (typeof split === "string") return fault(split);
  if (!/^\d*$/.test(split.whole + split.fraction) || split.whole + split.fraction === "")
    return fault("not-a-number");
  const fraction = split.fraction.replace(/0+$/, "");
  if (fraction.length > digits) return fault("too-many-decimals");
  const all = (split.whole + fraction.padEnd(digits, "0")).replace(/^0+(?=\d)/, "");
  if (all.length > MOST_DIGITS) return fault("too-large");
  const minor = match[1] ? -BigInt(all) : BigInt(all);
  return { ok: true, minor, read: formatAmount(minor, currency, locale), decimalSign: split.decimalSign };
}

/** How a day is written. `weekday` for a day to act on, `year: false` where the year is plain. */
export type DayStyle = { weekday?: boolean; year?: boolean };

const DAY_MS = 86_400_000;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { calendar: "gregory", numberingSystem: "latn", ...options });
    dateFormats.set(key, format);
  }
  return format;
}

function atMidnight(iso: string): Date {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T00:00:00Z` : Number.NaN);
  // Date rolls 2026-02-30 over to March; such a day does not exist here.
  if (date.getUTCDate() !== Number(iso.slice(8))) throw new RangeError(`Not a day: ${iso}`);
  return date;
}

const language = (locale: string): string => locale.toLowerCase().split("-")[0] ?? "";

// en-US supplies the words because British ICU data shorten September to "Sept", four letters in a column of three.
const ENGLISH_WORDS = "en-US";

/** English short names of the months, January first, and of the weekdays, Sunday first. */
let englishNames: { months: string[]; weekdays: string[] } | undefined;

function namesInEnglish(): { months: string[]; weekdays: string[] } {
  englishNames ??= {
    months: Array.from({ length: 12 }, (_, month) =>
      dateFormat(ENGLISH_WORDS, { timeZone: "UTC", month: "short" }).format(Date.UTC(2026, month)),
    ),
    // 4 January 2026 is a Sunday.
    weekdays: Array.from({ length: 7 }, (_, day) =>
      dateFormat(ENGLISH_WORDS, { timeZone: "UTC", weekday: "short" }).format(Date.UTC(2026, 0, 4 + day)),
    ),
  };
  return englishNames;
}

function englishDay(date: Date, style: { weekday: boolean; year: boolean }): string {
  const { months, weekdays } = namesInEnglish();
  const day = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  return `${style.weekday ? `${weekdays[date.getUTCDay()]} ` : ""}${day}${style.year ? ` ${date.getUTCFullYear()}` : ""}`;
}

/** `date` is midnight UTC of the day. */
function writeDay(date: Date, locale: string, { weekday = false, year = true }: DayStyle): string {
  if (language(locale) === "en") return englishDay(date, { weekday, year });
  const inFigures = language(locale) === "de" && year;
  return dateFormat(locale, {
    timeZone: "UTC",
    ...(weekday && { weekday: "short" }),
    day: inFigures ? "2-digit" : "numeric",
    month: inFigures ? "2-digit" : "short",
    ...(year && { year: "numeric" }),
  }).format(date);
}

/** Midnight UTC of the day that an instant falls on in a zone. */
function dayOf(at: Date, timeZone: string): Date {
  // Swedish writes days as ISO does.
  const iso = dateFormat("sv", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
  return atMidnight(iso);
}

/**
 * A business day (ISO "2026-08-30") as people write it: "30 Aug 2026", with the weekday "Fri 27 Nov 2026",
 * without the year "27 Nov"; German "30.08.2026". Throws RangeError when the day does not exist.
 */
export const formatDay = (iso: string, locale: string, style: DayStyle = {}): string =>
  writeDay(atMidnight(iso), locale, style);

function zoneName(at: Date, locale: string, timeZone: string): string {
  const named = [locale, "en-US", "en-GB"].map(
    (tag) =>
      dateFormat(tag, { timeZone, timeZoneName: "short" })
        .formatToParts(at)
        .find((part) => part.type === "timeZoneName")?.value ?? timeZone,
  );
  const isOffset = (name: string) => /^(GMT|UTC)[+\u2212-]/.test(name);
  // An abbreviation people know ("EST", "CET") before an offset, whichever English knows it.
  return (language(locale) === "en" ? named.find((name) => !isOffset(name)) : named[0]) ?? named[0]!;
}

/** An instant in the person's zone, with the zone said: "18 Nov 2026, 09:14 EST". */
export function formatMoment(at: Date, locale: string, timeZone: string, style: DayStyle = {}): string {
  const time = dateFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    at,
  );
  return `${writeDay(dayOf(at, timeZone), locale, style)}, ${time} ${zoneName(at, locale, timeZone)}`;
}

/** Whole days from one ISO day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (atMidnight(to).getTime() - atMidnight(from).getTime()) / DAY_MS;

/** The keys of the `distance` catalogue. */
export type DistanceKey = "overdue" | "dueToday" | "dueIn";

/**
 * How far a due date is from today, in the words of the `distance` catalogue: "80 days overdue", "Due today",
 * "Due in 3 days". `words` is a translator for that namespace.
 */
export function formatDistance(
  dueOn: string,
  today: string,
  words: (key: DistanceKey, values: { days: number }) => string,
): string {
  const days = daysBetween(dueOn, today);
  if (days > 0) return words("overdue", { days });
  return days === 0 ? words("dueToday", { days }) : words("dueIn", { days: -days });
}
