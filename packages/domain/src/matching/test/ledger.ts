import { prepareBooks } from "../books.ts";
import { matchMoney } from "../engine.ts";
import type { Books, Money, OpenDebit, Outcome } from "../match.ts";
import { type MatchingPolicy, shippedMatchingPolicy } from "../matching-policy.ts";

/** A small ledger to match against: customers N (Nordwind), its child K, M (Müller) and D (Dubois). */
export const debit = (number: string, minor: bigint, over: Partial<OpenDebit> = {}): OpenDebit => ({
  itemId: `${over.customerId ?? "N"}:${number}`,
  number,
  customerId: "N",
  legalEntityId: "e",
  currency: "EUR",
  amountMinor: minor,
  freeMinor: minor,
  disputedMinor: 0n,
  issuedOn: "2026-02-01",
  dueOn: "2026-03-01",
  poNumber: null,
  reference: null,
  discount: null,
  ...over,
});

export const booksOf = (debits: readonly OpenDebit[], over: Partial<Books> = {}): Books => ({
  debits,
  settled: [],
  payers: [
    { customerId: "N", number: "20031", name: "Nordwind Handel GmbH", parentId: null },
    { customerId: "K", number: "20032", name: "Kontor Süd GmbH", parentId: "N" },
    { customerId: "M", number: "20044", name: "Müller & Söhne Maschinenbau AG", parentId: null },
    { customerId: "D", number: "20055", name: "Établissements Dubois SARL", parentId: null },
  ],
  aliases: [],
  claims: [],
  expected: [],
  bars: [],
  ...over,
});

export const moneyOf = (minor: bigint, text: string | null, over: Partial<Money> = {}): Money => ({
  lineId: "l",
  receiptId: null,
  legalEntityId: "e",
  currency: "EUR",
  amountMinor: minor,
  valueOn: "2026-03-10",
  counterpartyName: "NORDWIND HANDEL GMBH",
  counterpartyAccount: null,
  endToEndId: null,
  reference: null,
  structured: [],
  unstructured: text,
  customerId: null,
  ...over,
});

const outcomeOf = (books: Books, money: Money, policy: MatchingPolicy = shippedMatchingPolicy): Outcome =>
  matchMoney(prepareBooks(books), money, policy);

/** What is applied by itself, as "number amount"; the best proposal and why it waits otherwise. */
export function answerOf(books: Books, money: Money, policy: MatchingPolicy = shippedMatchingPolicy) {
  const { kind, rule, proposals, waits } = outcomeOf(books, money, policy);
  return {
    kind,
    rule,
    pays: (proposals[0]?.applications ?? []).map(({ number, amountMinor }) => `${number} ${amountMinor}`),
    waits: waits.map(({ code }) => code),
  };
}
