/*
 * What we read of the money that a provider holds for us: the movements of its balance, its transfers to the bank, and
 * bank transfers of customers that wait there. Amounts are signed minor units of the currency beside them.
 */

/** The object that moved the balance, as far as the provider told of it beside the movement. */
export type MovementSource = {
  ref: string;
  kind: "charge" | "refund" | "dispute" | "payout" | "other";
  /** What the payer's side of it was, without a sign; another currency than the movement's when it was exchanged. */
  amountMinor: bigint | null;
  currency: string | null;
  intentId: string | null;
  /** Our payment, when the object carries its id. */
  paymentId: string | null;
};

/** One movement of the balance: `netMinor` = `amountMinor` - `feeMinor`. */
export type BalanceMovement = {
  ref: string;
  /** The provider's own words, such as "charge", "stripe_fee", "payout_failure". */
  type: string;
  category: string;
  currency: string;
  amountMinor: bigint;
  feeMinor: bigint;
  netMinor: bigint;
  /** Decimal text: what one unit of the payer's currency was worth; null when nothing was exchanged. */
  exchangeRate: string | null;
  /** Null when it belongs to nothing, such as a fee of the provider's own. */
  source: MovementSource | null;
  description: string | null;
  availableOn: string;
  occurredAt: Date;
};

/** A transfer to the bank; negative when the provider draws from there. */
export type GatewayPayout = {
  ref: string;
  amountMinor: bigint;
  currency: string;
  status: "pending" | "in_transit" | "paid" | "failed" | "canceled";
  /** Made by the provider's own schedule: only then does it tell which movements went out with it. */
  isAutomatic: boolean;
  descriptor: string | null;
  traceId: string | null;
  arrivesOn: string;
  failure: string | null;
  /** Whether the list of its movements is complete. */
  isReconciled: boolean;
  createdAt: Date;
};

/** A movement of a customer's cash balance at the provider: a bank transfer that came, or what became of it. */
export type CashMovement = {
  ref: string;
  /** `funded`: it came; `returned`: it goes back to its sender; `moved`: into the balance; `other`: of no effect there. */
  kind: "funded" | "returned" | "moved" | "other";
  /** The movement of the balance that it became; null when it has none, or none yet. */
  balanceRef: string | null;
  customerRef: string;
  amountMinor: bigint;
  currency: string;
  senderName: string | null;
  senderAccount: string | null;
  reference: string | null;
  occurredAt: Date;
};

/** Which movements: of a payout, of one charge, refund or dispute, or all since an instant. */
export type MovementFilter = { payoutRef: string } | { sourceRef: string } | { since: Date };

export type MoneyGateway = {
  /** Movements of the balance, oldest first. */
  listMovements(filter: MovementFilter): Promise<BalanceMovement[]>;
  /** Payouts made since an instant, oldest first. */
  listPayouts(since: Date): Promise<GatewayPayout[]>;
  readPayout(payoutRef: string): Promise<GatewayPayout>;
  readCashMovement(customerRef: string, ref: string): Promise<CashMovement>;
};

/** For a provider that holds no money of ours. */
export const NO_MONEY: MoneyGateway = {
  listMovements: async () => [],
  listPayouts: async () => [],
  readPayout: async (payoutRef) => {
    throw new Error(`This provider has no payout ${payoutRef}`);
  },
  readCashMovement: async (_customerRef, ref) => {
    throw new Error(`This provider has no transfer ${ref}`);
  },
};
