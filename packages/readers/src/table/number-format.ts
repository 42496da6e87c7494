/**
 * Number formats of SpreadsheetML (ECMA-376 part 1, 18.8.30): which show a date, which a number with leading zeros.
 */
export type NumberFormat = { readonly shows: "number" | "date"; readonly leadingZeros: number };

/** Built-in formats that show a date or a time: 14 to 22, 45 to 47, and those of East Asia and Thailand. */
const builtInDates: ReadonlySet<number> = new Set(
  [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
    [71, 81],
  ].flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, at) => from + at)),
);

const plainNumber: NumberFormat = { shows: "number", leadingZeros: 0 };

/** A format by its number and, for custom ones, its code. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtInDates.has(id) ? { shows: "date", leadingZeros: 0 } : plainNumber;
  // Text in quotes, escaped characters, colours and locales say nothing about dates.
  const bare = (code.split(";")[0] ?? "").replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*]./gi, "");
  if (/[yd]|m{3,}|(?:^|[^0#?.])m+(?:[/.-]|$)|h+:|\[h+\]/i.test(bare))
    return { shows: "date", leadingZeros: 0 };
  return { shows: "number", leadingZeros: /^0{2,}$/.test(bare) ? bare.length : 0 };
}

const days1900 = Date.UTC(1899, 11, 30);
const days1904 = Date.UTC(1904, 0, 1);
const dayLength = 86_400_000;

/**
 * The date of a serial number: days since 1899-12-30 (or 1904-01-01), with the day 1900-02-29 that never was counted as
 * spreadsheets count it. ISO, with the time when there is one; null when it is no date of the years 1900 to 9999.
 */
export function serialDate(serial: number, from1904: boolean): string | null {
  if (!(serial >= 0 && serial < 2_958_466)) return null;
  const shift = !from1904 && serial < 60 ? 1 : 0;
  const seconds = Math.round((serial + shift) * 86_400);
  const moment = new Date((from1904 ? days1904 : days1900) + seconds * 1_000);
  const iso = moment.toISOString();
  return (seconds * 1_000) % dayLength === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}

/**
 * A number of a sheet as a plain decimal. Spreadsheets keep binary numbers and write up to 17 digits of them, of which
 * 15 are meant (`1234.5600000000001` is 1234.56); fewer digits stay exactly as they are. Null when it is no number.
 */
export function plainDecimal(text: string): string | null {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  let digits = `${whole}${fraction}`.replace(/^0+/, "");
  let point = digits.length - fraction.length + Number(exponent);
  if (digits.length > 15) {
    const rounded = (BigInt(digits.slice(0, 16)) + 5n) / 10n;
    if (rounded.toString().length > 15) point += 1;
    digits = rounded.toString();
    if (point < digits.length)
      digits = digits.slice(0, Math.max(point, 0)) + digits.slice(Math.max(point, 0)).replace(/0+$/, "");
  }
  if (digits === "" || Math.abs(point) > 320) return "0";
  const padded = point <= 0 ? "0".repeat(1 - point) + digits : digits.padEnd(point, "0");
  const at = Math.max(point, 1);
  const decimals = padded.slice(at);
  return `${sign === "-" ? "-" : ""}${padded.slice(0, at)}${decimals && `.${decimals}`}`;
}
