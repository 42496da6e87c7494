import { useFormats } from "@openitem/ui/use-formats";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";

export type PayoutRow = Answers["payouts"]["list"]["rows"][number];
export type Difference = PayoutRow["differences"][number];

/** What of a payout does not agree, as a sentence. */
export function useDifferenceWords(): (difference: Difference, currency: string) => string {
  const t = useTranslations("payouts");
  const { amount } = useFormats();
  return useCallback(
    (difference, currency) =>
      t(`differences.${difference.cause}`, {
        amount: "minor" in difference ? amount(difference.minor, currency) : "",
        days: "days" in difference ? difference.days : 0,
        count: "count" in difference ? difference.count : 0,
      }),
    [t, amount],
  );
}
