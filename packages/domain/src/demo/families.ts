import { customerOf } from "./customers.ts";
import { type DemoDocument, invoiceNumber, issue, type Part, undo, useCredit, wire } from "./documents.ts";
import { monthlyMinor, usageDocument, usageKey } from "./habits.ts";
import { pay, payNow } from "./pay.ts";
import type { Happening, Stage } from "./stage.ts";
import { extraInvoice } from "./stories.ts";
import { usageLines } from "./usage.ts";

/* Money that goes between documents, customers and legal entities in ways of its own. */

export function familyStories(stage: Stage, head: string): Happening[] {
  if (head === "atlas-lending") return atlas(stage);
  if (head === "kranich") return kranich(stage);
  return head === "negev" ? wireMeanwhile(stage) : [];
}

/** Round sums that nobody could place at first; a part of them went to the wrong invoice and was moved. */
function atlas(stage: Stage): Happening[] {
  const parent = "atlas-lending";
  const lending = customerOf(parent);
  const servicing = customerOf("atlas-servicing");
  const usage = (back: number): Part => ({
    item: usageKey(parent, back),
    amountMinor: monthlyMinor(lending, back),
  });
  const theirs = (back: number): Part => ({
    item: usageKey(servicing.key, back),
    amountMinor: monthlyMinor(servicing, back),
  });
  const months = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
  const sums = months.map((back) => {
    const on = (usageDocument(stage, lending, back).due ?? 0) + 6;
    return { back, on, key: `atlas:sum:${back}` };
  });
  const receipts = sums.map(({ back, on, key }) =>
    wire(stage, {
      key,
      customer: parent,
      number: `RCT-${71_000 + back}`,
      on,
      amountMinor: 28_000_00n,
      reference: "ATLAS TREASURY SWEEP",
      ...(back === 2 ? { heldAs: "on_account" as const, note: "Left on account by agreement" } : {}),
    }),
  );
  const uses = sums
    .filter(({ back }) => back > 3)
    .map(({ back, on, key }) =>
      useCredit(stage, { key, customer: parent, credit: key, on: on + 3, pays: [usage(back), theirs(back)] }),
    );
  const wrong = "atlas:sum:3";
  const placed = { item: usageKey(parent, 2), amountMinor: 9_000_00n };
  const moved = [
    useCredit(stage, { key: "atlas:wrong", customer: parent, credit: wrong, on: -40, pays: [placed] }),
    undo(stage, {
      key: "atlas:wrong",
      customer: parent,
      credit: wrong,
      debit: placed.item,
      on: -34,
      reason: "Meant for the month before, says the remittance advice",
    }),
    useCredit(stage, { key: "atlas:right", customer: parent, credit: wrong, on: -34, pays: [usage(3)] }),
  ];
  const both = pay(stage, {
    key: "atlas:both",
    customer: parent,
    payer: "ximena",
    method: "us_bank_account",
    on: -30,
    pays: [theirs(3), theirs(2)],
    after: [
      { on: -30, time: "11:24", is: "processing" },
      { on: -26, is: "settled" },
    ],
  });
  return [
    ...[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map((back) =>
      issue(stage, usageDocument(stage, servicing, back)),
    ),
    ...receipts,
    ...uses,
    ...moved,
    ...both,
  ];
}

/** The parent pays for its daughter, also what another legal entity of ours billed. */
function kranich(stage: Stage): Happening[] {
  const daughter = customerOf("kranich-leben");
  const { day } = stage.calendar;
  const roamingMinor = 3_912_60n;
  const roaming: DemoDocument = {
    key: "kranich-leben:roaming",
    customer: daughter.key,
    entity: "US01",
    currency: "EUR",
    number: invoiceNumber("US01", day(-66), 30_001),
    issued: -66,
    due: -36,
    amountMinor: roamingMinor,
    about: "Traffic to the United States",
    lines: () =>
      usageLines({
        name: "kranich-leben:roaming",
        totalMinor: roamingMinor,
        currency: "EUR",
        lines: 12,
        fromOn: day(-96),
        toOn: day(-67),
      }),
  };
  const months = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  const receipts = months
    .filter((back) => back >= 2)
    .map((back) => {
      const document = usageDocument(stage, daughter, back);
      const pays: Part[] = [{ item: document.key, amountMinor: document.amountMinor }];
      if (back === 2) pays.push({ item: roaming.key, amountMinor: roamingMinor });
      const amountMinor = pays.reduce((total, part) => total + part.amountMinor, 0n);
      const on = (document.due ?? 0) + 10;
      return wire(stage, {
        key: `kranich:for-leben:${back}`,
        customer: "kranich",
        number: `RCT-${72_000 + back}`,
        on,
        amountMinor,
        reference: `KRANICH KONZERNKASSE ${back + 1}`,
        pays,
      });
    });
  return [
    ...months.map((back) => issue(stage, usageDocument(stage, daughter, back))),
    issue(stage, roaming),
    ...receipts,
  ];
}

/** The invoice whose payment page ran out is paid by wire, before the card's money comes after all. */
const wireMeanwhile = (stage: Stage): Happening[] => [
  wire(stage, {
    key: "negev:meanwhile",
    customer: "negev",
    number: "RCT-73001",
    on: -44,
    amountMinor: 1_320_00n,
    reference: "NEGEV DIRECT",
    pays: [{ item: "negev:a", amountMinor: 1_320_00n }],
  }),
];

/** Payments that are under way when the story ends, besides that of Meridian. */
export function presentStories(stage: Stage): Happening[] {
  const { calendar } = stage;
  const lost = extraInvoice(stage, {
    customer: "negev",
    name: "b",
    issued: -33,
    amount: 780,
    about: "Sender ID, Israel",
  });
  const opened = extraInvoice(stage, {
    customer: "banyan",
    name: "c",
    issued: -27,
    amount: 3_300,
    about: "Dedicated route, Thailand",
  });
  const parent = customerOf("kranich");
  const daughterMinor = monthlyMinor(customerOf("kranich-leben"), 1);
  const one = (document: DemoDocument): Part[] => [{ item: document.key, amountMinor: document.amountMinor }];
  return [
    issue(stage, lost),
    issue(stage, opened),
    payNow(
      stage,
      {
        key: "kranich:present",
        customer: parent.key,
        payer: "katrin",
        method: "sepa_debit",
        on: -2,
        pays: [{ item: usageKey("kranich-leben", 1), amountMinor: daughterMinor }],
      },
      { at: calendar.at(-2, "09:50", "Europe/Berlin"), until: "processing" },
    ),
    payNow(
      stage,
      {
        key: "banyan:present",
        customer: "banyan",
        payer: "weilin",
        method: "card",
        on: 0,
        pays: one(opened),
      },
      { at: calendar.minutesAgo(12), until: "submitted" },
    ),
    payNow(
      stage,
      { key: "negev:present", customer: "negev", payer: "noa", method: "card", on: 0, pays: one(lost) },
      { at: calendar.minutesAgo(4), until: "created" },
    ),
  ];
}
