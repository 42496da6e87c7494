import { minorDigits } from "../kernel/money.ts";
import { MONTH_ENDS, monthOf } from "./calendar.ts";
import { CONTACTS } from "./contacts.ts";
import { CUSTOMERS, type DemoCustomer } from "./customers.ts";
import { type Dice, diceOf } from "./demo-id.ts";
import {
  type DemoDocument,
  invoiceNumber,
  issue,
  memoNumber,
  type Part,
  useCredit,
  wire,
} from "./documents.ts";
import { type DemoPayment, pay } from "./pay.ts";
import type { Happening, Stage } from "./stage.ts";
import { usageLines } from "./usage.ts";

/* A year of a customer who is no story of his own: usage each month, paid as is his habit. */

/** Payments on this day or later have not happened yet. */
const TODAY = -1;
const THOUSANDS = 1_000;
const LINES_USUAL = 40;

/** The key of a customer's usage invoice, `back` months ago. */
export const usageKey = (customer: string, back: number): string => `${customer}:usage:${back}`;

export function usageDocument(stage: Stage, customer: DemoCustomer, back: number): DemoDocument {
  const { key, entity, currency, termsDays, lines } = customer;
  const { day } = stage.calendar;
  const end = MONTH_ENDS[back]!;
  const totalMinor = monthlyMinor(customer, back);
  const isLong = lines > THOUSANDS;
  return {
    key: usageKey(key, back),
    customer: key,
    number: invoiceNumber(entity, day(end), (11 - back) * 1_000 + 300 + placeOf(customer) * 2),
    issued: end,
    due: end + termsDays,
    amountMinor: totalMinor,
    about: `Usage ${monthOf(day(end))}`,
    ...(placeOf(customer) % 3 === 0
      ? { poNumber: `45${String(placeOf(customer)).padStart(3, "0")}${back}` }
      : {}),
    lines: () =>
      usageLines({
        name: usageKey(key, back),
        totalMinor,
        currency,
        lines: back === 0 || !isLong ? lines : LINES_USUAL,
        fromOn: day(end - 29),
        toOn: day(end),
      }),
  };
}

/** What a customer used in a month, in minor units of his currency: around the usual, and never round. */
export function monthlyMinor({ key, currency, monthly }: DemoCustomer, back: number): bigint {
  const dice = diceOf(`month:${key}:${back}`);
  const unit = 10 ** minorDigits(currency);
  return (BigInt(monthly * unit) * BigInt(dice.between(780, 1_220))) / 1_000n + BigInt(dice.between(0, unit));
}

export function historyByHabit(stage: Stage, customer: DemoCustomer): Happening[] {
  if (customer.habit === "story") return [];
  return [...monthsOf(customer).flatMap((back) => month(stage, customer, back)), ...extras(stage, customer)];
}

function monthsOf({ habit }: DemoCustomer): number[] {
  const all = MONTH_ENDS.map((_, back) => back);
  if (habit === "young") return all.slice(0, 2);
  return habit === "quiet" ? all.slice(3) : all;
}

function month(stage: Stage, customer: DemoCustomer, back: number): Happening[] {
  const { key, habit, entity } = customer;
  const document = usageDocument(stage, customer, back);
  const issued = issue(stage, document);
  const hasCredit = back === 4 && habit !== "lump" && placeOf(customer) % 3 === 0;
  const credit = hasCredit ? creditFor(stage, document, entity) : null;
  const plan = habit === "lump" ? null : planOf(customer, document, back);
  if (!plan || plan.on >= TODAY) return [issued, ...(credit?.happenings ?? [])];
  const owedMinor = document.amountMinor - (credit?.amountMinor ?? 0n);
  const part = { item: document.key, amountMinor: (owedMinor * plan.permille) / 1_000n };
  const settled =
    habit === "portal"
      ? pay(stage, portalPayment(customer, back, plan.on, part))
      : [
          wire(stage, {
            key: `${key}:receipt:${back}`,
            customer: key,
            number: `RCT-${10_000 + placeOf(customer) * 100 + back}`,
            on: plan.on,
            amountMinor: part.amountMinor,
            reference: document.number,
            pays: [part],
          }),
        ];
  return [issued, ...(credit?.happenings ?? []), ...settled];
}

type Plan = { on: number; permille: bigint };

