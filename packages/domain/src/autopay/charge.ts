import type { chargeItems, charges } from "@openitem/db/schema/autopay";
import { addDays, laterOf } from "../kernel/business-day.ts";
import type { Transitions } from "../kernel/transitions.ts";

/*
 * The rules of charges that come by themselves: of an autopay, of a promise's instalment, or scheduled by a person.
 * Pure. A charge is announced before it is made, is never higher than announced, and may be stopped until it starts.
 */

export type Charge = typeof charges.$inferSelect;
export type ChargeStatus = Charge["status"];
export type ChargeItem = typeof chargeItems.$inferSelect;

/** It is still to come: it may be held, stopped or made. */
export const COMING_CHARGE = ["planned", "announced", "held"] as const satisfies readonly ChargeStatus[];

export type ChargeEvent =
  | "announce"
  | "hold"
  | "resume"
  | "start"
  | "settle"
  | "retry"
  | "fail"
  | "drop"
  | "stop";

export const CHARGE_TRANSITIONS: Transitions<ChargeStatus, ChargeEvent> = {
  announce: { by: "charge.make", from: { planned: "announced" } },
  // Nothing of it can be charged as things stand, or somebody has to look first.
  hold: { by: "charge.make", from: { planned: "held", announced: "held" } },
  // What held it is gone: it is announced anew before anything is charged.
  resume: { by: "charge.make", from: { held: "planned" } },
  start: { by: "charge.make", from: { announced: "started" } },
  // The provider's word outranks our plans: money that came after all settles whatever became of the charge.
  settle: {
    by: "charge.make",
    from: {
      started: "settled",
      planned: "settled",
      announced: "settled",
      held: "settled",
      failed: "settled",
      stopped: "settled",
    },
  },
  // It failed and is tried again on a later day, which is told.
  retry: { by: "charge.make", from: { started: "announced" } },
  // It failed for the last time, or settled money went back.
  fail: { by: "charge.make", from: { started: "failed", settled: "failed" } },
  // There is nothing left to charge, or what it came from has ended.
  drop: { by: "charge.make", from: { planned: "stopped", announced: "stopped", held: "stopped" } },
  // Somebody does not want it.
  stop: { by: "charge.stop", from: { planned: "stopped", announced: "stopped", held: "stopped" } },
};

/** Why a charge was stopped, as it stands in `failure`. */
export type StopReason = "by_customer" | "by_biller" | "autopay_off" | "promise_over" | "nothing_left";

/** The day an autopay charges on: what is due is charged `daysBefore`, but never sooner than it can be announced. */
export const firstChargeDay = (wantedOn: string, today: string, noticeDays: number): string =>
  laterOf(wantedOn, addDays(today, noticeDays));

/**
 * The day a charge with a day of its own is made: that day, announced as long before as there is time. A day that has
 * passed is replaced by the first that leaves time for the notice.
 */
export const ownChargeDay = (wantedOn: string, today: string, noticeDays: number): string =>
  wantedOn < today ? addDays(today, noticeDays) : wantedOn;

/**
 * Failures after which the same method is not charged again by itself: the account is gone, the card is, or its owner
 * has to act. Source: docs.stripe.com/declines/codes and docs.stripe.com/payments/ach-direct-debit (failure codes).
 */
const NEVER_AGAIN: readonly string[] = [
  "authentication_required",
  "account_closed",
  "no_account",
  "invalid_account_number",
  "debit_not_authorized",
  "bank_ownership_changed",
  "payment_method_unactivated",
  "expired_card",
  "incorrect_number",
  "lost_card",
  "stolen_card",
  "pickup_card",
  "restricted_card",
  "revocation_of_authorization",
  "revocation_of_all_authorizations",
  "transaction_not_allowed",
];

/**
 * Our words for what only the payer can put right, and for a charge that never became one at the provider, whose own
 * words are for its developers; what the bank said otherwise.
 */
export const failureSentence = (code: string | null, said: string | null, isRefused = false): string => {
  if (isRefused) return "The payment provider did not take the charge.";
  if (code === "authentication_required")
    return "Your bank wants you to confirm this payment yourself. Pay it by hand.";
  return said ?? "The payment did not go through.";
};

/**
 * The day on which a failed charge is tried again, or null when it is not: after as many tries as the policy has days,
 * or when the same method would be refused again. `attempts` counts the failed one.
 */
export function retryDay(
  { attempts, code, today }: { attempts: number; code: string | null; today: string },
  { retryAfterDays, noticeDays }: { retryAfterDays: readonly number[]; noticeDays: number },
): string | null {
  const days = retryAfterDays[attempts - 1];
  if (days === undefined || (code !== null && NEVER_AGAIN.includes(code))) return null;
  return addDays(today, Math.max(days, noticeDays));
}
