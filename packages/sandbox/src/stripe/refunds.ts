import type Stripe from "stripe";
import { addBalanceTransaction } from "./balance.ts";
import { formatAmount } from "./currencies.ts";
import { invalid, refused } from "./fault.ts";
import { newId } from "./ids.ts";
import { must } from "./lookup.ts";
import { methodOf } from "./payments.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, schedule, unschedule, type World } from "./world.ts";

interface RefundRequest {
  charge: string | null;
  paymentIntent: string | null;
  /** Minor units; null is all that is left. */
  amount: number | null;
  reason: Stripe.Refund.Reason | null;
  metadata: Record<string, string>;
}

/**
 * Gives money back. Card refunds succeed at once; bank refunds are pending and finish later.
 * Refuses more than what is left, a payment that did not succeed, and a disputed charge.
 */
export function createRefund(world: World, asked: RefundRequest): Stripe.Refund {
  const charge = chargeToRefund(world, asked);
  if (charge.status !== "succeeded") {
    throw refused(
      `Charge ${charge.id} has status ${charge.status} and cannot be refunded.`,
      "charge_not_refundable",
      "charge",
    );
  }
  if (charge.disputed) {
    throw refused(
      `Charge ${charge.id} has been charged back; cannot issue a refund.`,
      "charge_disputed",
      "charge",
    );
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, "charge_already_refunded", "charge");
  }
  const amount = asked.amount ?? left;
  if (amount > left) {
    throw refused(
      `Refund amount (${formatAmount(amount, charge.currency)}) is greater than unrefunded amount on charge (${formatAmount(left, charge.currency)})`,
      undefined,
      "amount",
    );
  }

  const card = methodOf(charge) === "card";
  const refund: Stripe.Refund = {
    id: newId(card ? "re" : "pyr"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: nowSeconds(world),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    ...(card
      ? {
          destination_details: {
            card: {
              reference_status: "pending",
              reference_type: "acquirer_reference_number",
              type: "refund",
            },
            type: "card",
          },
        }
      : { pending_reason: "processing" }),
    metadata: asked.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    reason: asked.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: card ? "succeeded" : "pending",
    transfer_reversal: null,
  };
  const row = addBalanceTransaction(world, {
    amount: -amount,
    currency: charge.currency,
    fee: 0,
    type: card ? "refund" : "payment_refund",
    category: "refund",
    source: refund.id,
    description: "REFUND FOR PAYMENT",
  });
  refund.balance_transaction = row.id;
  world.state.refunds[refund.id] = refund;
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  emit(world, "refund.created", refund);
  emit(world, "charge.refunded", charge, before);
  if (!card) schedule(world, "finish_refund", refund.id, world.settleDelayMs);
  return refund;
}

function chargeToRefund(world: World, asked: RefundRequest): Stripe.Charge {
  if (asked.charge) return must(world.state.charges, "charge", asked.charge, "charge");
  if (!asked.paymentIntent)
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
    );
  const intent = must(world.state.paymentIntents, "payment_intent", asked.paymentIntent, "payment_intent");
  const charge = world.state.charges[idOf(intent.latest_charge) ?? ""];
  if (!charge || intent.status !== "succeeded") {
    throw refused(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      "payment_intent_unexpected_state",
      "payment_intent",
    );
  }
  return charge;
}

/**
 * Ends a refund: succeeded, or failed, when the money comes back to the balance. A card refund that
 * succeeded may still fail later; a failed one stays failed.
 */
export function finishRefund(
  world: World,
  refundId: string,
  outcome: "succeeded" | "failed",
  reason = "unknown",
): Stripe.Refund {
  const refund = must(world.state.refunds, "refund", refundId);
  const possible = refund.status === "pending" || (refund.status === "succeeded" && outcome === "failed");
  if (!possible) throw refused(`Refund ${refundId} is ${refund.status} and cannot become ${outcome}.`);
  unschedule(world, refundId, "finish_refund");
  const before = { status: refund.status };
  refund.status = outcome;
  delete refund.pending_reason;
  const charge = must(world.state.charges, "charge", idOf(refund.charge) ?? "");
  if (outcome === "failed") {
    const card = methodOf(charge) === "card";
    const row = addBalanceTransaction(world, {
      amount: refund.amount,
      currency: refund.currency,
      fee: 0,
      type: card ? "refund_failure" : "payment_failure_refund",
      category: "refund_failure",
      source: refund.id,
      description: "REFUND FAILURE",
    });
    refund.failure_reason = reason;
    refund.failure_balance_transaction = row.id;
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
  }
  emit(world, "refund.updated", refund, before);
  emit(world, "charge.refund.updated", refund, before);
  if (outcome === "failed") emit(world, "refund.failed", refund);
  return refund;
}

/** A pending refund may be cancelled; the money is on the balance again. */
export function cancelRefund(world: World, refundId: string): Stripe.Refund {
  const refund = must(world.state.refunds, "refund", refundId, "refund");
  if (refund.status !== "pending")
    throw refused(`Refund ${refundId} is ${refund.status} and cannot be canceled.`);
  unschedule(world, refundId, "finish_refund");
  const charge = must(world.state.charges, "charge", idOf(refund.charge) ?? "");
  const row = addBalanceTransaction(world, {
    amount: refund.amount,
    currency: refund.currency,
    fee: 0,
    type: "payment_failure_refund",
    category: "refund_failure",
    source: refund.id,
    description: "REFUND CANCELED",
  });
  refund.status = "canceled";
  delete refund.pending_reason;
  refund.failure_balance_transaction = row.id;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  emit(world, "refund.updated", refund, { status: "pending" });
  return refund;
}
