import { type AmountFault, parseAmount } from "@openitem/ui/formats";
import type { Draft } from "./draft.ts";

/* The sums of a payment while it is being made. Pure and the same on both sides of the wire; bigint minor units. */

/** What the sums need to know of a document or credit: how much of it can be paid or used, and is proposed. */
export type Free = { id: string; freeMinor: bigint; readyMinor?: bigint };

/** Why a field was not taken. `zero`: nothing, or less; `over`: more than is free. */
export type FieldRefusal = AmountFault | "zero" | "over";

export type RowSum = {
  itemId: string;
  /** null where the text is no amount */
  minor: bigint | null;
  refusal: FieldRefusal | null;
  /** left out of what could be paid and is not disputed; zero unless the amount is good */
  shortMinor: bigint;
  /** beyond what is free */
  overMinor: bigint;
};

export type CreditSum = { itemId: string; used: boolean; minor: bigint | null; refusal: FieldRefusal | null };

export type Sums = {
  rows: RowSum[];
  credits: CreditSum[];
  onAccount: { minor: bigint; refusal: AmountFault | "zero" | null };
  documentsMinor: bigint;
  creditsMinor: bigint;
  /** documents - credits + on account; below zero when the credits are more than what is paid */
  cashMinor: bigint;
  leftOutMinor: bigint;
};

/** Adds up a draft. Fields that are no amounts count as nothing until they are mended, and say so. */
export function sumsOf(
  draft: Draft,
  {
    currency,
    locale,
    debits,
    credits,
  }: { currency: string; locale: string; debits: readonly Free[]; credits: readonly Free[] },
): Sums {
  const freeOf = new Map([...debits, ...credits].map((each) => [each.id, each.freeMinor]));
  const read = (itemId: string, typed: string) => {
    const freeMinor = freeOf.get(itemId) ?? 0n;
    const parsed = parseAmount(typed, currency, locale);
    if (!parsed.ok) return { minor: null, refusal: parsed.reason, freeMinor };
    if (parsed.minor <= 0n) return { minor: parsed.minor, refusal: "zero" as const, freeMinor };
    return { minor: parsed.minor, refusal: parsed.minor > freeMinor ? ("over" as const) : null, freeMinor };
  };

  const readyOf = new Map(debits.map((debit) => [debit.id, debit.readyMinor ?? debit.freeMinor]));
  const rows = draft.rows.map(({ itemId, amount }): RowSum => {
    const { minor, refusal, freeMinor } = read(itemId, amount);
    const leftMinor = refusal === null && minor !== null ? (readyOf.get(itemId) ?? 0n) - minor : 0n;
    return {
      itemId,
      minor,
      refusal,
      shortMinor: leftMinor > 0n ? leftMinor : 0n,
      overMinor: refusal === "over" && minor !== null ? minor - freeMinor : 0n,
    };
  });
  const used = draft.credits.map((credit): CreditSum => {
    const { itemId } = credit;
    if (!credit.used) return { itemId, used: false, minor: null, refusal: null };
    const { minor, refusal } = read(itemId, credit.amount);
    return { itemId, used: true, minor, refusal };
  });
  const onAccount = readOnAccount(draft.onAccount, currency, locale);
  const total = (sums: readonly { minor: bigint | null }[]) =>
    sums.reduce((sum, { minor }) => sum + (minor && minor > 0n ? minor : 0n), 0n);
  const documentsMinor = total(rows);
  const creditsMinor = total(used);
  return {
    rows,
    credits: used,
    onAccount,
    documentsMinor,
    creditsMinor,
    cashMinor: documentsMinor - creditsMinor + onAccount.minor,
    leftOutMinor: rows.reduce((sum, { shortMinor }) => sum + shortMinor, 0n),
  };
}

/** Optional: an empty field, or zero, puts nothing on account. */
function readOnAccount(typed: string, currency: string, locale: string): Sums["onAccount"] {
  const parsed = parseAmount(typed, currency, locale);
  if (!parsed.ok) return { minor: 0n, refusal: parsed.reason === "empty" ? null : parsed.reason };
  return parsed.minor < 0n ? { minor: 0n, refusal: "zero" } : { minor: parsed.minor, refusal: null };
}
