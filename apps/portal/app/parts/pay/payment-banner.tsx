import { Banner, type BannerTone } from "@openitem/ui/banner";
import { Link } from "@openitem/ui/link";
import type { StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { PAYMENT_STATES } from "../payment-words.tsx";
import { useNumbers } from "./pay-notices.tsx";
import type { PaymentView } from "./payment-view.server.ts";

type Told = { tone: BannerTone; title: string; body?: string; action?: ReactNode };

/** The truth about a payment in a sentence or two: what happened, what did not, what comes next. */
export function PaymentBanner({ payment }: { payment: PaymentView }) {
  const told = useTold()(payment);
  const state: StatusState = PAYMENT_STATES[payment.status];
  return (
    <Banner tone={told.tone} state={state} title={told.title} action={told.action} live>
      {told.body}
    </Banner>
  );
}

function useTold(): (payment: PaymentView) => Told {
  const t = useTranslations("payment");
  const tMethods = useTranslations("payment.processingLower");
  const format = useFormats();
  const numbers = useNumbers();
  const methodOf = (method: string | null) => {
    const key = (method ?? "other") as Parameters<typeof tMethods>[0];
    return tMethods(tMethods.has(key) ? key : "other");
  };

  return (payment) => {
    const { id, status, currency, method, expectedOn, isReturned, hasLeft, failure, refundedMinor } = payment;
    const amount = (minor: bigint) => format.amount(minor, currency);
    const last = payment.reversals.findLast((reversal) => reversal.state === "booked");
    const reason = last?.reason ? t("because", { reason: last.reason.replaceAll("_", " ") }) : "";
    const until = format.moment(payment.expiresAt, { year: false });
    switch (status) {
      case "created":
      case "submitted": {
        const lookAgain = <Link href={`/payments/${id}?look=1`}>{t("lookAgain")}</Link>;
        if (!payment.isAtProvider) return { tone: "due", title: t("unanswered"), action: lookAgain };
        if (isReturned) return { tone: "due", title: t("unknown"), action: lookAgain };
        return {
          tone: "flight",
          title: t(hasLeft ? "left" : "unfinished"),
          body: t("unfinishedBody", { until }),
        };
      }
      case "processing":
        return {
          tone: "flight",
          title: expectedOn
            ? t("processing", {
                method: methodOf(method),
                day: format.day(expectedOn, { weekday: true, year: false }),
              })
            : t("processingNoDay", { method: methodOf(method) }),
        };
      case "settled": {
        const { paidNumbers, partNumbers } = payment;
        const paid =
          paidNumbers.length > 0 || partNumbers.length === 0
            ? t("arrivedPaid", { documents: numbers(paidNumbers), count: paidNumbers.length })
            : "";
        const part =
          partNumbers.length > 0
            ? t("arrivedPart", { documents: numbers(partNumbers), count: partNumbers.length })
            : "";
        const title =
          (payment.receivedMinor ?? 0n) > 0n
            ? t("arrived", { amount: `${amount(payment.receivedMinor ?? 0n)} ${currency}` })
            : t("byCredits");
        return { tone: "paid", title, body: [paid, part].filter(Boolean).join(" ") };
      }
      case "failed":
        return {
          tone: "overdue",
          title: method ? t("failedBank", { method: methodOf(method) }) : t("failed"),
          ...(failure && { body: t("failedReason", { reason: failure }) }),
        };
      case "expired":
      case "cancelled":
        return { tone: "quiet", title: t(status) };
      case "returned":
        return {
          tone: "overdue",
          title: t("returned", { amount: amount(last?.amountMinor ?? refundedMinor), reason }),
          body: t("reopened"),
        };
      case "charged_back":
        return {
          tone: "overdue",
          title: t("chargedBack", { amount: amount(last?.amountMinor ?? refundedMinor), reason }),
          body: t("reopened"),
        };
      case "refunded":
        return { tone: "credit", title: t("refunded", { amount: amount(refundedMinor) }) };
      case "part_refunded":
        return {
          tone: "credit",
          title: t("partRefunded", { amount: amount(refundedMinor), total: amount(payment.amountMinor) }),
        };
    }
  };
}
