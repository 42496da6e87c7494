import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { DisputeFault } from "./faults.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";

const EXAMPLE = "0.0086";

/** What is wrong at a field, in words: `short` stands under the field itself, where what it is about is plain to see. */
export function useFaultWords(currency: string, filesMax: number) {
  const t = useTranslations("disputeForm.fault");
  const words = useDisputeWords();
  const format = useFormats();
  const amount = (minor: bigint) => format.amount(minor, currency);
  const example = format.decimal(EXAMPLE);

  function document(fault: Extract<DisputeFault, { code: "document" }>, short: boolean): string {
    const { number, refusal } = fault;
    const most = amount(fault.mostMinor);
    if (refusal === "no_line") return short ? t("no_line") : t("noLineOf", { number });
    if (refusal === "over") return short ? t("over", { most }) : t("overOf", { number, most });
    const problem = refusal === "zero" ? t("zero") : format.amountFault(refusal, currency);
    return short ? problem : t("at", { number, problem });
  }

  function line(fault: Extract<DisputeFault, { code: "line" }>): string {
    switch (fault.refusal) {
      case "quantity":
        return t("lineQuantity");
      case "unitPrice":
        return t("linePrice", { example });
      case "not_less":
        return t("notLess");
      case "over":
        return t("lineOver", { most: amount(fault.mostMinor) });
    }
  }

  return (fault: DisputeFault, short: boolean): string => {
    switch (fault.code) {
      case "document":
        return document(fault, short);
      case "line":
        return short ? line(fault) : t("at", { number: fault.line, problem: line(fault) });
      case "fact":
        return short ? t("fact") : t("factOf", { field: words.fact(fault.field) });
      case "fact_number":
        return short
          ? t("factNumber", { example })
          : t("factNumberOf", { field: words.fact(fault.field), example });
      case "fact_long":
        return short ? t("factLong") : t("factLongOf", { field: words.fact(fault.field) });
      case "comment_long":
        return t("commentLong");
      case "too_many_files":
        return t("tooMany", { max: filesMax });
      case "refused_files":
        return t("refusedFiles");
      case "none":
      case "reason":
      case "comment":
      case "proof":
        return t(fault.code);
    }
  };
}
