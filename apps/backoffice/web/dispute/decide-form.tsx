import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { TextArea, TextField } from "@openitem/ui/field";
import { KeyCap } from "@openitem/ui/key-cap";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { CorrectedFields } from "./corrected-fields.tsx";
import { DecideAmounts } from "./decide-amounts.tsx";
import { type Preview, usePreview } from "./decide-preview.ts";
import { type DecisionDraft, OUTCOMES, type Outcome, subjectsOf, wishOf } from "./decision-draft.ts";
import { DecisionEffect } from "./decision-effect.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";
import { sendOnCtrlEnter } from "./send-key.ts";
import { useCorrectableLines } from "./use-correctable-lines.ts";

/** Chooses an outcome with its amounts and words, shows what it does, and does it or asks for approval. */
export function DecideForm({
  draft,
  change,
  forget,
  form,
}: {
  draft: DecisionDraft;
  change: (over: Partial<DecisionDraft> | ((before: DecisionDraft) => Partial<DecisionDraft>)) => void;
  forget: () => void;
  form: RefObject<HTMLFormElement | null>;
}) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { detail } = useDispute();
  const { dispute } = detail;
  const { currency } = dispute;
  const subjects = subjectsOf(detail);
  const { outcome } = draft;
  const linesOf = useCorrectableLines(outcome === "rebill" ? subjects : []);
  const { documents, faults } = wishOf(draft, subjects, { currency, locale: format.locale, linesOf });
  const wish = {
    disputeId: dispute.id,
    outcome,
    documents,
    reason: outcome === "reject" ? null : draft.reason.trim(),
    grounds: draft.grounds.trim() || null,
  };
  // Faults are shown once the person has tried to send, or left the field.
  const [shown, setShown] = useState<readonly string[]>([]);
  const isReadable = Object.keys(faults).length === 0;
  const preview = usePreview(wish, isReadable);
  const decide = useMutation(
    api.resolutions.decide.mutationOptions({
      onSuccess: ({ approvalId, credits }) => {
        const names = credits.map(({ creditNumber }) => creditNumber).join(", ");
        toast({
          text: approvalId
            ? t("askedApproval")
            : names
              ? t("decidedWith", { number: dispute.number, credits: names })
              : t("decided", { number: dispute.number }),
        });
        forget();
      },
      // After a definite no, what is sent next is another wish.
      onError: (error) => error.data?.refusal && change({ id: crypto.randomUUID() }),
      onSettled: refreshDisputes,
    }),
  );
  const faultOf = (field: string): string | undefined => {
    const fault = faults[field];
    if (!fault || !shown.includes(field)) return undefined;
    return fault === "not-above-zero" ? t("aboveZero") : format.amountFault(fault, currency);
  };
  const onLeave = (field: string) =>
    setShown((before) => (before.includes(field) ? before : [...before, field]));
  const fields = { draft, change, subjects, faultOf, onLeave };
  return (
    <form
      ref={form}
      noValidate
      aria-label={t("decide")}
      onKeyDown={sendOnCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        setShown(Object.keys(faults));
        if (isReadable && !decide.isPending)
          decide.mutate({
            ...wish,
            decisionId: draft.id,
            seen: dispute.status,
            note: draft.note.trim() || null,
          });
      }}
    >
      <PaneSection title={t("decide")}>
        <OutcomeChoice outcome={outcome} onChoose={(next) => change({ outcome: next })} />
        <div className="mt-2 grid gap-2.5">
          {outcome === "rebill" ? (
            <CorrectedFields {...fields} linesOf={linesOf} />
          ) : (
            outcome !== "reject" && <DecideAmounts {...fields} />
          )}
          {outcome !== "reject" && (
            <TextField
              name="reason"
              label={t("reason")}
              maxLength={200}
              autoComplete="off"
              value={draft.reason}
              onChange={(event) => change({ reason: event.target.value })}
            />
          )}
          <TextArea
            name="grounds"
            label={t("grounds")}
            hint={t("groundsHint")}
            rows={outcome === "reject" ? 4 : 2}
            maxLength={2_000}
            optional={outcome !== "reject"}
            value={draft.grounds}
            onChange={(event) => change({ grounds: event.target.value })}
          />
        </div>
      </PaneSection>
      <PaneSection title={t("effect")}>
        <DecisionEffect preview={preview} />
      </PaneSection>
      <div className="decide-send">
        <div className="grid gap-2.5">
          {preview.data?.needsApproval && (
            <>
              <LimitBanner preview={preview.data} />
              <TextField
                name="for-approver"
                label={t("forApprover")}
                maxLength={1_000}
                autoComplete="off"
                optional
                value={draft.note}
                onChange={(event) => change({ note: event.target.value })}
              />
            </>
          )}
          {decide.isError && (
            <p role="alert" className="text-overdue">
              {sentence(decide.error)}
            </p>
          )}
          {!isReadable && shown.length > 0 && (
            <p role="alert" className="text-overdue">
              {t("amountFaults")}
            </p>
          )}
          <div>
            <Button type="submit" variant="primary" keyCap="ctrl ↵" aria-busy={decide.isPending}>
              <ButtonWords outcome={outcome} preview={preview.data} />
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}

function OutcomeChoice({ outcome, onChoose }: { outcome: Outcome; onChoose: (next: Outcome) => void }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { detail } = useDispute();
  const { amountMinor, currency } = detail.dispute;
  return (
    <fieldset className="outcomes">
      <legend className="oi-hidden">{t("outcomeLegend")}</legend>
      {OUTCOMES.map((each, index) => (
        <label key={each}>
          <input
            type="radio"
            className="oi-radio"
            name="outcome"
            value={each}
            checked={each === outcome}
            onChange={() => onChoose(each)}
          />
          <span>
            <span className={each === outcome ? "font-semibold" : undefined}>{t(`outcomes.${each}`)}</span>
            {each === outcome && (
              <span className="oi-unit block">
                {t(`outcomeNotes.${each}`, { amount: format.amount(amountMinor, currency) })}
              </span>
            )}
          </span>
          <KeyCap>{index + 1}</KeyCap>
        </label>
      ))}
    </fieldset>
  );
}

/** Says before the button what a refusal after it would say. */
function LimitBanner({ preview }: { preview: Preview }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  const names = preview.approvers.map(({ name }) => name);
  const list = new Intl.ListFormat(format.locale, { type: "disjunction" }).format(names);
  return (
    <Banner
      tone="due"
      state="held"
      title={t("aboveLimit", { limit: `${format.amount(preview.limitMinor, currency)} ${currency}` })}
      live
    >
      {names.length === 0 ? t("approversNone") : t("approvers", { names: list })}
    </Banner>
  );
}

function ButtonWords({ outcome, preview }: { outcome: Outcome; preview: Preview | undefined }) {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { currency } = useDispute().detail.dispute;
  if (outcome === "reject") return t("rejectButton");
  if (preview?.needsApproval) return t("askApproval");
  const amount = preview && preview.outcome === outcome ? format.amount(preview.amountMinor, currency) : "";
  return t("decideButton", { outcome: t(`outcomes.${outcome}`), amount }).trim();
}
