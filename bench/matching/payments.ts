import type { Alias, Books, Money, OpenDebit, SettledDebit } from "@openitem/domain/matching/match";
import type { Chance } from "./chance.ts";
import { deductionText, idleText, nameOnLine, remittanceText, restyled, slip } from "./handwriting.ts";
import { type Numbering, type Stock, stockOf } from "./open-items.ts";

/*
 * Payments over open items with known truth. Each class is a way in which payers pay, or a trap. `truth` is what a
 * careful clerk would apply who was told by the payer himself; an empty one must not be applied by a machine.
 */

export type Quality = "clean" | "noisy" | "trap" | "other";
export type Payment = {
  kind: string;
  quality: Quality;
  money: Money;
  truth: ReadonlyMap<string, bigint>;
  /** The payment that this one repeats. Whichever comes to be applied, the other must not be. */
  again: Payment | null;
};
export type Scenario = { books: Books; payments: Payment[]; isReal: boolean };

type Shape = {
  kind: string;
  quality: Quality;
  share: number;
  make(maker: Maker): Draft | null;
};
type Draft = {
  truth: [OpenDebit, bigint][];
  text: string;
  cents: bigint;
  payer: OpenDebit["customerId"] | null;
  /** The name may be left out or the account be unknown. */
  isPayerSure?: boolean;
};
type Maker = {
  chance: Chance;
  stock: Stock;
  /** The number with a slip that does not make it another document of the same customer and amount: nobody could tell. */
  slip(debit: OpenDebit): string;
  isNumber(text: string): boolean;
  /** Open documents that no payment has yet, of one customer. */
  take(count: number, is?: (debit: OpenDebit) => boolean): OpenDebit[];
  settled: readonly SettledDebit[];
};

const total = (debits: readonly OpenDebit[]): bigint => debits.reduce((sum, debit) => sum + debit.amountMinor, 0n);
const whole = (debits: readonly OpenDebit[]): [OpenDebit, bigint][] => debits.map((debit) => [debit, debit.amountMinor]);
const amountsOf = (debits: readonly OpenDebit[]) => debits.map((debit) => debit.amountMinor);

function paying({ chance }: Maker, debits: readonly OpenDebit[], write: (debit: OpenDebit) => string): Draft | null {
  const [first] = debits;
  if (!first) return null;
  return {
    truth: whole(debits),
    text: remittanceText(chance, debits.map(write), amountsOf(debits)),
    cents: total(debits),
    payer: first.customerId,
  };
}

