import { CheckboxField } from "@openitem/ui/choice";
import { SelectField, TextField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
import {
  DIFFERENCE_CHOICES,
  type DraftDifference,
  type MatchDraft,
  newDifference,
  type ReadDraft,
  type ReadRow,
} from "./match-draft.ts";

type Change = (over: Partial<MatchDraft> | ((before: MatchDraft) => Partial<MatchDraft>)) => void;

/** What to do with what is left of documents, and with what is left of the money. */
export function Differences({
  draft,
  change,
  state,
  currency,
}: {
  draft: MatchDraft;
  change: Change;
  state: ReadDraft;
  currency: string;
}) {
  const t = useTranslations("cash");
  const { amount } = useFormats();
  const rests = state.rows.filter(({ ticked, leftMinor }) => ticked && leftMinor !== null && leftMinor > 0n);
  const alter = (itemId: string, over: Partial<DraftDifference>) =>
    change((now) => ({
      differences: {
        ...now.differences,
        [itemId]: { ...(now.differences[itemId] ?? newDifference()), ...over },
      },
    }));
  return (
    <section className="cash-part" aria-label={t("differences")}>
      {rests.length === 0 && state.leftMinor <= 0n && (
        <>
          <h2>{t("differences")}</h2>
          <p className="text-ink-2">{t("noDifference")}</p>
        </>
      )}
      {rests.map((row) => (
        <RowDifference
          key={row.itemId}
          row={row}
          currency={currency}
          difference={draft.differences[row.itemId] ?? newDifference()}
          alter={(over) => alter(row.itemId, over)}
        />
      ))}
      {state.leftMinor > 0n && state.rows.some(({ ticked }) => ticked) && (
        <SelectField
          name="cash-rest"
          label={t("restOfMoney", { amount: amount(state.leftMinor, currency) })}
          value={draft.rest}
          options={[
            { value: "unapplied", label: t("rests.unapplied") },
            { value: "on_account", label: t("rests.on_account") },
          ]}
          onChange={({ target }) =>
            change({ rest: target.value === "on_account" ? "on_account" : "unapplied" })
          }
        />
      )}
      <CheckboxField
        name="cash-learn"
        label={t("learn")}
        checked={draft.learn}
        onChange={({ target }) => change({ learn: target.checked })}
      />
    </section>
  );
}

function RowDifference({
  row,
  currency,
  difference,
  alter,
}: {
  row: ReadRow;
  currency: string;
  difference: DraftDifference;
  alter: (over: Partial<DraftDifference>) => void;
}) {
  const t = useTranslations("cash");
  const dispute = useTranslations("dispute");
  const format = useFormats();
  const reasonName = useReasonName();
  const { itemId, document, leftMinor } = row;
  const { choice, reason, contested, note, facts } = difference;
  const rules = useQuery(api.cash.rules.queryOptions({ currency }, { staleTime: 60_000 })).data;
  const number = document?.number ?? "";
  const minor = leftMinor ?? 0n;
  const limitMinor = choice === "write_off" ? rules?.writeOffMinor : rules?.creditMinor;
  const asked = rules?.reasons.find(({ code }) => code === reason);
  const choose = (next: DraftDifference["choice"]) =>
    alter({
      choice: next,
      // The same field holds words for the one, and a code for the other.
      reason:
        next === "deduction"
          ? (rules?.reasons[0]?.code ?? "")
          : next === "discount"
            ? t("discountReason")
            : next === "write_off"
              ? t("writeOffReason")
              : next === "residual"
                ? t("residualReason")
                : "",
    });
  return (
    <div className="cash-difference">
      <SelectField
        name={`difference-${itemId}`}
        label={t("restOf", { amount: format.amount(minor, currency), number })}
        value={choice}
        options={DIFFERENCE_CHOICES.map((value) => ({ value, label: t(`choices.${value}`) }))}
        onChange={({ target }) => choose(DIFFERENCE_CHOICES.find((each) => each === target.value) ?? "open")}
      />
      {choice === "deduction" ? (
        <>
          <SelectField
            name={`reason-${itemId}`}
            label={t("deductionReason")}
            value={reason}
            options={rules?.reasons.map(({ code }) => ({ value: code, label: reasonName(code) })) ?? []}
            onChange={({ target }) => alter({ reason: target.value, facts: {} })}
          />
          <CheckboxField
            name={`contested-${itemId}`}
            label={t("contested")}
            checked={contested}
            onChange={({ target }) => alter({ contested: target.checked })}
          />
          {contested &&
            asked?.facts.map((fact) => (
              <TextField
                key={fact}
                name={`${fact}-${itemId}`}
                label={dispute(`facts.${fact}`)}
                maxLength={200}
                value={facts[fact] ?? ""}
                onChange={({ target }) => alter({ facts: { ...facts, [fact]: target.value } })}
              />
            ))}
          <TextField
            name={`note-${itemId}`}
            label={t("deductionNote")}
            maxLength={1_000}
            value={note}
            onChange={({ target }) => alter({ note: target.value })}
          />
        </>
      ) : (
        choice !== "open" && (
          <TextField
            name={`reason-${itemId}`}
            label={t("reason")}
            maxLength={200}
            value={reason}
            onChange={({ target }) => alter({ reason: target.value })}
          />
        )
      )}
      {choice === "discount" && document && (
        <p className="oi-hint">
          {document.discount
            ? t("discountTerms", {
                amount: format.amount(document.discount.amountMinor, currency),
                until: format.day(document.discount.untilOn),
              })
            : t("discountNoTerms")}
        </p>
      )}
      {(choice === "write_off" || choice === "discount") && limitMinor !== undefined && (
        <p className={choice === "write_off" && minor > limitMinor ? "text-due" : "oi-hint"}>
          {choice === "write_off" && minor > limitMinor
            ? t("overLimit", { limit: `${format.amount(limitMinor, currency)} ${currency}` })
            : t("yourLimit", { limit: `${format.amount(limitMinor, currency)} ${currency}` })}
        </p>
      )}
    </div>
  );
}
