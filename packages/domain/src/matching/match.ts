/*
 * What the engine is told, and what it answers. Pure: the same facts and rules give the same answer, in a run, in a
 * preview and when somebody asks years later. All amounts in minor units of the money's currency.
 */

/** A debit that may be paid. `freeMinor` is what is open and neither reserved nor under way elsewhere. */
export type OpenDebit = {
  itemId: string;
  number: string;
  customerId: string;
  legalEntityId: string;
  currency: string;
  amountMinor: bigint;
  freeMinor: bigint;
  /** The part of it that is disputed: not paid by itself unless the payer names the document or its full amount. */
  disputedMinor: bigint;
  issuedOn: string;
  dueOn: string;
  poNumber: string | null;
  reference: string | null;
  /** What the terms let the payer take off until a day; null without such terms. */
  discount: { untilOn: string; amountMinor: bigint } | null;
};

/**
 * A debit with nothing free any more. The engine never pays it; it must know it, or money that comes twice looks like
 * a misspelt reference to the next document of the same amount.
 */
export type SettledDebit = {
  itemId: string;
  number: string;
  customerId: string;
  legalEntityId: string;
  currency: string;
  amountMinor: bigint;
  settledOn: string;
};

/** Money that came: a line of a bank statement, a lockbox item, a transfer into Stripe's balance, a recorded cheque. */
export type Money = {
  lineId: string;
  /** The receipt it became, when its customer is known already. */
  receiptId: string | null;
  legalEntityId: string;
  currency: string;
  amountMinor: bigint;
  valueOn: string;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  endToEndId: string | null;
  reference: string | null;
  /** References the payer gave in a field made for them, then free text. */
  structured: readonly string[];
  unstructured: string | null;
  customerId: string | null;
};

/** What a payer said that his money covers: a confirmed remittance advice, or a declared wire. */
export type Claim = {
  remittanceId: string;
  customerId: string | null;
  currency: string;
  totalMinor: bigint;
  paidOn: string | null;
  reference: string | null;
  lines: readonly {
    itemId: string | null;
    written: string | null;
    netMinor: bigint;
    discountMinor: bigint;
    deductionMinor: bigint;
    reason: string | null;
  }[];
};

export type Payer = { customerId: string; number: string; name: string; parentId: string | null };
export type Alias = { customerId: string; kind: "account" | "name"; value: string };
/** A match that a person undid: never made again until it is lifted. */
export type Bar = { receiptId: string; debitId: string; on: string; reason: string };
/** A promised or planned instalment: who said that this much comes by this day. */
export type Expected = {
  customerId: string;
  currency: string;
  amountMinor: bigint;
  dueOn: string;
  itemIds: readonly string[];
};

export type Books = {
  debits: readonly OpenDebit[];
  /** Documents settled lately, as far back as somebody might pay once more. Left out: none are known. */
  settled?: readonly SettledDebit[];
  payers: readonly Payer[];
  aliases: readonly Alias[];
  claims: readonly Claim[];
  expected: readonly Expected[];
  bars: readonly Bar[];
};

/** A fact that speaks for or against, as a code with what its sentence needs; words stand in the catalogues. */
export type Signal = { code: string; facts: Readonly<Record<string, string>> };

export type ProposedApplication = {
  itemId: string;
  number: string;
  customerId: string;
  freeMinor: bigint;
  /** What the money pays of it, and what a discount by the terms takes off beside. */
  amountMinor: bigint;
  discountMinor: bigint;
};

/** What is left between the money and the documents; negative when the money is short. */
export type Difference = {
  minor: bigint;
  kind: "none" | "tolerance" | "discount" | "short" | "deduction" | "over";
  /** The reason of a deduction, as the payer gave it. */
  reason: string | null;
};

export type Proposal = {
  customerId: string;
  rule: string;
  applications: readonly ProposedApplication[];
  difference: Difference;
  remittanceId: string | null;
  signals: readonly Signal[];
  /** Why it is not the one that was taken; null for the best. */
  rejected: Signal | null;
};

export type Outcome = {
  /** `apply`: unambiguous, and its rule may apply by itself. */
  kind: "apply" | "propose" | "nothing";
  rule: string | null;
  /** Who paid, as far as it is known, even when nothing of his fits. */
  customerId: string | null;
  /** Best first. */
  proposals: readonly Proposal[];
  /** Why a person has to look; empty when it is applied. */
  waits: readonly Signal[];
};
