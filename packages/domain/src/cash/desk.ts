import type { Books, Money, Outcome, ProposedApplication } from "../matching/match.ts";
import type { MatchingPolicy } from "../matching/matching-policy.ts";

type Paid = Pick<ProposedApplication, "itemId" | "amountMinor" | "discountMinor">;

/** The engine, as far as a run goes: told the books once, it answers line after line and is told what was paid. */
export type Engine = (
  books: Books,
  policy: MatchingPolicy,
) => {
  match(money: Money): Outcome;
  pay(applications: readonly Paid[], remittanceId: string | null, on: string): void;
};

/**
 * Books on which a run decides one line after the other: what it uses is gone for the next line at once. What was used
 * in a transaction that failed cannot be put back; the books are then told anew.
 */
export type Desk = {
  match(money: Money): Outcome;
  /** What was free of a debit before anything of the present batch; nothing of one that the books do not know. */
  believedMinor(itemId: string): bigint;
  use(applications: readonly Paid[], remittanceId: string | null, on: string): void;
  /** Whether anything was used that is not kept. */
  isTouched(): boolean;
  keep(): void;
};

export function openDesk(books: Books, policy: MatchingPolicy, engine: Engine): Desk {
  const prepared = engine(books, policy);
  const believed = new Map(books.debits.map((debit) => [debit.itemId, debit.freeMinor]));
  let used: Paid[] = [];
  return {
    match: prepared.match,
    believedMinor: (itemId) => believed.get(itemId) ?? 0n,
    use(applications, remittanceId, on) {
      used.push(...applications);
      prepared.pay(applications, remittanceId, on);
    },
    isTouched: () => used.length > 0,
    keep() {
      for (const { itemId, amountMinor, discountMinor } of used)
        believed.set(itemId, (believed.get(itemId) ?? 0n) - amountMinor - discountMinor);
      used = [];
    },
  };
}
