import { createTranslator } from "use-intl/core";
import { formatAmount, formatDay, formatMoment } from "./formats.ts";
import { messagesEn } from "./messages-en.ts";

/** The languages we have words in. Numbers and days follow the reader's locale even where words do not. */
const CATALOGUES = { en: messagesEn };

/** The words of a letter and its formats, in the reader's locale (BCP 47). */
export function wordsFor(locale: string) {
  const format = known(locale) ?? "en";
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
      const named = (["card", "us_bank_account", "sepa_debit", "credits"] as const).find(
        (each) => each === name,
      );
      return say(`method.${named ?? "other"}`);
    },
    /** A reason by Stripe's code; a code we have no words for is shown as it is. */
    reason(code: string): string {
      const named = (Object.keys(messagesEn.reasons) as (keyof typeof messagesEn.reasons)[]).find(
        (each) => each === code,
      );
      return named ? say(`reasons.${named}`) : code.replaceAll("_", " ");
    },
  };
}

export type Words = ReturnType<typeof wordsFor>;

/** A locale we can format for; null for one that is none, as old files have them. A letter must go out all the same. */
function known(locale: string): string | null {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale.replaceAll("_", "-"))[0] ?? null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
