import { useFormats } from "@openitem/ui/use-formats";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";
import type { en } from "../messages/en.ts";

export type Signal = Answers["cash"]["matches"]["rows"][number]["waits"][number];
type Code = keyof typeof en.signals;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
/** Facts that are amounts: decimal text, written as the reader writes amounts. */
const AMOUNTS: ReadonlySet<string> = new Set([
  "amount",
  "short",
  "over",
  "difference",
  "tolerance",
  "discount",
  "deduction",
  "disputed",
]);

/** A signal as a sentence in the reader's words; of a code that has none, the code. */
export function useSignalWords(): (signal: Signal) => string {
  const t = useTranslations("signals");
  const { decimal, day } = useFormats();
  return useCallback(
    ({ code, facts }) => {
      if (!t.has(code as Code)) return code.replaceAll("_", " ");
      const written = Object.entries(facts).map(([name, fact]) => {
        if (AMOUNTS.has(name) && DECIMAL.test(fact)) return [name, decimal(fact.replace(/^-/, ""))];
        return [name, DAY.test(fact) ? day(fact) : fact];
      });
      return t(code as Code, Object.fromEntries(written) as never);
    },
    [t, decimal, day],
  );
}
