import { type Decimal, decimalOf, negated } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Warn } from "../warning-list.ts";
import type { Money } from "./bank-file.ts";
import { calendarDay, compactDay, daysOfMonth, fullYear, shortDay } from "./calendar-day.ts";

/**
 * An amount of SWIFT: a decimal comma, with or without decimals (`12,`, `12,5`); banks also send a point, or none.
 * `1.234,56` is read with points for thousands. Null when it is anything else.
 */
export function mtAmount(text: string): Decimal | null {
  const plain = text.trim();
  if (/^\d{1,3}(?:\.\d{3})+,\d*$/.test(plain)) return decimalOf(plain.replaceAll(".", "").replace(",", "."));
  return /^\d+[.,]?\d*$/.test(plain) || /^,\d+$/.test(plain) ? decimalOf(plain.replace(",", ".")) : null;
}

/** A day as `YYMMDD` or `YYYYMMDD`. The 30 (or 29) February of the 30/360 calendar is the last day of its month. */
export function mtDay(text: string, place: Location, warn: Warn): string | null {
  const day = text.length === 8 ? compactDay(text) : shortDay(text);
  if (day !== null) return day;
  const february = /^(\d{2}|\d{4})02(29|30)$/.exec(text)?.[1];
  if (february !== undefined) {
    const year = february.length === 2 ? fullYear(Number(february)) : Number(february);
    const last = calendarDay(year, 2, daysOfMonth(year, 2));
    warn("date-february", `The day "${text}" does not exist; the last day of that February is meant.`, place);
    return last;
  }
  warn("date-unreadable", `"${text}" is not a date.`, place);
  return null;
}

/** The day `MMDD` of whichever year brings it closest to the value date, so that it may lie across the year's end. */
export function nearestDay(
  monthAndDay: string,
  valueDate: string,
  place: Location,
  warn: Warn,
): string | null {
  const year = Number(valueDate.slice(0, 4));
  const month = Number(monthAndDay.slice(0, 2));
  const day = Number(monthAndDay.slice(2));
  const candidates = [year - 1, year, year + 1].flatMap(
    (candidate) => calendarDay(candidate, month, day) ?? [],
  );
  const distance = (candidate: string) => Math.abs(Date.parse(candidate) - Date.parse(valueDate));
  const [nearest] = candidates.toSorted((a, b) => distance(a) - distance(b));
  return nearest ?? mtDay(`${valueDate.slice(0, 4)}${monthAndDay}`, place, warn);
}

export type MtBalance = {
  readonly type: string;
  readonly amount: Decimal | null;
  readonly currency: string | null;
  readonly date: string | null;
};

/** A balance of fields 60, 62, 64 and 65: `C100318EUR380115,77`; null when it is no such thing. */
export function mtBalance(tag: string, text: string, place: Location, warn: Warn): MtBalance | null {
  const match =
    /^([CD])(\d{6})([A-Z]{3})?([\d.,]+)$/.exec(text.trim()) ??
    /^([CD])(\d{8})([A-Z]{3})([\d.,]+)$/.exec(text.trim());
  const [, mark, day = "", currency = null, digits = ""] = match ?? [];
  const amount = mtAmount(digits);
  if (!match || amount === null) {
    warn("balance-unreadable", `Field ${tag} is not a balance: "${text.slice(0, 40)}".`, place);
    return null;
  }
  return {
    type: tag,
    amount: mark === "D" ? negated(amount) : amount,
    currency: currency ?? null,
    date: mtDay(day, place, warn),
  };
}

/** A currency and an amount in one, `EUR11,85`; null when it is anything else. */
export function moneyIn(text: string | null): Money | null {
  const match = /^\s*([A-Z]{3})\s?([\d.,]+)\s*$/.exec(text ?? "");
  const amount = match?.[2] ? mtAmount(match[2]) : null;
  return match?.[1] && amount !== null ? { amount, currency: match[1] } : null;
}
