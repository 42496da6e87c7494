import { useRef, useState } from "react";
import { useLocale } from "use-intl";
import { useAfterPress } from "../use-after-press.ts";
import { type Draft, readDraft } from "./draft.ts";
import { type Terms, termsOf } from "./terms.ts";
import type { PromiseForm } from "./view.ts";

type Read = { draft: Draft; terms: Terms };

/** What stands in the form: `now` as of the last key, `left` as of the last field that was left. */
export function useLiveTerms(view: PromiseForm) {
  const form = useRef<HTMLFormElement>(null);
  const { stamp, customerId, currency, documents, standing } = view;
  const locale = useLocale();
  const answered: Read = { draft: view.draft, terms: view.terms };
  const [kept, keep] = useState({ stamp, now: answered, left: answered });
  // A new answer of the server starts anew.
  const state = kept.stamp === stamp ? kept : { stamp, now: answered, left: answered };
  const read = (): Read | null => {
    // A browser that does not know days yet shows what the server said last.
    if (!form.current || typeof Temporal === "undefined") return null;
    const draft = readDraft(new FormData(form.current));
    return { draft, terms: termsOf(draft, { customerId, currency, locale, documents, standing }) };
  };
  const onInput = () => {
    const now = read();
    if (now) keep({ ...state, now });
  };
  const left = useAfterPress(() => {
    const now = read();
    if (now) keep({ stamp, now, left: now });
  });
  return { form, now: state.now, left: state.left, onInput, ...left };
}
