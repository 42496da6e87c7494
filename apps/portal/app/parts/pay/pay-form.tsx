import { AmountField } from "@openitem/ui/field";
import { PageHeader, Section, TwoColumns } from "@openitem/ui/page";
import { useRef, useState } from "react";
import { Form, useLocation, useNavigation } from "react-router";
import { useLocale, useTranslations } from "use-intl";
import { PaySchedule } from "../autopay/pay-schedule.tsx";
import { PaidElsewhere } from "../remittance/paid-elsewhere.tsx";
import { useAfterPress } from "../use-after-press.ts";
import { type Draft, readDraft } from "./draft.ts";
import { useFaultWords } from "./fault-words.tsx";
import { faultsOf } from "./faults.ts";
import { PayAdd } from "./pay-add.tsx";
import { PayCredits } from "./pay-credits.tsx";
import { PayHow } from "./pay-how.tsx";
import { PAY_FORM, PayNotices } from "./pay-notices.tsx";
import { PayRows } from "./pay-rows.tsx";
import { kindOf, PaySummary } from "./pay-summary.tsx";
import { sumsOf } from "./sums.ts";
import type { PayForm } from "./view.ts";

/**
 * The form of a payment. It works as it comes from the server; with script the sums follow each key, and reasons and
 * faults each field that is left.
 */
export function PayFormPage({ view, biller }: { view: PayForm; biller: string }) {
  const t = useTranslations("pay");
  const { payer, currency, rows, rules, notSent } = view;
  const live = useLiveSums(view);
  const navigation = useNavigation();
  const { search } = useLocation();
  const wordsOf = useFaultWords(currency, rules.itemsMax);
  const isSent = notSent?.why === "faults";
  // A reason is asked for when somebody means to pay, not while he is still typing; an amount when its field is left.
  const atFields = faultsOf(seenChanges(view, live.left.draft), live.left.draft, live.left.sums).filter(
    (fault) => isSent || !["reason", "empty", "left"].includes(fault.code),
  );
  const wordsAt = (name: string) => {
    const fault = atFields.find((each) => each.name === name);
    return fault && wordsOf(fault, true);
  };
  const title = t("titleCount", { count: rows.length, kind: kindOf(rows) });
  return (
    <>
      <title>{title}</title>
      <PageHeader title={title} note={t("payer", { ...payer, currency })} />
      <PayNotices
        view={view}
        faults={isSent ? faultsOf(view, view.draft, live.answered) : []}
        cashMinor={live.answered.cashMinor}
      />
      <Form
        key={view.stamp}
        ref={live.form}
        id={PAY_FORM}
        method="post"
        action={`/pay${search}`}
        noValidate
        preventScrollReset
        onInput={live.onInput}
        onBlur={live.onLeave}
        onPointerDown={live.onPointerDown}
      >
        {/* Enter in a field presses the first button: this one only adds up. */}
        <button
          type="submit"
          name="intent"
          value="preview"
          className="oi-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <input type="hidden" name="paymentId" value={view.paymentId} />
        <input type="hidden" name="currency" value={currency} />
        <TwoColumns
          sideLabel={t("summary")}
          side={
            <PaySummary
              view={view}
              sums={live.now}
              isBusy={navigation.formData?.get("intent") === (view.release ? "prepare" : "pay")}
            />
          }
        >
          {rows.length > 0 && (
            <PayRows
              view={view}
              sums={live.left.sums}
              totalMinor={live.now.documentsMinor}
              wordsAt={wordsAt}
              biller={biller}
            />
          )}
          <PayAdd view={view} />
          <PayCredits view={view} wordsAt={wordsAt} />
          {rules.onAccountAllowed && (
            <Section title={t("onAccountTitle")}>
              <div className="max-w-xs">
                <AmountField
                  name="onAccount"
                  label={t("onAccountLabel")}
                  currency={currency}
                  hint={t("onAccountHint")}
                  optional
                  defaultValue={view.draft.onAccount}
                  error={wordsAt("onAccount")}
                />
              </div>
            </Section>
          )}
          <PayHow methods={rules.methods} currency={currency} />
          <PaidElsewhere itemIds={view.rows.map(({ id }) => id)} currency={currency} />
          {view.schedule && (
            <PaySchedule
              offer={view.schedule}
              later={view.later}
              documentsMinor={live.now.documentsMinor}
              currency={currency}
              isOpen={notSent?.why === "refused" && /^(charge|pay\.schedule)/.test(notSent.problem.code)}
            />
          )}
        </TwoColumns>
      </Form>
    </>
  );
}

/** An amount that was entered anew has been checked against what is open now. */
function seenChanges(view: PayForm, draft: Draft): PayForm {
  if (view.rows.every((row) => row.changedFromMinor === null)) return view;
  const before = new Map(view.draft.rows.map((row) => [row.itemId, row.amount]));
  const seen = new Set(
    draft.rows.filter((row) => row.amount !== before.get(row.itemId)).map((row) => row.itemId),
  );
  return {
    ...view,
    rows: view.rows.map((row) => (seen.has(row.id) ? { ...row, changedFromMinor: null } : row)),
  };
}

/** The sums of what stands in the form: `now` as of the last key, `left` as of the last field that was left. */
function useLiveSums(view: PayForm) {
  const form = useRef<HTMLFormElement>(null);
  const { stamp, currency, rows: debits, credits } = view;
  const locale = useLocale();
  const facts = { currency, locale, debits, credits };
  const start = () => {
    const sums = sumsOf(view.draft, facts);
    return { stamp, answered: sums, now: sums, left: { draft: view.draft, sums } };
  };
  const [kept, keep] = useState(start);
  // A new answer of the server starts anew.
  const state = kept.stamp === stamp ? kept : start();
  const read = () => {
    if (!form.current) return null;
    const draft = readDraft(new FormData(form.current));
    return { draft, sums: sumsOf(draft, facts) };
  };
  const onInput = () => {
    const typed = read();
    if (typed) keep({ ...state, now: typed.sums });
  };
  const leave = () => {
    const left = read();
    if (left) keep({ ...state, now: left.sums, left });
  };
  const onLeave = useAfterPress(leave);
  return { form, answered: state.answered, now: state.now, left: state.left, onInput, ...onLeave };
}
