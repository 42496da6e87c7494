import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { isDay, laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { decimal, isCurrency, sum } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import type { Entry } from "../ledger/post.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { carryOut } from "./carry-out.ts";
import { checkUses, type Use } from "./check-uses.ts";
import { convert, parseRate, type Rate, realisedDifference, shareOf } from "./exchange.ts";
import { arriving, type Credit, checkCredit, leaving, lockCredit } from "./lock-credit.ts";
import { type FoundRate, readRate } from "./read-rate.ts";
import { writeDecision } from "./write-decision.ts";

export const exchangeCreditInput = z.object({
  key: z.uuid(),
  creditId: z.uuid(),
  /** Of the money, in its own currency. */
  amountMinor: z.bigint().positive("Enter an amount above zero."),
  intoCurrency: z.string().refine(isCurrency, "This is not a currency we know."),
  /** The rate somebody else fixed, such as the bank; null takes the recorded one of the day the money came. */
  rate: z
    .object({
      /** What one unit of the money is worth in the other currency. */
      written: z
        .string()
        .refine((text) => parseRate(text) !== null, "Write the rate as a number, such as 4.2711."),
      onDay: z.string().refine(isDay, "This is not a day of the calendar."),
      source: z.string().trim().min(2).max(120),
    })
    .nullish(),
  applications: z
    .array(z.object({ itemId: z.uuid(), amountMinor: z.bigint().positive() }))
    .max(500)
    .default([]),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(200),
});

export type Exchanged = {
  decisionId: string;
  receiptId: string;
  /** In the currency it was changed into. */
  intoMinor: string;
  /** In the functional currency; positive is a gain. Null where the books name none. */
  differenceMinor: string | null;
  functionalCurrency: string | null;
};

/**
 * Changes unapplied money into another currency and pays documents with it, dated today: a refund document in the one
 * and a receipt in the other. What that realises against the rates at which the documents were billed is booked in the
 * functional currency. Refuses `credit.missing`, `credit.over_free`, `credit.same_currency`, `rate.missing`,
 * `application.…`, `receipt.over_applied`.
 */
export async function exchangeCredit(
  ctx: Context,
  raw: z.input<typeof exchangeCreditInput>,
): Promise<Exchanged> {
  const input = exchangeCreditInput.parse(raw);
  return transactOnce(ctx, { name: "credit.exchange", key: input.key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    return exchange(tx, ctx, input);
  });
}

async function exchange(
  tx: Tx,
  ctx: Context,
  { creditId, amountMinor, intoCurrency, rate, applications, reason }: z.output<typeof exchangeCreditInput>,
): Promise<Exchanged> {
  const credit = await lockCredit(tx, ctx, creditId);
  const { item, legalEntity } = credit;
  const { currency } = item;
  if (currency === intoCurrency)
    throw new Refusal("invalid", "credit.same_currency", `It is in ${currency} already.`, { currency });
  checkCredit(credit, amountMinor);
  const policy = await readPolicy(tx, ctx, "cash");
  const daysMax = policy.rateDaysMax;
  const used: FoundRate = rate
    ? { ...rate, rate: rateOf(rate.written) }
    : await readRate(tx, ctx, { from: currency, to: intoCurrency, onDay: item.issuedOn, daysMax });
  const intoMinor = convert(amountMinor, currency, intoCurrency, used.rate);
  if (intoMinor <= 0n)
    throw new Refusal(
      "invalid",
      "credit.too_small",
      `At this rate nothing is left of it in ${intoCurrency}.`,
    );
  const uses = await lockUses(tx, ctx, applications, intoCurrency, intoMinor);
  const functional = legalEntity.functionalCurrency;
  const differenceMinor =
    functional && uses.length > 0
      ? await realised(tx, ctx, {
          credit,
          amountMinor,
          into: { currency: intoCurrency, minor: intoMinor, rate: used.rate },
          uses,
          functional,
          daysMax,
        })
      : null;

  const decisionId = newId();
  const facts = {
    intoCurrency,
    intoMinor: String(intoMinor),
    rate: used.written,
    rateOn: used.onDay,
    rateSource: used.source,
    ...(functional && differenceMinor !== null
      ? { functionalCurrency: functional, differenceMinor: String(differenceMinor) }
      : {}),
  };
  await writeDecision(tx, ctx, { id: decisionId, kind: "exchange", item, amountMinor, reason, facts });
  const note = `${decimal(amountMinor, currency)} ${currency} changed at ${used.written}`;
  const out = await leaving(tx, ctx, credit, { amountMinor, contra: "exchange", note });
  const receipt = await arriving(tx, ctx, credit, {
    amountMinor: intoMinor,
    contra: "exchange",
    note,
    customerId: item.customerId,
    currency: intoCurrency,
    heldAs: "unapplied",
    reference: item.number,
  });
  await carryOut(tx, ctx, decisionId, {
    issuing: [out.refund, receipt],
    pairings: [
      out.pairing,
      ...uses.map(({ debit, amountMinor: paidMinor }) => ({
        credit: receipt.item,
        debit,
        amountMinor: paidMinor,
        appliedOn: laterOf(credit.today, debit.issuedOn),
      })),
    ],
    entries: differenceEntry(decisionId, credit, functional, differenceMinor ?? 0n),
  });
  await record(tx, ctx, {
    action: "cash.exchange_decided",
    subject: ["item", item.id],
    data: { number: item.number, amountMinor: String(amountMinor), currency, reason, decisionId, ...facts },
  });
  return {
    decisionId,
    receiptId: receipt.item.id,
    intoMinor: String(intoMinor),
    differenceMinor: differenceMinor === null ? null : String(differenceMinor),
    functionalCurrency: functional,
  };
}

const rateOf = (written: string) => {
  const rate = parseRate(written);
  invariant(rate, "the form has checked the rate");
  return rate;
};

async function lockUses(
  tx: Tx,
  ctx: Context,
  wishes: readonly { itemId: string; amountMinor: bigint }[],
  currency: string,
  availableMinor: bigint,
): Promise<Use[]> {
  const ids = wishes.map((wish) => wish.itemId);
  const byId = new Map((await lockItems(tx, ctx, ids)).map((item) => [item.id, item]));
  const inFlight = await readInFlight(tx, ctx, ids);
  return checkUses(wishes, { currency, availableMinor, byId, inFlight });
}

type Realising = {
  credit: Credit;
  amountMinor: bigint;
  /** What it was changed into, and the rate it was changed at. */
  into: { currency: string; minor: bigint; rate: Rate };
  uses: readonly Use[];
  functional: string;
  daysMax: number;
};

/** What of the difference is realised: of the money that pays documents, not of what stays on hand. */
async function realised(
  tx: Tx,
  ctx: Context,
  { credit: { item }, amountMinor, into, uses, functional, daysMax }: Realising,
): Promise<bigint> {
  const settled = [];
  for (const { debit, amountMinor: paidMinor } of uses) {
    const { currency } = debit;
    const asked = { from: currency, to: functional, onDay: debit.issuedOn, daysMax };
    const { rate } = await readRate(tx, ctx, asked);
    settled.push({ amountMinor: paidMinor, currency, rate });
  }
  const paidMinor = sum(uses.map((use) => use.amountMinor));
  const asked = { from: item.currency, to: functional, onDay: item.issuedOn, daysMax };
  const rate = into.currency === functional ? into.rate : (await readRate(tx, ctx, asked)).rate;
  const cash = {
    amountMinor: shareOf(amountMinor, paidMinor, into.minor),
    currency: item.currency,
    rate,
  };
  return realisedDifference(settled, cash, functional);
}

/** A gain is credited to the account of exchange differences, a loss debited. */
function differenceEntry(
  decisionId: string,
  { legalEntity, today }: Credit,
  functional: string | null,
  differenceMinor: bigint,
): Entry[] {
  if (functional === null || differenceMinor === 0n) return [];
  const isGain = differenceMinor > 0n;
  return [
    {
      cause: { kind: "cash_decision", id: decisionId },
      valueOn: today,
      lines: [
        {
          place: {
            legalEntityId: legalEntity.id,
            customerId: null,
            currency: functional,
            closedThroughOn: legalEntity.closedThroughOn,
          },
          debit: isGain ? "exchange" : "exchange_difference",
          credit: isGain ? "exchange_difference" : "exchange",
          amountMinor: isGain ? differenceMinor : -differenceMinor,
        },
      ],
    },
  ];
}
