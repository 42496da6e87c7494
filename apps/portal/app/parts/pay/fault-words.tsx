import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { PayFault } from "./faults.ts";

/** What is wrong at a field, in words: `short` stands under the field itself, where the number is plain to see. */
export function useFaultWords(currency: string, itemsMax: number) {
  const t = useTranslations("pay");
  const format = useFormats();
  const amount = (minor: bigint) => format.amount(minor, currency);
  const refusalOf = (refusal: string): string =>
    refusal === "zero"
      ? t("zero")
      : format.amountFault(refusal as Parameters<typeof format.amountFault>[0], currency);

  return (fault: PayFault, short: boolean): string => {
    switch (fault.code) {
      case "amount": {
        const { number, refusal, minor, freeMinor } = fault;
        if (refusal === "over") {
          const open = amount(freeMinor);
          return short ? t("isOpen", { open }) : t("overNumber", { number, entered: amount(minor), open });
        }
        return short ? refusalOf(refusal) : t("atField", { number, problem: refusalOf(refusal) });
      }
      case "reason":
        return short
          ? t("reasonHere")
          : t("reasonMissing", { number: fault.number, amount: amount(fault.shortMinor) });
      case "part":
        return t("partNotAllowed", { number: fault.number });
      case "changed": {
        const { number, freeMinor, beforeMinor } = fault;
        if (short) return t("isOpenNow", { open: amount(freeMinor) });
        const isLess = freeMinor < beforeMinor;
        const difference = amount(isLess ? beforeMinor - freeMinor : freeMinor - beforeMinor);
        return t(isLess ? "changedLess" : "changedMore", { number, now: amount(freeMinor), difference });
      }
      case "credit": {
        const { number, refusal, freeMinor } = fault;
        if (refusal === "over") return t("creditOver", { number, open: amount(freeMinor) });
        const problem = refusal === "zero" ? t("creditZero") : refusalOf(refusal);
        return short ? problem : t("atField", { number, problem });
      }
      case "onAccount":
        return short ? refusalOf(fault.refusal) : t("onAccountWrong", { problem: refusalOf(fault.refusal) });
      case "creditsExceed":
        return t("creditsExceed", { amount: amount(fault.overMinor) });
      case "tooMany":
        return t("tooMany", { max: itemsMax });
      case "empty":
      case "left":
        return t(fault.code);
    }
  };
}
