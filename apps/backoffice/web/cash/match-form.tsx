import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";
import { AddBox } from "./add-box.tsx";
import { Advices } from "./advices.tsx";
import { Differences } from "./differences.tsx";
import { ElsewhereDialog } from "./elsewhere.tsx";
import { draftOf, emptyDraft, type MatchDraft, type Proposal, readDraft, wishOf } from "./match-draft.ts";
import { MatchRows } from "./match-rows.tsx";
import { MatchSums } from "./match-sums.tsx";
import { Recorded } from "./recorded.tsx";
import { refreshCash } from "./refresh.ts";
import { Rivals, Why } from "./rivals.tsx";
import { availableOf, type Detail, type Laid, useDocuments } from "./use-match.ts";

/** What a line pays, laid out to be changed and applied. */
export function MatchForm({
  detail,
  laid,
  onNext,
  onApplied,
  onUndo,
}: {
  detail: Detail;
  laid: Laid;
  onNext: () => void;
  onApplied: (lineId: string) => void;
  onUndo: (lineId: string) => void;
}) {
  const t = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { line, receipt } = detail;
  const { currency } = line;
  const { locale } = format;
  const availableMinor = availableOf(detail);
  const draftFrom = useCallback(
    (proposal: Proposal | undefined): MatchDraft => {
      const reasons = { discount: t("discountReason"), write_off: t("writeOffReason") };
      if (proposal) return draftOf(proposal, "", { currency, locale }, reasons);
      return emptyDraft(receipt ? { id: receipt.customerId, name: "" } : null);
    },
    [currency, locale, receipt, t],
  );
  const [best] = laid.proposals;
  const blank = useCallback(() => draftFrom(best), [draftFrom, best]);
  const [draft, change, forget] = useDraft(
    `match ${line.id} ${laid.id} ${receipt?.openMinor ?? "open"}`,
    blank,
  );
  const [taken, setTaken] = useState(0);
  const [cursor, setCursor] = useState(0);
  const [asking, setAsking] = useState(false);
  const ids = useMemo(
    () => [
      ...draft.rows.map(({ itemId }) => itemId),
      ...laid.proposals.flatMap(({ applications }) => applications.map(({ itemId }) => itemId)),
    ],
    [draft.rows, laid.proposals],
  );
  const documents = useDocuments(ids);
  const state = readDraft(draft, documents, { availableMinor, currency, locale });

  const options = {
    onSettled: refreshCash,
    // After a definite no, what is sent next is another wish.
    onError: (error: { data?: { refusal?: unknown } | null }) =>
      error.data?.refusal && change({ key: crypto.randomUUID() }),
  };
  const confirm = useMutation(
    api.cash.confirm.mutationOptions({
      ...options,
      onSuccess: ({ number, differences }, { applications }) => {
        const waits = differences.filter(({ status }) => status === "awaiting_approval").length;
        const amount = `${format.amount(applications?.reduce((sum, each) => sum + each.amountMinor, 0n) ?? 0n, currency)} ${currency}`;
        onApplied(line.id);
        toast({
          text: waits > 0 ? t("appliedWaits", { number, amount, waits }) : t("applied", { number, amount }),
          onUndo: () => onUndo(line.id),
          undoKey: "u",
        });
        forget();
        onNext();
      },
    }),
  );
  const hold = useMutation(
    api.cash.hold.mutationOptions({
      ...options,
      onSuccess: () => {
        toast({ text: t("heldOnAccount") });
        forget();
        onNext();
      },
    }),
  );
  const isBusy = confirm.isPending || hold.isPending;
  const apply = () => {
    if (!state.ok || isBusy || (receipt !== null && state.appliedMinor === 0n)) return;
    confirm.mutate({ ...wishOf(draft, state), lineId: line.id, receiptId: receipt?.id ?? null });
  };
  const onAccount = () => {
    if (isBusy || draft.customerId === "") return;
    if (receipt)
      hold.mutate({
        key: draft.key,
        receiptId: receipt.id,
        heldAs: "on_account",
        reason: t("onAccountReason"),
      });
    else
      confirm.mutate({
        ...wishOf(emptyDraft({ id: draft.customerId, name: "" }), { ...state, rows: [] }),
        key: draft.key,
        rest: "on_account",
        lineId: line.id,
        receiptId: null,
      });
  };
  const take = (index: number) => {
    const proposal = laid.proposals[index];
    if (!proposal) return;
    setTaken(index);
    change(draftFrom(proposal));
  };
  const differences = useRef<HTMLDivElement>(null);
  useFormKeys({
    apply,
    onAccount,
    take,
    moveCursor: (step) => setCursor((at) => Math.min(draft.rows.length - 1, Math.max(0, at + step))),
    tick: () =>
      change((now) => ({
        rows: now.rows.map((row, index) => (index === cursor ? { ...row, ticked: !row.ticked } : row)),
      })),
    difference: () => differences.current?.querySelector<HTMLElement>("select")?.focus(),
  });
  const shown = laid.proposals[taken];
  const error = confirm.error ?? hold.error;
  return (
    <>
      <div className="cash-form">
        <Recorded detail={detail} />
        <Advices detail={detail} change={change} chosen={draft.remittanceId} />
        <MatchRows
          heading={shown ? t(taken === 0 ? "bestProposal" : "otherProposal") : t("noProposal")}
          rule={shown && shown.rule !== "person" ? t(`rules.${shown.rule as "amount"}`) : null}
          draft={draft}
          change={change}
          state={state}
          currency={currency}
          cursor={cursor}
        />
        <AddBox
          draft={draft}
          change={change}
          currency={currency}
          locked={receipt !== null}
          availableMinor={state.leftMinor}
        />
        <div className="cash-mid">
          <Why proposal={shown} waits={laid.waits} />
          <div ref={differences}>
            <Differences draft={draft} change={change} state={state} currency={currency} />
          </div>
        </div>
        <Rivals laid={laid} taken={taken} onTake={take} documents={documents} detail={detail} />
        {error && (
          <p role="alert" className="cash-note text-overdue">
            {sentence(error)}
          </p>
        )}
      </div>
      <MatchSums
        state={state}
        receivedMinor={availableMinor}
        currency={currency}
        isBusy={isBusy}
        hasCustomer={draft.customerId !== ""}
        isNew={receipt === null}
        onApply={apply}
        onAccount={onAccount}
        onSkip={onNext}
        onElsewhere={() => setAsking(true)}
      />
      {asking && (
        <ElsewhereDialog
          lineId={line.id}
          onClose={(isDone) => {
            setAsking(false);
            if (isDone) onNext();
          }}
        />
      )}
    </>
  );
}

type Keys = {
  apply: () => void;
  onAccount: () => void;
  take: (index: number) => void;
  moveCursor: (step: number) => void;
  tick: () => void;
  difference: () => void;
};

function useFormKeys(keys: Keys): void {
  const t = useTranslations("cash");
  // The bindings stay the same over renders and read what is current when a key comes.
  const now = useRef(keys);
  useEffect(() => {
    now.current = keys;
  });
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { keys: ["1", "2", "3"], label: t("keyProposal"), run: (key) => now.current.take(Number(key) - 1) },
      {
        keys: ["ArrowDown", "ArrowUp"],
        label: t("keyRow"),
        run: (key) => now.current.moveCursor(key === "ArrowDown" ? 1 : -1),
      },
      { keys: [" "], label: t("keyTickRow"), run: () => now.current.tick() },
      { keys: ["d"], label: t("keyDifference"), run: () => now.current.difference() },
      { keys: ["o"], label: t("keyOnAccount"), run: () => now.current.onAccount() },
      { keys: ["Enter"], label: t("keyApply"), run: () => now.current.apply() },
    ],
    [t],
  );
  useKeys(bindings);
}
