import type { RefusalFacts } from "@openitem/domain/kernel/refusal";
import { Banner } from "@openitem/ui/banner";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Problem } from "../answer.ts";

/** The sentence of a refusal in the person's language. */
export function useProblemSentence(): (problem: Problem) => string {
  const t = useTranslations("refusals");
  const format = useFormats();
  return ({ code, facts, sentence }) => {
    // Codes come from the domain; the catalogue need not know them all.
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key, writtenFacts(facts, format)) : sentence;
  };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
/** Facts that are amounts; other digits may be part of a name. */
const AMOUNTS: readonly string[] = ["amount", "open", "left", "lines", "total", "difference"];

/** Days and amounts as the person writes them; `left` is "none" where nothing is left. */
export function writtenFacts(
  facts: RefusalFacts,
  format: { day: (iso: string) => string; decimal: (decimal: string) => string },
): RefusalFacts {
  const written = Object.entries({ left: "none", ...facts }).map(([name, fact]) => {
    if (typeof fact !== "string") return [name, fact];
    if (DAY.test(fact)) return [name, format.day(fact)];
    if (!AMOUNTS.includes(name) || !DECIMAL.test(fact)) return [name, fact];
    return [name, name === "left" && Number(fact) === 0 ? "none" : format.decimal(fact)];
  });
  return Object.fromEntries(written);
}

/** A refusal above the form it concerns. */
export function ProblemBanner({ problem }: { problem: Problem }) {
  const sentenceOf = useProblemSentence();
  return <Banner tone="overdue" state="overdue" title={sentenceOf(problem)} live />;
}
