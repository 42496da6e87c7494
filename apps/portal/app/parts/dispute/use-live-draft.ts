import { useRef, useState } from "react";
import { useLocale } from "use-intl";
import { useAfterPress } from "../use-after-press.ts";
import { type Draft, readDraft } from "./draft.ts";
import { type Sums, sumsOf } from "./sums.ts";
import type { DisputeForm } from "./view.ts";

type Live = { draft: Draft; sums: Sums };

/** What stands in the form and comes to: `now` as of the last key, `left` as of the last field that was left. */
export function useLiveDraft(view: DisputeForm) {
  const form = useRef<HTMLFormElement>(null);
  const locale = useLocale();
  const { stamp, currency, documents } = view;
  const of = (draft: Draft): Live => ({ draft, sums: sumsOf(draft, documents, { currency, locale }) });
  const start = () => {
    const answered = of(view.draft);
    return { stamp, answered, now: answered, left: answered };
  };
  const [kept, keep] = useState(start);
  // A new answer of the server starts anew.
  const state = kept.stamp === stamp ? kept : start();
  const read = () => form.current && of(readDraft(new FormData(form.current)));
  const onInput = () => {
    const now = read();
    if (now) keep({ ...state, now });
  };
  const leave = () => {
    const left = read();
    if (left) keep({ ...state, now: left, left });
  };
  const { onLeave, onPointerDown } = useAfterPress(leave);
  return {
    form,
    answered: state.answered,
    now: state.now,
    left: state.left,
    onInput,
    onLeave,
    onPointerDown,
  };
}
