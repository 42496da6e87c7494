import type { OpenDebit, Outcome, Proposal } from "../../matching/match.ts";
import type { Engine } from "../desk.ts";

/**
 * An engine for tests of runs: documents named as they are numbered, and money that is what they come to, are applied;
 * anything else named is proposed.
 */
export const plainEngine: Engine = (books) => {
  const free = new Map(books.debits.map((debit) => [debit.itemId, debit.freeMinor]));
  return {
    match(money): Outcome {
      const text = [money.reference, ...money.structured, money.unstructured].join(" ");
      const barred = new Set(
        books.bars.filter((bar) => bar.receiptId === money.receiptId).map((bar) => bar.debitId),
      );
      const named = books.debits.filter(
        (debit) =>
          text.includes(debit.number) &&
          debit.currency === money.currency &&
          !barred.has(debit.itemId) &&
          free.get(debit.itemId)! > 0n,
      );
      if (named.length === 0)
        return { kind: "nothing", rule: null, customerId: money.customerId, proposals: [], waits: [] };
      const proposal = proposalOf(named, free, money.amountMinor);
      const isExact = proposal.difference.minor === 0n;
      return {
        kind: isExact ? "apply" : "propose",
        rule: "reference",
        customerId: proposal.customerId,
        proposals: [proposal],
        waits: isExact ? [] : [{ code: "difference", facts: {} }],
      };
    },
    pay(applications) {
      for (const { itemId, amountMinor, discountMinor } of applications)
        free.set(itemId, free.get(itemId)! - amountMinor - discountMinor);
    },
  };
};

function proposalOf(
  named: readonly OpenDebit[],
  free: ReadonlyMap<string, bigint>,
  amountMinor: bigint,
): Proposal {
  let leftMinor = amountMinor;
  const applications = named.map(({ itemId, number, customerId }) => {
    const freeMinor = free.get(itemId)!;
    const paidMinor = freeMinor < leftMinor ? freeMinor : leftMinor;
    leftMinor -= paidMinor;
    return { itemId, number, customerId, freeMinor, amountMinor: paidMinor, discountMinor: 0n };
  });
  const dueMinor = applications.reduce((total, { freeMinor }) => total + freeMinor, 0n);
  const minor = amountMinor - dueMinor;
  return {
    customerId: named[0]!.customerId,
    rule: "reference",
    applications,
    difference: { minor, kind: minor === 0n ? "none" : minor < 0n ? "short" : "over", reason: null },
    remittanceId: null,
    signals: [{ code: "number", facts: { number: named.map(({ number }) => number).join(", ") } }],
    rejected: null,
  };
}
