import { createTranslator } from "use-intl/core";
import { formatAmount, formatDay, formatMoment } from "./formats.ts";
import { messagesEn } from "./messages-en.ts";

/** The languages we have words in. Numbers and days follow the reader's locale even where words do not. */
const CATALOGUES = { en: messagesEn };

/** The words of a letter and its formats, in the reader's locale (BCP 47). */
export function wordsFor(locale: string) {
  const [supported] = Intl.NumberFormat.supportedLocalesOf(locale);
  const format = supported ?? "en";
  const language = "en" satisfies keyof typeof CATALOGUES;
  const say = createTranslator({
    locale: language,
    messages: CATALOGUES[language],
    onError: (error) => {
      throw error;
    },
  });
  return {
    language,
    say,
    amount: (decimal: string) => formatAmount(decimal, format),
    day: (day: string) => formatDay(day, format),
    moment: (at: Date, timeZone: string) => formatMoment(at, format, timeZone),
    /** A payment method by Stripe's name. */
    method(name: string | null): string {
      const known = (["card", "us_bank_account", "sepa_debit", "credits"] as const).find(
        (each) => each === name,
      );
      return say(`method.${known ?? "other"}`);
    },
    /** A reason by Stripe's code; a code we have no words for is shown as it is. */
    reason(code: string): string {
      const known = (Object.keys(messagesEn.reasons) as (keyof typeof messagesEn.reasons)[]).find(
        (each) => each === code,
      );
      return known ? say(`reasons.${known}`) : code.replaceAll("_", " ");
    },
  };
}

export type Words = ReturnType<typeof wordsFor>;
