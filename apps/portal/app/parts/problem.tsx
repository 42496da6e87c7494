import { Banner } from "@openitem/ui/banner";
import { useTranslations } from "use-intl";
import type { Problem } from "../answer.ts";

/** The sentence of a refusal in the person's language. */
export function useProblemSentence(): (problem: Problem) => string {
  const t = useTranslations("refusals");
  return ({ code, facts, sentence }) => {
    // Codes come from the domain; the catalogue need not know them all.
    const key = code as Parameters<typeof t>[0];
    return t.has(key) ? t(key, facts) : sentence;
  };
}

/** A refusal above the form it concerns. */
export function ProblemBanner({ problem }: { problem: Problem }) {
  const sentenceOf = useProblemSentence();
  return <Banner tone="overdue" state="overdue" title={sentenceOf(problem)} live />;
}
