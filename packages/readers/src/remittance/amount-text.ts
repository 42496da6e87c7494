import { type Decimal, decimalOf, isZero, negated } from "../decimal.ts";

export type DecimalMark = "." | ",";

/** An amount as a person writes it, with what stands beside it. */
export type WrittenAmount = {
  readonly amount: Decimal;
  /** ISO 4217, where the text names one; `$` names none. */
  readonly currency: string | null;
  /** A short code in brackets behind the amount: `120.00- (12)`. */
  readonly code: string | null;
};

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));
const symbols: ReadonlyMap<string, string | null> = new Map([
  ["€", "EUR"],
  ["£", "GBP"],
  ["₹", "INR"],
  ["zł", "PLN"],
  ["US$", "USD"],
  ["C$", "CAD"],
  ["A$", "AUD"],
  ["$", null],
  ["¥", null],
  ["kr", null],
  ["Fr.", "CHF"],
  ["SFr.", "CHF"],
]);

const money = String.raw`(?:[A-Z]{3}|US\$|C\$|A\$|[€£₹$¥]|zł|kr\.?|S?Fr\.)`;
const digits = String.raw`\d(?:[\d.,'’ ]*\d)?|[.,]\d{1,4}`;
const pattern = new RegExp(
  String.raw`^(?:(?<money0>${money})\s*(?=\())?(?<open>\()?\s*(?<sign1>[+-])?\s*(?<money1>${money})?\s*(?<sign2>[+-])?\s*(?<digits>${digits})` +
    String.raw`(?:(?<=\d)[.,][-–]{1,2}(?=\s*(?:$|[A-Z€£])))?\s*(?<sign3>[+-])?\s*(?<money2>${money})?\s*` +
    String.raw`(?<sign4>[+-]|CR|DR|Cr|Dr)?\s*(?<close>\))?(?:\s*\(?(?<code>(?<=\()[A-Z0-9]{1,4})\))?$`,
  "u",
);

/** Whether a text is a three-letter code of a currency. */
export function isCurrency(text: string): boolean {
  return currencies.has(text);
}

/**
 * Which mark parts the decimals of this text: `.` or `,` when the text alone tells, "either" when it is like `1,234`,
 * null when it tells nothing (no amount, or no mark at all).
 */
export function decimalMarkOf(text: string): DecimalMark | "either" | null {
  const match = matched(text);
  const written = match?.groups?.digits?.replace(/[ '’]/g, "");
  if (!written) return null;
  const marks = [...written.matchAll(/[.,]/g)].map(([mark]) => mark);
  const last = marks.at(-1);
  if (last === undefined) return null;
  if (new Set(marks).size === 2)
    return marks.filter((mark) => mark === last).length === 1 ? asMark(last) : null;
  if (marks.length > 1) return last === "." ? "," : ".";
  const [before = "", after = ""] = written.split(last);
  if (after.length === 3 && before.length <= 3 && before !== "" && !/^0/.test(before)) return "either";
  return asMark(last);
}

/**
 * An amount as people write it: `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`, `(12.00)`, `12.00-`, `12.00 CR`, with a
 * currency before or behind, `12,-` for whole ones. Null when the text is anything else.
 */
export function readAmount(text: string, mark: DecimalMark): WrittenAmount | null {
  const match = matched(text);
  if (!match?.groups) return null;
  const {
    open,
    close,
    sign1,
    sign2,
    sign3,
    sign4,
    money0,
    money1,
    money2,
    digits: written = "",
    code,
  } = match.groups;
  if (Boolean(open) !== Boolean(close)) return null;
  const plain = plainDigits(written, mark);
  const amount = plain === null ? null : decimalOf(plain);
  if (amount === null) return null;
  const currency = currencyOf(money0 ?? money1 ?? money2);
  if (currency === undefined) return null;
  const signs = [sign1, sign2, sign3, sign4].filter((sign) => sign !== undefined && sign !== "");
  const negative = Boolean(open) || signs.some((sign) => sign === "-" || /^cr$/i.test(sign ?? ""));
  const signed = negative && !isZero(amount) ? negated(amount) : amount;
  return { amount: signed, currency, code: code ?? null };
}

function matched(text: string): RegExpExecArray | null {
  if (text.length > 60) return null;
  const plain = text
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, " ")
    .replace(/[\u2212\u2010\u2011]/g, "-")
    .trim();
  return pattern.exec(plain);
}

/** ISO code; null for a sign that several share; undefined when the letters are no currency. */
function currencyOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return null;
  if (/^[A-Z]{3}$/.test(text)) return isCurrency(text) ? text : undefined;
  return symbols.get(text.replace(/^kr\.$/, "kr")) ?? null;
}

function asMark(mark: string): DecimalMark {
  return mark === "," ? "," : ".";
}

/** The digits with a point before the decimals; null when the marks are in places where no amount has them. */
function plainDigits(written: string, mark: DecimalMark): string | null {
  const bare = written.replace(/[ '’]/g, "");
  // Two numbers side by side are no amount: blanks and apostrophes part groups of three.
  if (/[ '’]/.test(written) && !/^\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,4})?$/.test(written)) return null;
  const own = decimalMarkOf(written);
  const decimal = own === null || own === "either" ? mark : own;
  const group = decimal === "." ? "," : ".";
  const [whole = "", ...fractions] = bare.split(decimal);
  if (fractions.length > 1) return null;
  if (whole.includes(group) && !/^\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/.test(whole)) return null;
  if (fractions[0]?.includes(group)) return null;
  return `${whole.replaceAll(group, "") || "0"}${fractions[0] ? `.${fractions[0]}` : ""}`;
}
