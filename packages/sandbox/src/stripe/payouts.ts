import type Stripe from "stripe";
import { addBalanceTransaction, refreshBalance } from "./balance.ts";
import { refused } from "./fault.ts";
import { newId } from "./ids.ts";
import { must } from "./lookup.ts";
import { emit, nowSeconds, schedule, unschedule, type World } from "./world.ts";

/**
 * An automatic payout of everything available in a currency (with `includePending`, of what is still
 * pending too). Its amount is the sum of the nets it carries; a negative sum is drawn from the bank.
 */
export function createPayout(world: World, currency: string, includePending: boolean): Stripe.Payout {
  refreshBalance(world);
  const carried = Object.values(world.state.balanceTransactions).filter(
    (row) =>
      row.currency === currency &&
      !Object.hasOwn(world.state.paidOutBy, row.id) &&
      (includePending || row.status === "available"),
  );
  const amount = carried.reduce((sum, row) => sum + row.net, 0);
  if (amount === 0) throw refused(`There is nothing to pay out in ${currency}.`, "balance_insufficient");
  const now = nowSeconds(world);
  const payout: Stripe.Payout = {
    id: newId("po"),
    object: "payout",
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: (Math.floor(now / 86_400) + 2) * 86_400,
    automatic: true,
    balance_transaction: null,
    created: now,
    currency,
    description: "STRIPE PAYOUT",
    destination: "ba_1QSandboxBankAccount000",
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "in_progress",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: "STRIPE",
    status: "in_transit",
    trace_id: { status: "pending", value: null },
    type: "bank_account",
  };
  world.state.payouts[payout.id] = payout;
  for (const row of carried) {
    row.status = "available";
    row.available_on = Math.min(row.available_on, now);
    world.state.paidOutBy[row.id] = payout.id;
  }
  const own = addBalanceTransaction(world, {
    amount: -amount,
    currency,
    fee: 0,
    type: "payout",
    category: "payout",
    source: payout.id,
    description: "STRIPE PAYOUT",
  });
  world.state.paidOutBy[own.id] = payout.id;
  payout.balance_transaction = own.id;
  emit(world, "payout.created", payout);
  schedule(world, "finish_payout", payout.id, world.settleDelayMs);
  return payout;
}

/** How a payout ends; one that is paid may still fail when the bank sends it back. */
export type PayoutOutcome = "paid" | "failed" | "canceled";

/** The bank has it, or sends it back, or it is called off; then the sum is on the balance again. */
export function finishPayout(world: World, payoutId: string, outcome: PayoutOutcome): Stripe.Payout {
  const payout = must(world.state.payouts, "payout", payoutId);
  const possible = payout.status === "in_transit" || (payout.status === "paid" && outcome === "failed");
  if (!possible) throw refused(`Payout ${payoutId} is ${payout.status} and cannot become ${outcome}.`);
  unschedule(world, payoutId, "finish_payout");
  const before = { status: payout.status };
  payout.status = outcome;
  if (outcome !== "paid") {
    const failed = outcome === "failed";
    const row = addBalanceTransaction(world, {
      amount: payout.amount,
      currency: payout.currency,
      fee: 0,
      type: failed ? "payout_failure" : "payout_cancel",
      category: "payout_reversal",
      source: payout.id,
      description: failed ? "STRIPE PAYOUT FAILURE" : "STRIPE PAYOUT CANCEL",
    });
    payout.failure_balance_transaction = row.id;
    if (failed) {
      payout.failure_code = "account_closed";
      payout.failure_message = "The bank account has been closed";
    }
    emit(world, failed ? "payout.failed" : "payout.canceled", payout, before);
    return payout;
  }
  payout.trace_id = { status: "supported", value: payout.id.slice(-16).toUpperCase() };
  emit(world, "payout.paid", payout, before);
  payout.reconciliation_status = "completed";
  emit(world, "payout.reconciliation_completed", payout, { reconciliation_status: "in_progress" });
  return payout;
}
