import { least } from "../kernel/money.ts";
import { keysOf, lookup, type NumberKey, plain } from "./document-number.ts";
import type { Bar, Books, Claim, Expected, OpenDebit, ProposedApplication, SettledDebit } from "./match.ts";
import { NearIndex } from "./near-index.ts";
import { PayerIndex } from "./payer-index.ts";

/** A document as the engine holds it. `freeMinor` goes down as money is applied in a run. */
export type Doc = {
  at: number;
  debit: OpenDebit;
  rootId: string;
  ledger: Ledger;
  keys: readonly NumberKey[];
  freeMinor: bigint;
  settledOn: string | null;
};

/** The documents of one legal entity in one currency: only these can be paid by the same money. */
export type Ledger = {
  byAmount: Map<bigint, Set<Doc>>;
  families: Map<string, Family>;
  settledAmounts: Map<string, Doc[]>;
};
export type Family = { open: Set<Doc>; freeMinor: bigint };

/** By what a text leads to a document. */
export type Way = "whole" | "digits" | "running" | "order" | "reference";
export type Lead = { doc: Doc; way: Way };

export type PreparedBooks = {
  docs: readonly Doc[];
  byItem: ReadonlyMap<string, Doc>;
  byKey: ReadonlyMap<string, readonly Lead[]>;
  near: NearIndex;
  ledgers: Map<string, Ledger>;
  payers: PayerIndex;
  claims: Set<Claim>;
  claimsByTotal: ReadonlyMap<string, readonly Claim[]>;
  claimsByReference: ReadonlyMap<string, readonly Claim[]>;
  expected: ReadonlyMap<string, readonly Expected[]>;
  /** By receipt, then by debit. */
  bars: ReadonlyMap<string, ReadonlyMap<string, Bar>>;
  /** Whether documents settled earlier are among them: without, money that comes twice is harder to tell. */
  knowsSettled: boolean;
};

/** Below this a number is looked up exactly only: too many are one mistake away. */
export const NEAR_LENGTH_LEAST = 5;

const byIds = (a: { itemId: string }, b: { itemId: string }) => (a.itemId < b.itemId ? -1 : 1);

/** Indexes the books. The order of the lists has no influence on any answer. */
export function prepareBooks(books: Books): PreparedBooks {
  const payers = new PayerIndex(books.payers, books.aliases);
  const ledgers = new Map<string, Ledger>();
  const docs: Doc[] = [];
  const enter = (debit: OpenDebit, settledOn: string | null) => {
    const ledger = ledgerOf(ledgers, debit.legalEntityId, debit.currency);
    const { freeMinor, customerId, number } = debit;
    docs.push({
      at: docs.length,
      debit,
      rootId: payers.rootOf(customerId),
      ledger,
      keys: keysOf(number),
      freeMinor,
      settledOn,
    });
  };
  for (const debit of [...books.debits].sort(byIds)) enter(debit, null);
  for (const settled of [...(books.settled ?? [])].sort(byIds)) enter(asDebit(settled), settled.settledOn);

  const byKey = new Map<string, Lead[]>();
  const near: { text: string; value: number }[] = [];
  for (const doc of docs) {
    if (doc.settledOn === null && doc.freeMinor > 0n) open(doc);
    else rememberSettled(doc);
    for (const { folded, kind } of doc.keys) {
      push(byKey, folded, { doc, way: kind });
      if (folded.length >= NEAR_LENGTH_LEAST) near.push({ text: folded, value: doc.at });
    }
    const { poNumber, reference, number } = doc.debit;
    for (const [text, way] of [
      [poNumber, "order"],
      [reference, "reference"],
    ] as const)
      if (text && text !== number) {
        const key = lookup(plain(text).replace(/[^A-Z0-9]/g, ""));
        if (key.length >= 4 && /\d/.test(key)) push(byKey, key, { doc, way });
      }
  }
  const claims = [...books.claims].sort((a, b) => (a.remittanceId < b.remittanceId ? -1 : 1));
  return {
    docs,
    byItem: new Map(docs.map((doc) => [doc.debit.itemId, doc])),
    byKey,
    near: new NearIndex(near),
    ledgers,
    payers,
    claims: new Set(claims),
    claimsByTotal: grouped(claims, (claim) => `${claim.currency}|${claim.totalMinor}`),
    claimsByReference: grouped(claims, (claim) => referenceKey(claim.reference)),
    expected: grouped(
      [...books.expected].sort((a, b) => (expectedKey(a) < expectedKey(b) ? -1 : 1)),
      (each) => payers.rootOf(each.customerId),
    ),
    bars: barsOf(books),
    knowsSettled: books.settled !== undefined,
  };
}

/**
 * Takes what was applied out of the books, so that a run goes on without reading them anew. Amounts beyond what is
 * free are an error of the caller and throw.
 */
