/* What a decision made of each document, as its answer says it. Pure. Amounts in minor units. */

export type Credited = {
  itemId: string;
  creditItemId: string;
  creditNumber: string;
  rebillItemId: string | null;
  rebillNumber: string | null;
  /** Used at once: for the document, and for the one that takes its place. */
  appliedMinor: bigint;
  /** What found nothing open, or only what a payment under way has reserved: it stays on the memo, on account. */
  onAccountMinor: bigint;
};

type Amounts = "appliedMinor" | "onAccountMinor";
/** The same as the answer of a command is kept: JSON has no bigint. */
export type CreditedText = Omit<Credited, Amounts> & Record<Amounts, string>;

export const textOf = (credited: Credited): CreditedText => ({
  ...credited,
  appliedMinor: String(credited.appliedMinor),
  onAccountMinor: String(credited.onAccountMinor),
});

export const creditedOf = (text: CreditedText): Credited => ({
  ...text,
  appliedMinor: BigInt(text.appliedMinor),
  onAccountMinor: BigInt(text.onAccountMinor),
});
