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
  | "bank_clearing" // what the bank booked and nobody has explained, less what we expect there: receipts recorded by hand
  | "stripe_clearing" // settled by Stripe, not yet paid out
  | "payouts_in_transit" // paid out by Stripe, not yet at the bank
  | "provider_unexplained" // moved at Stripe by nothing we know
  | "fees" // what Stripe and banks keep
  | "discounts" // taken by the terms
  | "exchange" // the other half of money that changed its currency
  | "exchange_difference" // realised gain (credit) and loss (debit) of exchange, in the functional currency
  | "residual_clearing" // the rest of a document that lives on as another
  | "elsewhere" // at the bank, but no customer's: by decision
  | "revenue"
  | "credits_granted"
  | "write_off" // small rests and what cannot be had, given up by decision
  | "opening_balance"; // the other half of what an earlier system brought along