export function pay(
  prepared: PreparedBooks,
  applications: readonly Pick<ProposedApplication, "itemId" | "amountMinor" | "discountMinor">[],
  { remittanceId = null, on = "" }: { remittanceId?: string | null; on?: string } = {},
): void {
  for (const { itemId, amountMinor, discountMinor } of applications) {
    const doc = prepared.byItem.get(itemId);
    const usedMinor = amountMinor + discountMinor;
    if (!doc || usedMinor > doc.freeMinor)
      throw new RangeError(`Document ${itemId} has less free than was applied to it.`);
    close(doc);
    doc.freeMinor -= usedMinor;
    if (doc.freeMinor > 0n) open(doc);
    else {
      doc.settledOn = on;
      rememberSettled(doc);
    }
  }
  if (remittanceId === null) return;
  for (const claim of prepared.claims) if (claim.remittanceId === remittanceId) prepared.claims.delete(claim);
}

/** The amounts that money may be for one document to be paid whole: what is free, undisputed, or due after a discount. */
export const amountsOf = (doc: Doc): bigint[] => {
  const { disputedMinor, discount } = doc.debit;
  const amounts = new Set([doc.freeMinor]);
  if (disputedMinor > 0n) amounts.add(undisputedOf(doc));
  if (discount) amounts.add(doc.freeMinor - discountOf(doc));
  return [...amounts].filter((minor) => minor > 0n);
};

/** The discount of its terms; what was paid in part has had it or forgone it. */
export const discountOf = ({ debit, freeMinor }: Doc): bigint =>
  debit.discount && freeMinor === debit.freeMinor ? least(debit.discount.amountMinor, freeMinor) : 0n;

export const undisputedOf = (doc: Doc): bigint =>
  doc.freeMinor - least(doc.debit.disputedMinor, doc.freeMinor);

export const ledgerKey = (legalEntityId: string, currency: string): string => `${legalEntityId}|${currency}`;

/** References of claims and of money as they are compared; short ones stand for nothing. */
export function referenceKey(written: string | null): string {
  const key = plain(written ?? "").replace(/[^A-Z0-9]/g, "");
  return key.length >= 4 && key !== "NOTPROVIDED" ? key : "";
}

function open(doc: Doc): void {
  for (const minor of amountsOf(doc)) {
    const same = doc.ledger.byAmount.get(minor);
    if (same) same.add(doc);
    else doc.ledger.byAmount.set(minor, new Set([doc]));
  }
  const family = doc.ledger.families.get(doc.rootId) ?? { open: new Set(), freeMinor: 0n };
  doc.ledger.families.set(doc.rootId, family);
  family.open.add(doc);
  family.freeMinor += doc.freeMinor;
}

function close(doc: Doc): void {
  for (const minor of amountsOf(doc)) doc.ledger.byAmount.get(minor)?.delete(doc);
  const family = doc.ledger.families.get(doc.rootId);
  if (!family?.open.delete(doc)) return;
  family.freeMinor -= doc.freeMinor;
}

const rememberSettled = (doc: Doc) =>
  push(doc.ledger.settledAmounts, settledKey(doc.rootId, doc.debit.amountMinor), doc);

/** The settled documents of a family that came to exactly this much. */
export const settledOf = (ledger: Ledger, rootId: string, minor: bigint): readonly Doc[] =>
  ledger.settledAmounts.get(settledKey(rootId, minor)) ?? [];

const settledKey = (rootId: string, minor: bigint) => `${rootId}|${minor}`;

function ledgerOf(ledgers: Map<string, Ledger>, legalEntityId: string, currency: string): Ledger {
  const key = ledgerKey(legalEntityId, currency);
  const ledger = ledgers.get(key) ?? { byAmount: new Map(), families: new Map(), settledAmounts: new Map() };
  ledgers.set(key, ledger);
  return ledger;
}

const asDebit = (settled: SettledDebit): OpenDebit => ({
  ...settled,
  freeMinor: 0n,
  disputedMinor: 0n,
  issuedOn: settled.settledOn,
  dueOn: settled.settledOn,
  poNumber: null,
  reference: null,
  discount: null,
});

const expectedKey = ({ customerId, dueOn, amountMinor, currency }: Expected) =>
  `${customerId}|${dueOn}|${currency}|${amountMinor}`;

function barsOf({ bars }: Books): Map<string, Map<string, Bar>> {
  const byReceipt = new Map<string, Map<string, Bar>>();
  for (const bar of bars) {
    const ofReceipt = byReceipt.get(bar.receiptId) ?? new Map<string, Bar>();
    byReceipt.set(bar.receiptId, ofReceipt.set(bar.debitId, bar));
  }
  return byReceipt;
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key !== "") push(groups, key, value);
  }
  return groups;
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(value);
  else index.set(key, [value]);
}