/** When an invoice is paid, and how much of it. */
function planOf({ key, habit }: DemoCustomer, { issued, due }: DemoDocument, back: number): Plan | null {
  const dice = diceOf(`paying:${key}:${back}`);
  const on = (due ?? issued) + daysAfterDue(habit, dice);
  const permille = habit === "part" && back >= 1 && back <= 4 ? BigInt(dice.between(550, 900)) : 1_000n;
  if (habit === "young" || (habit === "stopped" && back < 6)) return null;
  return { on: Math.max(on, issued + 6), permille };
}

function daysAfterDue(habit: DemoCustomer["habit"], dice: Dice): number {
  if (habit === "prompt" || habit === "quiet") return -dice.between(0, 4);
  if (habit === "portal") return dice.between(-6, 9);
  if (habit === "slow") return dice.between(38, 72);
  return habit === "late" ? dice.between(8, 27) : dice.between(2, 15);
}

/** A credit memo a few days after the invoice, used for it at once. */
function creditFor(
  stage: Stage,
  { key, customer, issued, amountMinor }: DemoDocument,
  entity: DemoCustomer["entity"],
) {
  const creditMinor = amountMinor / 20n;
  const serial = 700 + CUSTOMERS.findIndex((each) => each.key === customer);
  const memo: DemoDocument = {
    key: `${key}:credit`,
    customer,
    kind: "credit_memo",
    number: memoNumber("CM", stage.calendar.day(issued + 3), serial),
    issued: issued + 3,
    due: null,
    amountMinor: creditMinor,
    about: "Undelivered messages",
    note: `Messages that no handset confirmed, billed by ${entity}.`,
  };
  const pays: Part[] = [{ item: key, amountMinor: creditMinor }];
  const use = useCredit(stage, { key: memo.key, customer, credit: memo.key, on: issued + 4, pays });
  return { amountMinor: creditMinor, happenings: [issue(stage, memo), use] };
}

/** Who pays through the portal: the customer's first contact who may. */
export function payerOf(customer: string): string {
  const payer = CONTACTS.find(({ grants, state }) =>
    grants.some((each) => state === "active" && each.customer === customer && each.role !== "viewer"),
  );
  if (!payer) throw new Error(`Nobody pays for ${customer}`);
  return payer.key;
}

/** Which way a customer pays: small sums by card, others from the bank where there are bank debits. */
export function methodFor({ currency, country, monthly }: DemoCustomer): DemoPayment["method"] {
  if (currency === "EUR") return "sepa_debit";
  return country === "US" && monthly >= 5_000 ? "us_bank_account" : "card";
}

function portalPayment(customer: DemoCustomer, back: number, on: number, part: Part): DemoPayment {
  const method = methodFor(customer);
  // Money that is not there yet today is told of elsewhere: here a debit has had its days.
  const settledOn = method === "card" ? on : Math.min(on + 4, TODAY);
  return {
    key: `${customer.key}:usage:${back}`,
    customer: customer.key,
    payer: payerOf(customer.key),
    method,
    on,
    pays: [part],
    after: [
      ...(method === "card" ? [] : [{ on, time: "11:26", is: "processing" as const }]),
      { on: settledOn, time: method === "card" ? "11:23" : "13:05", is: "settled" },
    ],
  };
}

/** A late payment fee for those who pay late, an open credit memo for some others. */
function extras(stage: Stage, customer: DemoCustomer): Happening[] {
  const { key, habit } = customer;
  const place = placeOf(customer);
  const { day } = stage.calendar;
  if (habit === "slow" || habit === "stopped")
    return [
      issue(stage, {
        key: `${key}:fee`,
        customer: key,
        kind: "debit_memo",
        number: memoNumber("DM", day(-25), 200 + place),
        issued: -25,
        due: -5,
        amountMinor: monthlyMinor(customer, 3) / 80n,
        about: "Late payment fee",
      }),
    ];
  if (place % 5 !== 1) return [];
  return [
    issue(stage, {
      key: `${key}:goodwill`,
      customer: key,
      kind: "credit_memo",
      number: memoNumber("CM", day(-22), 600 + place),
      issued: -22,
      due: null,
      amountMinor: monthlyMinor(customer, 2) / 25n,
      about: "Price correction",
    }),
  ];
}

const placeOf = (customer: DemoCustomer): number => CUSTOMERS.indexOf(customer);
