import type { HeldReason } from "../autopay/plan-charge.ts";
import type { DecimalAmount, Listed } from "./letter.ts";

/* What letters about charges, kept methods and payments to be released are told, as plain data. */

type Day = string;

type AccountFacts = {
  /** The biller as the reader knows it. */
  biller: string;
  reader: string;
  account: { number: string; name: string };
  /** The page in the portal on which the reader sees it and can act. */
  url: string;
};

export type ChargeFacts = AccountFacts & {
  currency: string;
  cause: "autopay" | "promise" | "schedule";
  /** What it is charged from, such as "Visa 4242". */
  method: string;
  on: Day;
  amount: DecimalAmount;
  documents: Listed<{ number: string; amount: DecimalAmount }>;
};

/** An amount that a charge leaves out, and why. */
export type LeftOut = { number: string; amount: DecimalAmount; reason: HeldReason };

type PreparedFacts = AccountFacts & {
  preparedNumber: string;
  currency: string;
  amount: DecimalAmount;
  documents: Listed<{ number: string; amount: DecimalAmount }>;
};

export type ChargeLetterProps = {
  "charge-announced": ChargeFacts & { leftOut: LeftOut[] };
  /** Nothing of it is charged now. */
  "charge-held": Omit<ChargeFacts, "documents" | "amount"> & { leftOut: LeftOut[] };
  /**
   * `retryOn` is when it is tried again, and so the notice of that day; null when it is not, and `url` leads to the
   * page on which its documents are paid.
   */
  "charge-failed": ChargeFacts & { reason: string; retryOn: Day | null };
  "method-added": AccountFacts & { method: string; addedBy: string };
  /** How many autopays are paused and charges held because of it. */
  "method-revoked": AccountFacts & {
    method: string;
    byBank: boolean;
    pausedAutopays: number;
    heldCharges: number;
  };
  "payment-to-release": PreparedFacts & { preparer: string; note: string | null };
  "payment-released": PreparedFacts & { decider: string };
  "payment-declined": PreparedFacts & { decider: string; note: string | null };
};
