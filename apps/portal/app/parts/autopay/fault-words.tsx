import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { type AutopayFault, faultAt } from "./faults.ts";

/** What is wrong at the fields of a form, in words. */
export function useFaultsAt(faults: readonly AutopayFault[] | undefined, currency: string) {
  const t = useTranslations("autopay.faults");
  const format = useFormats();
  const wordsOf = (fault: AutopayFault): string =>
    fault.code === "amount" ? format.amountFault(fault.fault, currency) : t(fault.code);
  return {
    at: (field: AutopayFault["field"]): string | undefined => {
      const fault = faultAt(faults, field);
      return fault && wordsOf(fault);
    },
    all: (faults ?? []).map((fault) => ({ field: fault.field, words: wordsOf(fault) })),
  };
}
