import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { AmountField, TextField } from "@openitem/ui/field";
import { type ParsedAmount, parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshMoney } from "../customer/live-payments.ts";
import { useSentence } from "../shell/failure.tsx";
import type { Detail } from "./payment-page.tsx";

type Typed = { amount: string; reason: string };
/** What was typed and not sent, by payment: it is there again after the dialog or the session was closed. */
const drafts = new Map<string, Typed>();
const REASON_MIN = 3;

/** Sends money of a settled payment back. The button carries the amount as it was read. */
export function RefundDialog({ payment, onClose }: { payment: Detail["payment"]; onClose: () => void }) {
  const t = useTranslations("payment");
  const words = useTranslations("shell");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const readFault = useAmountFault(payment);
  const { id: paymentId, currency } = payment;
  const leftMinor = payment.amountMinor - payment.refundedMinor;
  const left = format.amount(leftMinor, currency);
  // One id for as long as it is not known whether it went through: sending twice refunds once.
  const [callId, setCallId] = useState(() => crypto.randomUUID());
  const { register, handleSubmit, formState, watch } = useForm<Typed>({
    mode: "onTouched",
    defaultValues: drafts.get(paymentId) ?? { amount: left, reason: "" },
  });
  const typed = watch();
  useEffect(() => {
    drafts.set(paymentId, typed);
  });
  const read = parseAmount(typed.amount, currency, format.locale);
  const refund = useMutation(
    api.payments.refund.mutationOptions({
      onSuccess: () => {
        drafts.delete(paymentId);
        toast({ text: t("refundAsked") });
        onClose();
      },
      // After a definite no, what is sent next is another wish.
      onError: (error) => error.data?.refusal && setCallId(crypto.randomUUID()),
      onSettled: refreshMoney,
    }),
  );
  const send = handleSubmit(({ amount, reason }) => {
    const parsed = parseAmount(amount, currency, format.locale);
    if (parsed.ok) refund.mutate({ callId, paymentId, amountMinor: parsed.minor, reason: reason.trim() });
  });
  const { errors } = formState;
  return (
    <Dialog
      open
      title={t("refundTitle", { number: payment.number })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button variant="danger" onClick={() => void send()} aria-busy={refund.isPending}>
          {read.ok && read.minor > 0n
            ? t("refundSend", { amount: `${read.read} ${currency}` })
            : t("refundSendBare")}
        </Button>
      }
    >
      <form className="grid gap-3" noValidate onSubmit={send}>
        <p>{t("refundText")}</p>
        {refund.isError && (
          <p role="alert" className="text-overdue">
            {sentence(refund.error)}
          </p>
        )}
        <AmountField
          {...register("amount", {
            validate: (text) => readFault(parseAmount(text, currency, format.locale), leftMinor),
          })}
          label={t("refundAmount")}
          currency={currency}
          hint={t("refundHint", { left })}
          error={errors.amount?.message}
        />
        <TextField
          {...register("reason", {
            validate: (text) => text.trim().length >= REASON_MIN || t("refundReasonShort"),
          })}
          label={t("refundReason")}
          hint={t("refundReasonHint")}
          maxLength={200}
          error={errors.reason?.message}
        />
      </form>
    </Dialog>
  );
}

/** What is wrong with an amount, in words; `true` when nothing is. */
function useAmountFault({
  currency,
}: Detail["payment"]): (parsed: ParsedAmount, leftMinor: bigint) => string | true {
  const t = useTranslations("payment");
  const faults = useTranslations("amountFault");
  const format = useFormats();
  return (parsed, leftMinor) => {
    if (!parsed.ok)
      return faults(parsed.reason, {
        example: format.amount(123_450n, currency),
        currency,
        digits: format.amount(0n, currency).replace(/^0\D?/, "").length,
      });
    if (parsed.minor <= 0n) return t("aboveZero");
    if (parsed.minor > leftMinor) return t("refundTooMuch", { left: format.amount(leftMinor, currency) });
    return true;
  };
}
