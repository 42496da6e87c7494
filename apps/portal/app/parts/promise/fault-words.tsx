import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { TermsFault } from "./terms.ts";
import type { PromiseForm } from "./view.ts";

/** What is wrong at a field, in words: `short` stands under the field itself, where its number is plain to see. */
export function useFaultWords({ currency, documents }: Pick<PromiseForm, "currency" | "documents">) {
  const t = useTranslations("promiseForm.fault");
  const format = useFormats();
  const numbers = new Map(documents.map(({ id, number }) => [id, number]));

  function problemOf(fault: TermsFault): string {
    if (fault.why === "amount") return format.amountFault(fault.fault, currency);
    if (fault.why === "no_day") return t("noDay");
    const key = fault.code.replace("promise.", "") as Parameters<typeof t>[0];
    if (!t.has(key)) return fault.sentence;
    // Amounts come from the domain as plain decimals.
    const facts = Object.entries(fault.facts).map(([name, fact]) => [
      name,
      AMOUNTS.includes(name) && typeof fact === "string" ? format.decimal(fact) : fact,
    ]);
    return t(key, Object.fromEntries(facts));
  }

  return (fault: TermsFault, short: boolean): string => {
    const problem = problemOf(fault);
    const [part, which = ""] = fault.name.split(".", 2);
    if (short || which === "") return problem;
    if (part !== "amount") return t("dateOf", { no: Number(which), problem });
    const number = numbers.get(which);
    return number ? t("documentOf", { number, problem }) : problem;
  };
}

const AMOUNTS: readonly string[] = ["most", "entered", "dates", "documents"];
