import type { MethodKind } from "../payments/gateway.ts";

/*
 * Which returns and disputes end the mandate, or make it of no more use, by the rules of each scheme. Pure. What is not
 * here (lack of money, an amount that was not agreed) leaves it standing.
 */

type Ends = {
  /** The scheme's own codes: decide when there is one. */
  codes: readonly string[];
  /** Stripe's reasons, where no code came with it. */
  reasons: readonly string[];
};

const ENDS: Readonly<Record<MethodKind, Ends>> = {
  /*
   * Nacha Operating Rules, return reason codes: R02 account closed, R03 no account, R04 invalid number, R05 and R10 not
   * authorised, R07 authorisation revoked, R08 payment stopped, R16 account frozen, R20 not a transaction account, R29
   * corporate customer advises not authorised. May not be debited again without a new authorisation.
   */
  us_bank_account: {
    codes: ["R02", "R03", "R04", "R05", "R07", "R08", "R10", "R16", "R20", "R29"],
    reasons: ["debit_not_authorized", "incorrect_account_details"],
  },
  /*
   * EPC SDD rulebooks, reason codes: AC01 account incorrect, AC04 closed, AC06 blocked, AG01 no direct debits on it, MD01
   * no mandate, MD07 debtor deceased, SL01 blocked by the debtor at his bank.
   */
  sepa_debit: {
    codes: ["AC01", "AC04", "AC06", "AG01", "MD01", "MD07", "SL01"],
    reasons: ["debit_not_authorized", "incorrect_account_details"],
  },
  // Visa 13.2 and Mastercard 4841: the agreement to charge again and again was cancelled.
  card: { codes: ["13.2", "4841"], reasons: ["subscription_canceled"] },
};

/** Whether money that came back for this reason ends the right to charge the method again. */
export function endsMandate(
  kind: MethodKind,
  { reason, networkCode }: { reason: string | null; networkCode: string | null },
): boolean {
  const { codes, reasons } = ENDS[kind];
  if (networkCode !== null) return codes.includes(networkCode.toUpperCase());
  return reason !== null && reasons.includes(reason);
}
