import { useTranslations } from "use-intl";

/** Words for the codes of the biller's policy. One that the catalogue does not know is shown as it is written. */
export function useDisputeWords() {
  const reasons = useTranslations("disputeWords.reasons");
  const teams = useTranslations("disputeWords.teams");
  const facts = useTranslations("disputeWords.facts");
  const proofs = useTranslations("disputeForm.proof");
  return {
    reason: (code: string): string => {
      const key = code as Parameters<typeof reasons>[0];
      return reasons.has(key) ? reasons(key) : code.replaceAll("_", " ");
    },
    team: (code: string): string => {
      const key = code as Parameters<typeof teams>[0];
      return teams.has(key) ? teams(key) : teams("collections");
    },
    fact: (field: string): string => {
      const key = field as Parameters<typeof facts>[0];
      return facts.has(key) ? facts(key) : field.replaceAll("_", " ");
    },
    proof: (code: string): string => {
      const key = code as Parameters<typeof proofs>[0];
      return proofs.has(key) ? proofs(key) : proofs("other");
    },
  };
}