const SHAPES: Shape[] = [
  { kind: "one, as written", quality: "clean", share: 22, make: (maker) => paying(maker, maker.take(1), ({ number }) => number) },
  {
    kind: "several, as written",
    quality: "clean",
    share: 12,
    make: (maker) => paying(maker, maker.take(maker.chance.between(2, 9)), ({ number }) => number),
  },
  {
    kind: "one, other style",
    quality: "clean",
    share: 10,
    make: (maker) => paying(maker, maker.take(1), ({ number }) => restyled(maker.chance, number)),
  },
  {
    kind: "one, one slip",
    quality: "noisy",
    share: 12,
    make: (maker) => paying(maker, maker.take(1), (debit) => maker.slip(debit)),
  },
  {
    kind: "one, slip and style",
    quality: "noisy",
    share: 5,
    make: (maker) => paying(maker, maker.take(1), (debit) => restyled(maker.chance, maker.slip(debit))),
  },
  {
    kind: "one, two slips",
    quality: "noisy",
    share: 3,
    make: (maker) => paying(maker, maker.take(1), (debit) => maker.slip({ ...debit, number: slip(maker.chance, debit.number) })),
  },
  {
    kind: "several, one with a slip",
    quality: "noisy",
    share: 5,
    make: (maker) => {
      const debits = maker.take(maker.chance.between(2, 6));
      const bad = maker.chance.between(0, debits.length - 1);
      return paying(maker, debits, (debit) => (debit === debits[bad] ? maker.slip(debit) : debit.number));
    },
  },
  {
    kind: "cut number",
    quality: "noisy",
    share: 2,
    make: (maker) => paying(maker, maker.take(1), ({ number }) => number.replace(/[^A-Z0-9]/g, "").slice(-6)),
  },
  {
    kind: "short",
    quality: "other",
    share: 3,
    make: (maker) => {
      const [debit] = maker.take(1);
      if (!debit) return null;
      const cents = (debit.amountMinor * BigInt(maker.chance.between(40, 99))) / 100n;
      return { truth: [[debit, cents]], text: remittanceText(maker.chance, [debit.number], [cents]), cents, payer: debit.customerId };
    },
  },
  {
    kind: "short, with a slip",
    quality: "other",
    share: 1,
    make: (maker) => {
      const [debit] = maker.take(1);
      if (!debit) return null;
      const cents = (debit.amountMinor * BigInt(maker.chance.between(40, 99))) / 100n;
      const written = maker.slip(debit);
      return { truth: [[debit, cents]], text: remittanceText(maker.chance, [written], [cents]), cents, payer: debit.customerId };
    },
  },
  {
    kind: "deduction named",
    quality: "other",
    share: 2,
    make: (maker) => {
      const [debit] = maker.take(1, ({ amountMinor }) => amountMinor > 10_000n);
      if (!debit) return null;
      const less = BigInt(maker.chance.between(100, 5_000));
      const text = `${remittanceText(maker.chance, [debit.number], [debit.amountMinor])} ${deductionText(maker.chance, less)}`;
      return { truth: [[debit, debit.amountMinor - less]], text, cents: debit.amountMinor - less, payer: debit.customerId };
    },
  },
  {
    kind: "discount by the terms",
    quality: "other",
    share: 2,
    make: (maker) => {
      const debits = maker.take(maker.chance.between(1, 3), ({ discount }) => discount !== null);
      const nets = debits.map((debit): [OpenDebit, bigint] => [debit, debit.amountMinor - (debit.discount?.amountMinor ?? 0n)]);
      const [first] = debits;
      if (!first) return null;
      const cents = nets.reduce((sum, [, net]) => sum + net, 0n);
      const text = remittanceText(maker.chance, debits.map(({ number }) => number), amountsOf(debits));
      return { truth: nets, text, cents, payer: first.customerId };
    },
  },
  {
    kind: "over",
    quality: "other",
    share: 1,
    make: (maker) => {
      const draft = paying(maker, maker.take(1), ({ number }) => number);
      return draft && { ...draft, cents: draft.cents + BigInt(maker.chance.between(1, 50_000)) };
    },
  },
  {
    kind: "parent pays child",
    quality: "clean",
    share: 2,
    make: (maker) => {
      const parents = new Map(maker.stock.payers.map(({ customerId, parentId }) => [customerId, parentId]));
      const debits = maker.take(maker.chance.between(1, 3), ({ customerId }) => !!parents.get(customerId));
      const draft = paying(maker, debits, ({ number }) => number);
      return draft && { ...draft, payer: parents.get(debits[0]!.customerId) ?? null, isPayerSure: true };
    },
  },
  {
    kind: "no reference, payer's only such amount",
    quality: "other",
    share: 2,
    make: (maker) => {
      const [debit] = maker.take(1);
      return debit
        ? { truth: whole([debit]), text: idleText(maker.chance), cents: debit.amountMinor, payer: debit.customerId }
        : null;
    },
  },
  {
    kind: "another's reference, another's amount",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const [debit] = maker.take(1);
      const other = maker.chance.of(maker.stock.payers);
      if (!debit || other.customerId === debit.customerId || other.parentId || maker.stock.payers.some((each) => each.parentId === other.customerId)) return null;
      const text = remittanceText(maker.chance, [debit.number], [debit.amountMinor]);
      return { truth: [], text, cents: debit.amountMinor, payer: other.customerId, isPayerSure: true };
    },
  },
  {
    kind: "own amount under another's number",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const [debit] = maker.take(1);
      const other = maker.chance.of(maker.stock.debits);
      if (!debit || other.customerId === debit.customerId || debit.amountMinor === other.amountMinor) return null;
      const text = remittanceText(maker.chance, [other.number], [debit.amountMinor]);
      return { truth: whole([debit]), text, cents: debit.amountMinor, payer: debit.customerId, isPayerSure: true };
    },
  },
  {
    kind: "own amount under another own number",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const [debit, other] = maker.take(2);
      if (!debit || !other || debit.amountMinor === other.amountMinor) return null;
      const text = remittanceText(maker.chance, [other.number], [debit.amountMinor]);
      return { truth: whole([debit]), text, cents: debit.amountMinor, payer: debit.customerId, isPayerSure: true };
    },
  },
  {
    kind: "paid long ago, with a slip or without",
    quality: "trap",
    share: 3,
    make: (maker) => {
      const debit = maker.chance.of(maker.settled);
      const written = maker.chance.is(0.5) ? debit.number : slip(maker.chance, debit.number);
      const text = remittanceText(maker.chance, [written], [debit.amountMinor]);
      return { truth: [], text, cents: debit.amountMinor, payer: debit.customerId };
    },
  },
  {
    kind: "number of no document, any amount",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const like = maker.chance.of(maker.stock.debits);
      const written = slip(maker.chance, slip(maker.chance, like.number));
      if (maker.isNumber(written)) return null;
      const cents = BigInt(maker.chance.between(100, 20_000_000));
      return { truth: [], text: remittanceText(maker.chance, [written], [cents]), cents, payer: like.customerId };
    },
  },
  {
    kind: "number of a document, any amount",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const { number, customerId, amountMinor } = maker.chance.of(maker.stock.debits);
      const payer = maker.chance.of(maker.stock.payers);
      // A parent that pays a part of a child's invoice would be nothing strange.
      if (payer.parentId || maker.stock.payers.some((each) => each.parentId === payer.customerId)) return null;
      const other = payer.customerId;
      const cents = (amountMinor * BigInt(maker.chance.between(30, 170))) / 100n;
      const text = remittanceText(maker.chance, [number], [cents]);
      return other === customerId ? null : { truth: [], text, cents, payer: other, isPayerSure: true };
    },
  },
  {
    kind: "stranger",
    quality: "trap",
    share: 2,
    make: (maker) => {
      const cents = maker.chance.is(0.5) ? maker.chance.of(maker.stock.debits).amountMinor : BigInt(maker.chance.between(100, 9_000_000));
      return { truth: [], text: idleText(maker.chance), cents, payer: null };
    },
  },
  {
    kind: "known payer, nothing of it",
    quality: "trap",
    share: 2,
    make: (maker) => ({
      truth: [],
      text: idleText(maker.chance),
      cents: BigInt(maker.chance.between(100, 9_000_000)),
      payer: maker.chance.of(maker.stock.payers).customerId,
    }),
  },
];

