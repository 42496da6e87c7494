import type { Alias, Books, Money, OpenDebit, SettledDebit } from "@openitem/domain/matching/match";
import type { Chance } from "./chance.ts";
import { idleText, nameOnLine, slip } from "./handwriting.ts";
import { type Numbering, stockOf } from "./open-items.ts";
import { type Draft, type Maker, type Quality, SHAPES } from "./shapes.ts";

/*
 * Payments over open items with known truth. Each class is a way in which payers pay, or a trap. `truth` is what a
 * careful clerk would apply who was told by the payer himself; an empty one must not be applied by a machine.
 */

export type Payment = {
  kind: string;
  quality: Quality;
  money: Money;
  truth: ReadonlyMap<string, bigint>;
  /** The payment that this one repeats. Whichever comes to be applied, the other must not be. */
  again: Payment | null;
};
export type Scenario = { books: Books; payments: Payment[]; isReal: boolean };

const DUPLICATES = 0.03;
const STRANGERS = ["FINANZAMT NORD", "STADTWERKE", "J. DOE", "GLOBAL FACTORING AG", "TREASURY SERVICES"];

/** `knowsSettled`: whether the engine is told what was settled before. */
export function scenarioOf(
  chance: Chance,
  {
    items,
    lines,
    numbering,
    knowsSettled = true,
  }: { items: number; lines: number; numbering: Numbering; knowsSettled?: boolean },
): Scenario {
  const stock = stockOf(chance, Math.ceil(items * 1.1), numbering);
  const settledCount = stock.debits.length - items;
  // What was settled before comes from among the rest: same customers, neighbouring numbers, equal amounts.
  const mixed = chance.shuffled(stock.debits);
  const settled = mixed
    .slice(0, settledCount)
    .map((debit): SettledDebit => ({ ...debit, settledOn: debit.dueOn }));
  const debits = mixed.slice(settledCount);
  const open = { ...stock, debits };
  const taken = new Map(stock.debits.map((debit) => [debit.number, debit]));
  const slipOf = (debit: OpenDebit): string => {
    for (;;) {
      const written = slip(chance, debit.number);
      const hit = taken.get(written);
      if (hit?.customerId !== debit.customerId || hit.amountMinor !== debit.amountMinor) return written;
    }
  };
  const maker: Maker = {
    chance,
    stock: open,
    settled,
    take: takerOf(chance, debits),
    slip: slipOf,
    isNumber: (text) => taken.has(text),
  };
  const names = new Map(stock.payers.map((payer) => [payer.customerId, payer.name]));
  const accounts = new Map(
    stock.payers.map(({ customerId }, at) => [
      customerId,
      `DE${10 + (at % 89)}${String(at).padStart(18, "0")}`,
    ]),
  );
  const aliases = stock.payers
    .filter((_, at) => at % 3 === 0)
    .map(({ customerId }): Alias => ({ customerId, kind: "account", value: accounts.get(customerId) ?? "" }));
  const payments: Payment[] = [];
  const shares = SHAPES.reduce((sum, { share }) => sum + share, 0);
  while (payments.length < lines) {
    let draw = chance.next() * shares;
    const shape = SHAPES.find(({ share }) => {
      draw -= share;
      return draw < 0;
    });
    const draft = shape?.make(maker);
    if (!shape || !draft || draft.cents <= 0n) continue;
    const line = lineOf(chance, payments.length, draft, names, accounts);
    const payment: Payment = {
      kind: shape.kind,
      quality: shape.quality,
      money: line,
      truth: new Map(draft.truth.map(([debit, minor]) => [debit.itemId, minor])),
      again: null,
    };
    payments.push(payment);
    if (chance.is(DUPLICATES) && draft.truth.length > 0)
      payments.push({
        kind: "came twice",
        quality: "trap",
        money: {
          ...line,
          lineId: `${line.lineId}-again`,
          unstructured: chance.is(0.3) ? idleText(chance) : line.unstructured,
        },
        truth: new Map(),
        again: payment,
      });
  }
  const books: Books = {
    debits,
    payers: stock.payers,
    aliases,
    claims: [],
    expected: [],
    bars: [],
    ...(knowsSettled ? { settled } : {}),
  };
  return { books, payments, isReal: stock.isReal };
}

/** Each document is paid once. Several are of one customer, near each other in time. */
function takerOf(chance: Chance, debits: readonly OpenDebit[]): Maker["take"] {
  const left = new Set(debits);
  const byCustomer = Map.groupBy(debits, ({ customerId }) => customerId);
  return (count, is = () => true) => {
    for (let tries = 0; tries < 200; tries++) {
      const first = chance.of(debits);
      if (!left.has(first) || !is(first)) continue;
      const others = (byCustomer.get(first.customerId) ?? []).filter(
        (each) => each !== first && left.has(each) && is(each),
      );
      const start = chance.between(0, Math.max(0, others.length - count + 1));
      const taken = [first, ...others.slice(start, start + count - 1)];
      for (const each of taken) left.delete(each);
      return taken;
    }
    return [];
  };
}

function lineOf(
  chance: Chance,
  at: number,
  { text, cents, payer, isPayerSure = false }: Draft,
  names: ReadonlyMap<string, string>,
  accounts: ReadonlyMap<string, string>,
): Money {
  const isNamed = payer !== null && (isPayerSure || chance.is(0.93));
  const isStructured = chance.is(0.05);
  return {
    lineId: `line-${at}`,
    receiptId: null,
    legalEntityId: "entity",
    currency: "USD",
    amountMinor: cents,
    valueOn: "2020-06-10",
    counterpartyName: isNamed
      ? nameOnLine(chance, names.get(payer) ?? "")
      : payer === null
        ? chance.of(STRANGERS)
        : null,
    counterpartyAccount: payer !== null && chance.is(0.6) ? (accounts.get(payer) ?? null) : null,
    endToEndId: chance.is(0.3) ? `E2E${chance.between(1_000_000, 9_999_999)}` : "NOTPROVIDED",
    reference: chance.is(0.3) ? String(chance.between(100_000_000, 999_999_999)) : null,
    structured: isStructured ? [text] : [],
    unstructured: isStructured ? null : text,
    customerId: null,
  };
}
