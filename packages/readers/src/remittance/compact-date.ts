import { compactDay, shortDay } from "../bank/calendar-day.ts";

/** `YYYYMMDD` or `YYMMDD`, as EDI writes dates; null when the text is anything else. */
export function compactDate(text: string | null): string | null {
  if (text === null || !/^(?:\d{6}|\d{8})$/.test(text)) return null;
  return text.length === 6 ? shortDay(text) : compactDay(text);
}