const DUPLICATES = 0.03;
const STRANGERS = ["FINANZAMT NORD", "STADTWERKE", "J. DOE", "GLOBAL FACTORING AG", "TREASURY SERVICES"];

/** `knowsSettled`: whether the engine is told what was settled before. */
export function scenarioOf(
  chance: Chance,
  { items, lines, numbering, knowsSettled = true }: { items: number; lines: number; numbering: Numbering; knowsSettled?: boolean },
): Scenario {
  const stock = stockOf(chance, Math.ceil(items * 1.1), numbering);
  const settledCount = stock.debits.length - items;
  // What was settled before comes from among the rest: same customers, neighbouring numbers, equal amounts.
  const mixed = chance.shuffled(stock.debits);
  const settled = mixed.slice(0, settledCount).map((debit): SettledDebit => ({ ...debit, settledOn: debit.dueOn }));
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
  const maker: Maker = { chance, stock: open, settled, take: takerOf(chance, debits), slip: slipOf, isNumber: (text) => taken.has(text) };
  const names = new Map(stock.payers.map((payer) => [payer.customerId, payer.name]));
  const accounts = new Map(stock.payers.map(({ customerId }, at) => [customerId, `DE${10 + (at % 89)}${String(at).padStart(18, "0")}`]));
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
        money: { ...line, lineId: `${line.lineId}-again`, unstructured: chance.is(0.3) ? idleText(chance) : line.unstructured },
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
      const others = (byCustomer.get(first.customerId) ?? []).filter((each) => each !== first && left.has(each) && is(each));
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
    counterpartyName: isNamed ? nameOnLine(chance, names.get(payer) ?? "") : payer === null ? chance.of(STRANGERS) : null,
    counterpartyAccount: payer !== null && chance.is(0.6) ? (accounts.get(payer) ?? null) : null,
    endToEndId: chance.is(0.3) ? `E2E${chance.between(1_000_000, 9_999_999)}` : "NOTPROVIDED",
    reference: chance.is(0.3) ? String(chance.between(100_000_000, 999_999_999)) : null,
    structured: isStructured ? [text] : [],
    unstructured: isStructured ? null : text,
    customerId: null,
  };
}
