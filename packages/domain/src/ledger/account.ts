/**
 * The chart of accounts by kind. An account is a kind within a legal entity and a currency; the first three are also
 * per customer, and together they are the subledger.
 */
export type Account =
  | "receivable" // what customers owe: open invoices, debit memos and refunds, less open credit memos
  | "unapplied" // money in whose use is not decided
  | "on_account" // money in left with us by decision
  | "intercompany_clearing" // the other half of an application across customers or legal entities
  | "bank"
  | "stripe_clearing" // settled by Stripe, not yet paid out
  | "revenue"
  | "credits_granted"
  | "write_off" // small rests and what cannot be had, given up by decision
  | "opening_balance"; // the other half of what an earlier system brought along
