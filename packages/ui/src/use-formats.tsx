import { useLocale, useTimeZone, useTranslations } from "use-intl";
import {
  type DayStyle,
  formatAmount,
  formatCount,
  formatDay,
  formatDecimal,
  formatDistance,
  formatMoment,
} from "./formats.tsx";

/** The formats of this package in the person's locale and time zone, for text that is not a component of its own. */
export function useFormats() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  const words = useTranslations("distance");
  return {
    locale,
    timeZone,
    amount: (minor: bigint, currency: string) => formatAmount(minor, currency, locale),
    decimal: (decimal: string) => formatDecimal(decimal, locale),
    count: (count: number | bigint) => formatCount(count, locale),
    day: (iso: string, style?: DayStyle) => formatDay(iso, locale, style),
    moment: (at: Date, style?: DayStyle) => formatMoment(at, locale, timeZone, style),
    distance: (dueOn: string, today: string) => formatDistance(dueOn, today, words),
  };
}
