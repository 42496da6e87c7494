import type { Signal } from "./match.ts";

/*
 * Everything the engine may say, as codes with the facts their sentences need; the words stand in the catalogues.
 * Amounts are decimal text in the money's currency, days are ISO.
 */

/** What speaks for a proposal. */
export const SUPPORTS = {
  reference_exact: ["number", "written"],
  reference_part: ["number", "written"],
  reference_misspelt: ["number", "written", "how", "edits"],
  reference_range: ["number", "written"],
  purchase_order: ["order", "number"],
  payment_reference: ["reference", "number"],
  claim_reference: ["reference"],
  claim_total: ["amount", "currency"],
  claim_payer: ["customer"],
  claim_day: ["paidOn", "days"],
  expected_instalment: ["amount", "currency", "dueOn"],
  payer_known: ["customer"],
  payer_account: ["written", "customer"],
  payer_learnt_name: ["written", "customer"],
  payer_name: ["written", "name", "likeness"],
  payer_number: ["number", "customer"],
  payer_family: ["payer", "customer"],
  amount_exact: ["amount", "currency"],
  amount_undisputed: ["amount", "disputed", "currency"],
  amount_after_discount: ["amount", "discount", "until", "currency"],
  amount_after_deduction: ["deduction", "reason", "currency"],
  amount_in_tolerance: ["difference", "tolerance", "currency"],
  amount_short: ["short", "percent", "currency"],
  amount_over: ["over", "currency"],
  amounts_written: ["count"],
  paid_in_part: ["written"],
  only_amount: ["documents"],
  all_that_is_open: ["documents"],
  only_combination: ["documents", "tried"],
} as const;

/** Why a person has to look. */
export const WAITS = {
  nothing_fits: [],
  not_money_in: [],
  payer_unknown: ["name"],
  payer_other: ["number", "customer", "payer"],
  payer_mixed: ["customer", "payer"],
  payers_several: ["count"],
  customers_several: ["count"],
  reference_weak: ["number", "written"],
  reference_unresolved: ["written"],
  reference_left_out: ["number"],
  reference_settled: ["number", "settledOn"],
  reference_barred: ["number", "on", "reason"],
  reference_other_currency: ["number", "currency"],
  reference_other_entity: ["number"],
  amount_settled: ["number", "settledOn", "amount", "currency"],
  amount_differs: ["difference", "currency"],
  discount_late: ["number", "until"],
  short_too_far: ["percent", "most"],
  over_too_far: ["percent", "most"],
  part_paid_before: ["number"],
  spread_unclear: ["documents"],
  disputed: ["number", "amount", "currency"],
  issued_after: ["number", "issuedOn"],
  several_fit: ["count", "numbers"],
  misspelling_far: ["number", "written", "edits"],
  chance: ["documents"],
  claim_unresolved: ["written"],
  claims_several: ["count"],
  claim_day_far: ["paidOn", "days"],
  search_ended: ["bound"],
  rule_off: ["rule"],
} as const;

/** Why a rival was not taken. */
export const REJECTIONS = {
  less_exact: ["than"],
  fits_as_well: ["as"],
  other_payer: ["customer"],
  amount_farther: ["difference", "currency"],
  no_reference: ["than"],
} as const;

type Codes = typeof SUPPORTS & typeof WAITS & typeof REJECTIONS;
export type SignalCode = keyof Codes;

/** A signal with exactly the facts its code asks for. */
export const signal = <C extends SignalCode>(
  code: C,
  facts: Readonly<Record<Codes[C][number], string>>,
): Signal => ({ code, facts });
