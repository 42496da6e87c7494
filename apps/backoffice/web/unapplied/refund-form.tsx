import { Button } from "@openitem/ui/button";
import { AmountField, TextField } from "@openitem/ui/field";
import { formatAmount, parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import type { UnappliedRow } from "./unapplied-page.tsx";

/** Sends money back, or asks for it where somebody else has to approve. */
export function RefundForm({ row }: { row: UnappliedRow }) {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { currency, receiptId } = row;
  const freeMinor = row.openMinor - row.reservedMinor;
  const { locale } = format;
  const blank = useCallback(
    () => ({
      amount: formatAmount(freeMinor, currency, locale),
      reason: "",
      payTo: "",
      key: crypto.randomUUID(),
    }),
    [freeMinor, currency, locale],
  );
  const [draft, change, forget] = useDraft(`refund ${receiptId}`, blank);
  const rules = useQuery(api.cash.rules.queryOptions({ currency }, { staleTime: 60_000 })).data;
  const parsed = parseAmount(draft.amount, currency, locale);
  const minor = parsed.ok ? parsed.minor : 0n;
  const refund = useMutation(
    api.cash.refund.mutationOptions({
      onSuccess: ({ status }) => {
        toast({ text: t(status === "applied" ? "refunded" : "refundAsked") });
        forget();
      },
      onError: (error) => error.data?.refusal && change({ key: crypto.randomUUID() }),
      onSettled: refreshCash,
    }),
  );
  const faultOf = (field: string) =>
    refund.error?.data?.faults.find((fault) => fault.field === field)?.message;
  return (
    <form
      className="grid gap-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!parsed.ok || refund.isPending) return;
        const { key, reason, payTo } = draft;
        refund.mutate({
          key,
          creditId: receiptId,
          amountMinor: minor,
          reason: reason.trim(),
          payTo: payTo.trim(),
        });
      }}
    >
      <AmountField
        name="refund-amount"
        label={t("amount")}
        currency={currency}
        hint={t("refundHint", { amount: format.amount(freeMinor, currency) })}
        value={draft.amount}
        error={parsed.ok ? faultOf("amountMinor") : format.amountFault(parsed.reason, currency)}
        onChange={({ target }) => change({ amount: target.value })}
      />
      <TextField
        name="refund-to"
        label={t("payTo")}
        maxLength={200}
        value={draft.payTo}
        error={faultOf("payTo")}
        onChange={({ target }) => change({ payTo: target.value })}
      />
      <TextField
        name="refund-reason"
        label={cash("reason")}
        maxLength={200}
        value={draft.reason}
        error={faultOf("reason")}
        onChange={({ target }) => change({ reason: target.value })}
      />
      {rules && (
        <p className={minor > rules.refundMinor ? "text-due" : "oi-hint"}>
          {minor > rules.refundMinor
            ? cash("overLimit", { limit: `${format.amount(rules.refundMinor, currency)} ${currency}` })
            : t("refundRule", {
                limit: `${format.amount(rules.refundMinor, currency)} ${currency}`,
                two: rules.twoFrom ? format.decimal(rules.twoFrom) : "",
                hasTwo: rules.twoFrom ? "yes" : "no",
              })}
        </p>
      )}
      {refund.isError && (
        <p role="alert" className="text-overdue">
          {sentence(refund.error)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" aria-busy={refund.isPending}>
          {minor > 0n ? t("refund", { amount: format.amount(minor, currency) }) : t("refundBare")}
        </Button>
      </div>
    </form>
  );
}
