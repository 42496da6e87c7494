/*
 * What an account agrees to, in the words it was shown. A changed wording is a new version, and the old ones stay: the
 * record of a consent names its version.
 */

export const MANDATE_WORDS = "mandate-2026-11";
export const AUTOPAY_WORDS = "autopay-2026-11";
export const CHARGE_WORDS = "charge-2026-11";

/**
 * Shown beside the button that keeps a method. Covers what Nacha asks of an authorization by a company and the SEPA
 * rulebook of a mandate: who debits, what for, notice before, and how it ends. At most 1,200 characters.
 */
export const mandateText = (biller: string): string =>
  `By keeping this payment method you authorise ${biller}, and Stripe as its payment service provider, to charge it for amounts you owe ${biller}, each announced to you before, on the terms of your autopay, of an instalment plan or of a payment you scheduled. For a bank account these are debits (ACH in the US, SEPA in Europe), also to correct an error. You can end this at any time in the portal; charges that have started still go through. For a SEPA debit you may ask your bank for a refund within eight weeks under your agreement with it.`;

/** What an account agrees to when it turns autopay on. */
export const autopayText = (biller: string): string =>
  `You authorise ${biller} to charge what falls due on this account by itself, up to the limit you set. We write to you before each charge and never charge more than we announced. What you dispute, have promised for another day, or is covered by your credits is left out. You can pause or end this at any time.`;

/** What a person agrees to who schedules a charge, or the charges of an instalment plan. */
export const chargeText = (biller: string): string =>
  `You authorise ${biller} to charge this payment method on the days and up to the amounts shown here. You can stop each charge until it starts.`;
