import { AmountField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { DecisionDraft, Subject } from "./decision-draft.ts";
import { useDispute } from "./dispute-context.ts";

export type DecideFields = {
  draft: DecisionDraft;
  change: (over: Partial<DecisionDraft> | ((before: DecisionDraft) => Partial<DecisionDraft>)) => void;
  subjects: readonly Subject[];
  faultOf: (field: string) => string | undefined;
  onLeave: (field: string) => void;
};

/** The amount and the tax of each document; in full only the tax can be said. */
export function DecideAmounts({ draft, change, subjects, faultOf, onLeave }: DecideFields) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  const inFull = draft.outcome === "credit";
  return subjects
    .filter(({ leftMinor }) => leftMinor > 0n)
    .map(({ itemId, number, leftMinor }) => (
      <div key={itemId} className={inFull ? undefined : "grid grid-cols-2 items-start gap-2"}>
        {!inFull && (
          <AmountField
            name={`amount-${itemId}`}
            label={subjects.length > 1 ? t("amountOf", { number }) : t("amountBare")}
            currency={currency}
            hint={t("amountHint", { amount: format.amount(leftMinor, currency) })}
            value={draft.amounts[itemId] ?? ""}
            optional={subjects.length > 1}
            error={faultOf(`amount-${itemId}`)}
            onBlur={() => onLeave(`amount-${itemId}`)}
            onChange={({ target }) =>
              change((now) => ({ amounts: { ...now.amounts, [itemId]: target.value } }))
            }
          />
        )}
        <AmountField
          name={`tax-${itemId}`}
          label={subjects.length > 1 && inFull ? `${t("taxOf")}, ${number}` : t("taxOf")}
          currency={currency}
          hint={t("taxHint")}
          value={draft.taxes[itemId] ?? ""}
          optional
          error={faultOf(`tax-${itemId}`)}
          onBlur={() => onLeave(`tax-${itemId}`)}
          onChange={({ target }) => change((now) => ({ taxes: { ...now.taxes, [itemId]: target.value } }))}
        />
      </div>
    ));
}
