import { dayIn } from "@openitem/domain/kernel/business-day";
import { isUnderWay, type PaymentStatus } from "@openitem/domain/payments/payment";
import { type PaymentDetail, readPayment } from "@openitem/domain/payments/read-payment";
import { type Receipt, readReceipt } from "@openitem/domain/payments/read-receipt";
import { may } from "@openitem/domain/policies/permissions";
import type { RequestFacts, Viewer } from "../../context.ts";
import { lookAtProvider } from "./look.server.ts";

/** The page shows so many documents; the receipt has them all. */
const ROWS_MAX = 200;

/** A payment as its page tells it, amounts in minor units of its currency. */
export type PaymentView = Awaited<ReturnType<typeof readPaymentView>>;

/**
 * Reads a payment for its page. While it is not confirmed, coming back from the provider (`returned`) or asking
 * (`look`) has us look there first. Refuses `payment.missing`.
 */
export async function readPaymentView(
  { ctx, timeZone }: Viewer,
  paymentId: string,
  params: URLSearchParams,
  request: RequestFacts,
) {
  let detail = await readPayment(ctx, paymentId);
  const isReturned = params.has("returned");
  const isAsked = params.has("look");
  const mayHaveMoved =
    (isReturned && isUnconfirmed(detail.payment.status)) || (isAsked && isUnderWay(detail.payment.status));
  if (mayHaveMoved && (await lookAtProvider(detail.payment.id, request)))
    detail = await readPayment(ctx, paymentId);
  const receipt = detail.payment.settledAt ? await readReceipt(ctx, paymentId) : null;
  return compose(detail, receipt, {
    timeZone,
    isReturned: isReturned || isAsked,
    hasLeft: params.has("cancelled"),
    mayPay: may(ctx.actor, "payment.start", detail.customer.id),
    mayCancel: may(ctx.actor, "payment.cancel", detail.customer.id),
  });
}

const isUnconfirmed = (status: PaymentStatus): boolean => status === "created" || status === "submitted";

type Circumstances = {
  timeZone: string;
  isReturned: boolean;
  hasLeft: boolean;
  mayPay: boolean;
  mayCancel: boolean;
};

function compose(
  { payment, customer, shares, reversals }: PaymentDetail,
  receipt: Receipt | null,
  { timeZone, ...circumstances }: Circumstances,
) {
  const paidOf = new Map(receipt?.rows.map((row) => [row.id, row]));
  const debits = shares.filter((share) => share.side === "debit");
  const total = (amounts: readonly bigint[]) => amounts.reduce((sum, minor) => sum + minor, 0n);
  return {
    ...circumstances,
    id: payment.id,
    number: payment.number,
    status: payment.status,
    currency: payment.currency,
    amountMinor: payment.amountMinor,
    onAccountMinor: payment.onAccountMinor,
    refundedMinor: payment.refundedMinor,
    method: payment.method,
    startedByName: payment.startedByName,
    account: { name: customer.name, number: customer.number },
    isAtProvider: payment.checkoutUrl !== null,
    // Only the bank's own words are fit to be read out; a refusal of ours is in the log.
    failure: payment.intentId ? payment.failure : null,
    createdAt: payment.createdAt,
    submittedAt: payment.submittedAt,
    settledAt: payment.settledAt,
    endedAt: payment.endedAt,
    endedOn: payment.endedAt && dayIn(payment.endedAt, timeZone),
    expiresAt: payment.expiresAt,
    expectedOn: payment.expectedOn,
    receiptNumber: receipt ? (receipt.receipt?.number ?? payment.number) : null,
    documents: debits.slice(0, ROWS_MAX).map((share) => {
      const paid = paidOf.get(share.itemId);
      return {
        itemId: share.itemId,
        number: share.number,
        plannedMinor: share.amountMinor,
        /** null until it settled */
        paidMinor: receipt ? (paid?.paidMinor ?? 0n) : null,
        openAfterMinor: paid?.openAfterMinor ?? null,
        shortReason: share.shortReason,
        shortNote: share.shortNote,
      };
    }),
    documentCount: debits.length,
    documentsMinor: receipt
      ? total(receipt.rows.map((row) => row.paidMinor))
      : total(debits.map((share) => share.amountMinor)),
    credits: shares
      .filter((share) => share.side === "credit")
      .map((share) => ({
        itemId: share.itemId,
        number: share.number,
        minor: receipt
          ? (receipt.credits.find((credit) => credit.id === share.itemId)?.usedMinor ?? 0n)
          : share.amountMinor,
      })),
    /** what came and was used for none of the documents */
    leftOnAccountMinor: receipt?.onAccountMinor ?? null,
    receivedMinor: receipt?.receivedMinor ?? null,
    paidNumbers: receipt?.rows.filter((row) => row.openAfterMinor === 0n).map((row) => row.number) ?? [],
    partNumbers: receipt?.rows.filter((row) => row.openAfterMinor > 0n).map((row) => row.number) ?? [],
    reversals: reversals.map(({ id, kind, amountMinor, reason, state, bookedAt, reinstatedAt }) => ({
      id,
      kind,
      amountMinor,
      reason,
      state,
      bookedAt,
      reinstatedAt,
    })),
  };
}
