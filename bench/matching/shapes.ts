import type { OpenDebit, SettledDebit } from "@openitem/domain/matching/match";
import type { Chance } from "./chance.ts";
import { deductionText, idleText, remittanceText, restyled, slip } from "./handwriting.ts";
import type { Stock } from "./open-items.ts";

/* How payers pay, and what lies in wait for a machine that matches: a shape for each. */

export type Quality = "clean" | "noisy" | "trap" | "other";

export type Shape = {
  kind: string;
  quality: Quality;
  share: number;
  make(maker: Maker): Draft | null;
};
export type Draft = {
  truth: [OpenDebit, bigint][];
  text: string;
  cents: bigint;
  payer: OpenDebit["customerId"] | null;
  /** The name may be left out or the account be unknown. */
  isPayerSure?: boolean;
};
export type Maker = {
  chance: Chance;
  stock: Stock;
  /** The number with a slip that does not make it another document of the same customer and amount: nobody could tell. */
  slip(debit: OpenDebit): string;
  isNumber(text: string): boolean;
  /** Open documents that no payment has yet, of one customer. */
  take(count: number, is?: (debit: OpenDebit) => boolean): OpenDebit[];
  settled: readonly SettledDebit[];
};

const total = (debits: readonly OpenDebit[]): bigint =>
  debits.reduce((sum, debit) => sum + debit.amountMinor, 0n);
const whole = (debits: readonly OpenDebit[]): [OpenDebit, bigint][] =>
  debits.map((debit) => [debit, debit.amountMinor]);
const amountsOf = (debits: readonly OpenDebit[]) => debits.map((debit) => debit.amountMinor);

function paying(
  { chance }: Maker,
  debits: readonly OpenDebit[],
  write: (debit: OpenDebit) => string,
): Draft | null {
  const [first] = debits;
  if (!first) return null;
  return {
    truth: whole(debits),
    text: remittanceText(chance, debits.map(write), amountsOf(debits)),
    cents: total(debits),
    payer: first.customerId,
  };
}

/** The ledger has one company under several numbers, with cut names: nobody could tell those apart. */
function isNamesake({ stock }: Maker, customerId: string, name: string): boolean {
  const own = stock.payers.find((payer) => payer.customerId === customerId)?.name ?? "";
  const stem = (text: string) =>
    text.replace(/ (us|in|co|llc|corp|corporation|trust|foundation|associates|systems)$/i, "").trim();
  return stem(own).startsWith(stem(name)) || stem(name).startsWith(stem(own));
}

export const SHAPES: Shape[] = [
  {
    kind: "one, as written",
    quality: "clean",
    share: 22,
    make: (maker) => paying(maker, maker.take(1), ({ number }) => number),
  },
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
    make: (maker) =>
      paying(maker, maker.take(1), (debit) =>
        maker.slip({ ...debit, number: slip(maker.chance, debit.number) }),
      ),
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
      return {
        truth: [[debit, cents]],
        text: remittanceText(maker.chance, [debit.number], [cents]),
        cents,
        payer: debit.customerId,
      };
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
      return {
        truth: [[debit, cents]],
        text: remittanceText(maker.chance, [written], [cents]),
        cents,
        payer: debit.customerId,
      };
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
      return {
        truth: [[debit, debit.amountMinor - less]],
        text,
        cents: debit.amountMinor - less,
        payer: debit.customerId,
      };
    },
  },
  {
    kind: "discount by the terms",
    quality: "other",
    share: 2,
    make: (maker) => {
      const debits = maker.take(maker.chance.between(1, 3), ({ discount }) => discount !== null);
      const nets = debits.map((debit): [OpenDebit, bigint] => [
        debit,
        debit.amountMinor - (debit.discount?.amountMinor ?? 0n),
      ]);
      const [first] = debits;
      if (!first) return null;
      const cents = nets.reduce((sum, [, net]) => sum + net, 0n);
      const text = remittanceText(
        maker.chance,
        debits.map(({ number }) => number),
        amountsOf(debits),
      );
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
        ? {
            truth: whole([debit]),
            text: idleText(maker.chance),
            cents: debit.amountMinor,
            payer: debit.customerId,
          }
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
      if (
        !debit ||
        other.customerId === debit.customerId ||
        isNamesake(maker, debit.customerId, other.name) ||
        other.parentId ||
        maker.stock.payers.some((each) => each.parentId === other.customerId)
      )
        return null;
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
      if (!debit || other.customerId === debit.customerId || debit.amountMinor === other.amountMinor)
        return null;
      const text = remittanceText(maker.chance, [other.number], [debit.amountMinor]);
      return {
        truth: whole([debit]),
        text,
        cents: debit.amountMinor,
        payer: debit.customerId,
        isPayerSure: true,
      };
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
      return {
        truth: whole([debit]),
        text,
        cents: debit.amountMinor,
        payer: debit.customerId,
        isPayerSure: true,
      };
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
      return {
        truth: [],
        text: remittanceText(maker.chance, [written], [cents]),
        cents,
        payer: like.customerId,
      };
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
      if (payer.parentId || maker.stock.payers.some((each) => each.parentId === payer.customerId))
        return null;
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
      const cents = maker.chance.is(0.5)
        ? maker.chance.of(maker.stock.debits).amountMinor
        : BigInt(maker.chance.between(100, 9_000_000));
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
