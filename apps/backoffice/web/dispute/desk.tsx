import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useDraft } from "../drafts.ts";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";
import { Compose } from "./compose.tsx";
import type { ComposeMode } from "./compose-send.ts";
import { Conversation } from "./conversation.tsx";
import { DecideForm } from "./decide-form.tsx";
import { type DecisionDraft, OUTCOMES } from "./decision-draft.ts";
import { DecisionsMade, Standing } from "./decisions-made.tsx";
import { useDispute } from "./dispute-context.ts";

/** Where a person works on a dispute: the conversation and the decision, with the keys of both. */
export function Desk() {
  const t = useTranslations("dispute");
  const reasonName = useReasonName();
  const { dispute, can } = useDispute().detail;
  const blank = useCallback(
    (): DecisionDraft => ({
      outcome: "credit",
      amounts: {},
      taxes: {},
      corrected: {},
      reason: reasonName(dispute.reason),
      grounds: "",
      note: "",
      id: crypto.randomUUID(),
    }),
    [dispute.reason, reasonName],
  );
  const [draft, change, forget] = useDraft(`decide ${dispute.id}`, blank);
  const [wanted, setWanted] = useState<{ mode: ComposeMode; at: number } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const mayDecide = can.decide;
  const bindings = useMemo<KeyBinding[]>(() => {
    const write = (mode: ComposeMode) => () => setWanted({ mode, at: Date.now() });
    return [
      ...(mayDecide
        ? [
            {
              keys: OUTCOMES.map((_, index) => String(index + 1)),
              label: t("keyOutcome"),
              run: (key: string) => change({ outcome: OUTCOMES[Number(key) - 1] ?? "credit" }),
            },
          ]
        : []),
      { keys: ["a"], label: t("keyAsk"), run: write("ask") },
      { keys: ["r"], label: t("keyRoute"), run: write("route") },
      { keys: ["n"], label: t("keyNote"), run: write("note") },
      // Shown only: forms listen to it themselves, also while a field has the focus.
      { keys: ["ctrl ↵"], label: t("keySend"), run: () => {} },
    ];
  }, [t, mayDecide, change]);
  useKeys(bindings);
  useSendEverywhere(form);
  return (
    <>
      <section className="decide-thread" aria-label={t("conversation")}>
        <Compose wanted={wanted} />
        <Conversation />
      </section>
      <section className="decide-desk" aria-label={t("decide")}>
        {mayDecide ? <DecideForm draft={draft} change={change} forget={forget} form={form} /> : <Standing />}
        <DecisionsMade />
      </section>
    </>
  );
}

/** Where no other form has the focus, Ctrl or ⌘ with ↵ sends the decision. */
function useSendEverywhere(form: { readonly current: HTMLFormElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
      const inForm = event.target instanceof Element && event.target.closest("form, dialog") !== null;
      if (!inForm) form.current?.requestSubmit();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [form]);
}
