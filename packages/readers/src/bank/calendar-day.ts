/** The day as `YYYY-MM-DD` when the calendar has it, else null. Months and days count from 1. */
export function calendarDay(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return null;
  return `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`;
}

export function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The day at the start of an ISO 8601 date or instant, as written, without conversion to another zone. */
export function isoDay(text: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T Z+-])/.exec(text);
  return match ? calendarDay(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** `YYMMDD`: years from 80 on are of the last century, as bank statements are younger than that. */
export function shortDay(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  return calendarDay(fullYear(Number(match[1])), Number(match[2]), Number(match[3]));
}

export function fullYear(twoDigits: number): number {
  return twoDigits >= 80 ? 1900 + twoDigits : 2000 + twoDigits;
}

/** `YYYYMMDD` at the start of a text. */
export function compactDay(text: string): string | null {
  const match = /^(\d{4})(\d{2})(\d{2})/.exec(text);
  return match ? calendarDay(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}
