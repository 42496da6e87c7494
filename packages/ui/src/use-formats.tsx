import { useLocale, useTimeZone, useTranslations } from "use-intl";
import {
  type AmountFault,
  type DayStyle,
  formatAmount,
  formatCount,
  formatDay,
  formatDecimal,
  formatDistance,
  formatMoment,
  minorDigits,
} from "./formats.ts";

/** The formats of this package in the person's locale and time zone, for text that is not a component of its own. */
export function useFormats() {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  const words = useTranslations("distance");
  const faults = useTranslations("amountFault");
  const ui = useTranslations("ui");
  return {
    locale,
    timeZone,
    amount: (minor: bigint, currency: string) => formatAmount(minor, currency, locale),
    decimal: (decimal: string) => formatDecimal(decimal, locale),
    count: (count: number | bigint) => formatCount(count, locale),
    day: (iso: string, style?: DayStyle) => formatDay(iso, locale, style),
    moment: (at: Date, style?: DayStyle) => formatMoment(at, locale, timeZone, style),
    /** why a text was not read as an amount, with an example in the person's own format */
    amountFault: (reason: AmountFault, currency: string) => {
      const digits = minorDigits(currency);
      const example = formatAmount((12345n * 10n ** BigInt(digits)) / 10n, currency, locale);
      return faults(reason, { currency, digits, example });
    },
    /** how an amount was understood, to stand beside its field */
    readAs: (minor: bigint, currency: string) =>
      ui("readAs", { amount: formatAmount(minor, currency, locale) }),
    distance: (dueOn: string, today: string) => formatDistance(dueOn, today, words),
  };
}
