import type Stripe from "stripe";
import type { GatewayDispute, GatewayRefund, Intent } from "./gateway.ts";
import { fromStripeMinor } from "./stripe-amount.ts";
import { PAGE } from "./stripe-calls.ts";

/** Disputes that only ask a question; no money moves. Source: docs.stripe.com/disputes/how-disputes-work. */
const INQUIRIES: readonly string[] = ["warning_needs_response", "warning_under_review", "warning_closed"];
const BANK_DEBITS: readonly string[] = [
  "us_bank_account",
  "sepa_debit",
  "bacs_debit",
  "au_becs_debit",
  "acss_debit",
];

/** An intent with what went back of it, read afresh. */
export async function readIntent(stripe: Stripe, intentId: string): Promise<Intent> {
  const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ["latest_charge"] });
  const charge = typeof intent.latest_charge === "string" ? null : intent.latest_charge;
  const refunds: GatewayRefund[] = [];
  const disputes: GatewayDispute[] = [];
  if (charge?.refunded || (charge?.amount_refunded ?? 0) > 0 || intent.status === "succeeded")
    for await (const refund of stripe.refunds.list({ payment_intent: intentId, limit: PAGE }))
      refunds.push(asRefund(refund));
  if (charge?.disputed)
    for await (const dispute of stripe.disputes.list({ payment_intent: intentId, limit: PAGE }))
      disputes.push(asDispute(dispute, charge.payment_method_details?.type ?? ""));
  return asIntent(intent, charge, refunds, disputes);
}

function asIntent(
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge | null,
  refunds: GatewayRefund[],
  disputes: GatewayDispute[],
): Intent {
  const currency = intent.currency.toUpperCase();
  const error = intent.last_payment_error;
  return {
    intentId: intent.id,
    paymentId: intent.metadata.payment_id ?? null,
    status: intentStatus(intent),
    currency,
    receivedMinor: fromStripeMinor(intent.amount_received, currency),
    method:
      charge?.payment_method_details?.type ??
      error?.payment_method?.type ??
      intent.payment_method_types[0] ??
      null,
    chargeId: charge?.id ?? null,
    failure: error?.message ?? charge?.failure_message ?? null,
    failureCode: codeOf(error),
    refunds,
    disputes,
  };
}

/** "card_declined" is no reason; the code beside it is. */
function codeOf(error: Stripe.PaymentIntent["last_payment_error"]): string | null {
  if (!error) return null;
  const { code, decline_code } = error;
  if (code === "card_declined") return decline_code ?? code;
  return code ?? decline_code ?? null;
}

function intentStatus({ status, last_payment_error }: Stripe.PaymentIntent): Intent["status"] {
  if (status === "succeeded") return "succeeded";
  if (status === "processing") return "processing";
  if (status === "canceled") return "cancelled";
  return status === "requires_payment_method" && last_payment_error ? "failed" : "open";
}

export function asRefund(refund: Stripe.Refund): GatewayRefund {
  const status =
    refund.status === "succeeded"
      ? "succeeded"
      : refund.status === "failed" || refund.status === "canceled"
        ? "failed"
        : "pending";
  return {
    callId: refund.metadata?.call_id ?? null,
    ref: refund.id,
    amountMinor: fromStripeMinor(refund.amount, refund.currency),
    status,
    reason: refund.reason ?? null,
  };
}

function asDispute(dispute: Stripe.Dispute, method: string): GatewayDispute {
  const { reason } = dispute;
  return {
    ref: dispute.id,
    amountMinor: fromStripeMinor(dispute.amount, dispute.currency),
    status: disputeStatus(dispute.status),
    isReturn: BANK_DEBITS.includes(method),
    reason,
    networkCode: dispute.network_reason_code ?? null,
  };
}

function disputeStatus(status: string): GatewayDispute["status"] {
  if (INQUIRIES.includes(status)) return "inquiry";
  if (status === "won") return "won";
  return status === "lost" ? "lost" : "open";
}
