import type Stripe from "stripe";
import { addBalanceTransaction, disputeFee } from "./balance.ts";
import { refused } from "./fault.ts";
import { newId } from "./ids.ts";
import { must } from "./lookup.ts";
import { methodOf } from "./payments.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, unschedule, type World } from "./world.ts";

interface DisputeRequest {
  paymentIntent: string;
  /** Minor units; null is the amount not refunded. */
  amount: number | null;
  reason: string | null;
  /** An inquiry asks first and moves no money. */
  inquiry: boolean;
}

function disputedCharge(world: World, intentId: string): Stripe.Charge {
  const intent = must(world.state.paymentIntents, "payment_intent", intentId, "payment_intent");
  const charge = world.state.charges[idOf(intent.latest_charge) ?? ""];
  if (charge?.status !== "succeeded")
    throw refused(`Payment ${intentId} has not settled; nothing to dispute.`);
  if (charge.disputed) throw refused(`Charge ${charge.id} is disputed already.`);
  return charge;
}

function storeDispute(
  world: World,
  charge: Stripe.Charge,
  amount: number,
  reason: string,
  status: Stripe.Dispute.Status,
): Stripe.Dispute {
  const card = methodOf(charge) === "card";
  const dueBy = status === "lost" ? null : nowSeconds(world) + 14 * 86_400;
  const dispute: Stripe.Dispute = {
    id: newId("du"),
    object: "dispute",
    amount,
    balance_transactions: [],
    charge: charge.id,
    created: nowSeconds(world),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence(),
    evidence_details: {
      due_by: dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "not_submitted",
    },
    intended_submission_method: "manual",
    is_charge_refundable: status === "warning_needs_response",
    livemode: false,
    metadata: {},
    payment_intent: idOf(charge.payment_intent),
    ...(card
      ? {
          payment_method_details: {
            card: {
              brand: "visa",
              network: "visa",
              case_type: status === "warning_needs_response" ? "inquiry" : "chargeback",
              network_reason_code: "10.4",
            },
            type: "card",
          },
        }
      : {}),
    reason,
    status,
  };
  world.state.disputes[dispute.id] = dispute;
  charge.disputed = true;
  return dispute;
}

function withdraw(world: World, dispute: Stripe.Dispute, charge: Stripe.Charge): void {
  const row = addBalanceTransaction(world, {
    amount: -dispute.amount,
    currency: dispute.currency,
    fee: disputeFee(methodOf(charge)),
    feeDescription: "Dispute fee",
    type: "adjustment",
    category: "dispute",
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge.id}`,
  });
  dispute.balance_transactions.push(row);
}

/** A cardholder disputes: the money leaves the balance when it opens; an inquiry moves none. */
export function openDispute(world: World, asked: DisputeRequest): Stripe.Dispute {
  const charge = disputedCharge(world, asked.paymentIntent);
  const most = charge.amount - charge.amount_refunded;
  const amount = asked.amount ?? most;
  if (amount < 1 || amount > most) throw refused(`At most ${most} of ${charge.id} can be disputed.`);
  const status = asked.inquiry ? "warning_needs_response" : "needs_response";
  const dispute = storeDispute(world, charge, amount, asked.reason ?? "product_not_received", status);
  if (!asked.inquiry) withdraw(world, dispute, charge);
  emit(world, "charge.dispute.created", dispute);
  if (!asked.inquiry) emit(world, "charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/**
 * Ends a dispute. Won: the money comes back, with the fee when `feeReturned`. An inquiry is just closed.
 * Refuses one that has ended.
 */
export function closeDispute(
  world: World,
  disputeId: string,
  outcome: "won" | "lost",
  feeReturned: boolean,
): Stripe.Dispute {
  const dispute = must(world.state.disputes, "dispute", disputeId);
  if (!/needs_response|under_review/.test(dispute.status)) {
    throw refused(`Dispute ${disputeId} is ${dispute.status}.`, "dispute_closed");
  }
  const charge = must(world.state.charges, "charge", idOf(dispute.charge) ?? "");
  const before = { status: dispute.status };
  if (dispute.status.startsWith("warning")) {
    dispute.status = "warning_closed";
    charge.disputed = false;
    emit(world, "charge.dispute.closed", dispute, before);
    return dispute;
  }
  dispute.status = outcome;
  if (outcome === "won") {
    const row = addBalanceTransaction(world, {
      amount: dispute.amount,
      currency: dispute.currency,
      fee: feeReturned ? -disputeFee(methodOf(charge)) : 0,
      feeDescription: "Dispute fee refund",
      type: "adjustment",
      category: "dispute_reversal",
      source: dispute.id,
      description: `Chargeback reversal for ${charge.id}`,
    });
    dispute.balance_transactions.push(row);
    emit(world, "charge.dispute.funds_reinstated", dispute, before);
  }
  emit(world, "charge.dispute.closed", dispute, before);
  return dispute;
}

/** We answered a dispute: it is under review until `closeDispute`. */
export function submitEvidence(world: World, dispute: Stripe.Dispute): void {
  if (!dispute.status.includes("needs_response"))
    throw refused(`Dispute ${dispute.id} is ${dispute.status}.`);
  const before = { status: dispute.status };
  dispute.status = dispute.status === "needs_response" ? "under_review" : "warning_under_review";
  dispute.evidence_details.has_evidence = true;
  dispute.evidence_details.submission_count += 1;
  emit(world, "charge.dispute.updated", dispute, before);
}

/**
 * The bank takes back a debit that had settled. Stripe tells of it as a dispute that is lost when it
 * opens: reason `insufficient_funds`, `debit_not_authorized`, `bank_cannot_process` or the like, and beside it the
 * scheme's own code (`R10`, `MD01`) when there is one.
 */
export function returnPayment(
  world: World,
  intentId: string,
  reason = "insufficient_funds",
  networkCode: string | null = null,
): Stripe.Dispute {
  const charge = disputedCharge(world, intentId);
  if (methodOf(charge) === "card")
    throw refused("A card payment is not returned by a bank; open a dispute instead.");
  unschedule(world, intentId, "return_payment");
  const dispute = storeDispute(world, charge, charge.amount - charge.amount_refunded, reason, "lost");
  if (networkCode !== null) dispute.network_reason_code = networkCode;
  withdraw(world, dispute, charge);
  emit(world, "charge.dispute.created", dispute);
  emit(world, "charge.dispute.funds_withdrawn", dispute);
  emit(world, "charge.dispute.closed", dispute);
  return dispute;
}

function emptyEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  };
}
