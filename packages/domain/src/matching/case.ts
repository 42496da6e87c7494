import type { Doc, Ledger, PreparedBooks } from "./books.ts";
import { ledgerKey } from "./books.ts";
import type { Bar, Money } from "./match.ts";
import type { MatchingPolicy } from "./matching-policy.ts";
import { type PayerView, type Relation, relationOf, whoPaid } from "./payer.ts";
import { type Reading, readText } from "./reference-text.ts";

/** One line of money with all that is looked up for it once. */
export type Case = {
  prepared: PreparedBooks;
  money: Money;
  policy: MatchingPolicy;
  reading: Reading;
  view: PayerView;
  /** Null when nothing is owed to this legal entity in this currency. */
  ledger: Ledger | null;
  barred: ReadonlyMap<string, Bar>;
  relation(doc: Doc): Relation;
};

export function openCase(prepared: PreparedBooks, money: Money, policy: MatchingPolicy): Case {
  const reading = readText(money);
  const view = whoPaid(prepared.payers, money, reading, policy);
  const relations = new Map<string, Relation>();
  return {
    prepared,
    money,
    policy,
    reading,
    view,
    ledger: prepared.ledgers.get(ledgerKey(money.legalEntityId, money.currency)) ?? null,
    barred: (money.receiptId && prepared.bars.get(money.receiptId)) || NONE,
    relation: ({ debit: { customerId } }) => {
      const known = relations.get(customerId) ?? relationOf(view, prepared.payers, policy, customerId);
      relations.set(customerId, known);
      return known;
    },
  };
}

const NONE: ReadonlyMap<string, Bar> = new Map();

/** Why the money cannot pay a document at all; null when it can. */
export type Unusable = "settled" | "barred" | "other_currency" | "other_entity";

export function unusable({ ledger, barred, money }: Case, doc: Doc): Unusable | null {
  if (doc.ledger !== ledger) return doc.debit.currency === money.currency ? "other_entity" : "other_currency";
  if (doc.freeMinor <= 0n) return "settled";
  return barred.has(doc.debit.itemId) ? "barred" : null;
}
