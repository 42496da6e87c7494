import type { DisputeStatus } from "../disputes/dispute.ts";
import { minorDigits } from "../kernel/money.ts";
import { usualCause } from "./cause-stories.ts";
import type { StaffKey } from "./company.ts";
import { customerOf, type DemoCustomer } from "./customers.ts";
import { diceOf } from "./demo-id.ts";
import { type DemoDispute, type DisputeStep, dispute } from "./dispute.ts";
import { wire } from "./documents.ts";
import { pdf, png } from "./evidence.ts";
import { speakerOf } from "./speaker.ts";
import type { Happening, Stage } from "./stage.ts";
import type { StoryDocuments } from "./story-documents.ts";

/* The disputes of an ordinary week: raised, looked into and answered, with nothing about them that is told elsewhere. */

type Ordinary = {
  reason: string;
  about: string;
  facts: Record<string, string>;
  comment: string;
  credit: string;
  grounds: string;
};

const ORDINARY: readonly Ordinary[] = [
  {
    reason: "price",
    about: "Outbound SMS, second rating",
    facts: { expected_price: "0.0120", agreed_in: "Rate card 7" },
    comment: "The price is that of the old rate card.",
    credit: "Price, ours",
    grounds: "Rate card 7 applies from the month after it was signed; this usage is of the month before.",
  },
  {
    reason: "quantity",
    about: "Porting of numbers",
    facts: { expected_quantity: "212" },
    comment: "We ported fewer numbers than are billed. Our list is attached.",
    credit: "Numbers counted twice",
    grounds: "The porting log has each number on the bill, with the day it moved.",
  },
  {
    reason: "tax",
    about: "Dedicated throughput",
    facts: { tax_id: "On file since March" },
    comment: "Tax is charged although our tax number was given.",
    credit: "Tax charged in error",
    grounds: "The number was not valid on the day of supply, says the register.",
  },
  {
    reason: "duplicate",
    about: "Short code, lease of a month",
    facts: { duplicate_of: "The invoice of the week before" },
    comment: "Billed twice, please cancel one of them.",
    credit: "Billed twice",
    grounds: "The two invoices are for two codes; their numbers stand on the lines.",
  },
  {
    reason: "not_received",
    about: "Emergency address service",
    facts: { delivery: "Never set up" },
    comment: "The service was ordered and not set up until the month was over.",
    credit: "Set up late",
    grounds: "The service answered from the 3rd of the month; the test calls are on record.",
  },
  {
    reason: "po_missing",
    about: "Branded calling, set-up",
    facts: { po_number: "Stands on the order form" },
    comment: "Our system refuses the invoice without the order number.",
    credit: "Billed again with the order number",
    grounds: "The order number stands on the second page; we have sent the invoice again.",
  },
  {
    reason: "contract",
    about: "Minimum usage",
    facts: { agreed_in: "Amendment 3" },
    comment: "The minimum was lowered by amendment.",
    credit: "Amendment not entered",
    grounds: "The amendment lowers the minimum from the next quarter.",
  },
  {
    reason: "usage",
    about: "Verification checks",
    facts: { period: "The 9th to the 11th" },
    comment: "Checks that were never delivered are billed. A picture of our monitoring is attached.",
    credit: "Undelivered checks",
    grounds: "Each check was delivered and answered; the report by number is attached to this message.",
  },
  {
    reason: "credit_not_applied",
    about: "Recording storage",
    facts: { credit_reference: "Promised in your mail of last month" },
    comment: "The credit you promised is not taken off.",
    credit: "Credit of last month",
    grounds: "The credit was used for the invoice before; the statement shows it.",
  },
];

/** Customers who dispute now and then; the others have nothing to complain of. */
const DISPUTING = `
  meridian-quebec brightwater lanterna pampa kranich kranich-leben kranich-wien polder pennine thistle helvetia-post
  norrsken khaleej hinode hinode-osaka kaveri southern-cross kiwi-rail hangang pelican riverbend cobalt quill summit
  dryden mistral porto
`
  .trim()
  .split(/\s+/);
/** Decided longer ago than this, the time to contest is over. */
const PAID_BEFORE = -24;

/** So many disputes, evenly between two days; the same ones on every load. `receipts` numbers the money for the rest. */
export function ordinaryDisputes(
  stage: Stage,
  documents: StoryDocuments,
  {
    name,
    count,
    from,
    to,
    receipts,
  }: { name: string; count: number; from: number; to: number; receipts: number },
): { stories: DemoDispute[]; happenings: Happening[] } {
  const customers = DISPUTING.map(customerOf);
  const stories: DemoDispute[] = [];
  const happenings: Happening[] = [];
  for (let index = 0; index < count; index++) {
    const dice = diceOf(`ordinary dispute:${name}:${index}`);
    const on = from + Math.floor(((index + 1) * (to - from)) / (count + 1));
    const key = `${name}:${index}`;
    const customer = dice.pick(customers);
    const ordinary = dice.pick(ORDINARY);
    const invoice = documents.add({
      customer: customer.key,
      name: key,
      issued: on - dice.between(8, 40),
      amount: roundFor(customer, customer.monthly * (dice.between(40, 120) / 1_000)),
      about: ordinary.about,
      ...(dice.between(0, 2) === 0 ? { poNumber: `PO-${dice.between(10_000, 99_999)}` } : {}),
    });
    const claimedMinor = rounded((invoice.amountMinor * BigInt(dice.between(12, 45))) / 100n, customer);
    const answered = answerOf({ dice, customer, on, claimedMinor, item: invoice.key, ordinary });
    const story: DemoDispute = {
      key,
      customer: customer.key,
      by: speakerOf(customer.key, customer.collector),
      on,
      time: `${String(dice.between(8, 15)).padStart(2, "0")}:${dice.between(10, 59)}`,
      reason: ordinary.reason,
      facts: ordinary.facts,
      comment: ordinary.comment,
      about: [{ item: invoice.key, amountMinor: claimedMinor }],
      ...(index % 6 === 1 ? { files: [pdf("Order-form.pdf", "Order form", ordinary.about)] } : {}),
      ...(ordinary.reason === "usage" ? { files: [png("monitoring.png", index)] } : {}),
      after: answered.steps,
    };
    stories.push(story);
    happenings.push(...dispute(stage, story));
    const leftMinor = invoice.amountMinor - answered.creditedMinor;
    if (answered.on < PAID_BEFORE)
      happenings.push(
        wire(stage, {
          key: `${key}:rest`,
          customer: customer.key,
          number: `RCT-${receipts + index}`,
          on: answered.on + 6,
          amountMinor: leftMinor,
          reference: invoice.number,
          pays: [{ item: invoice.key, amountMinor: leftMinor }],
        }),
      );
  }
  return { stories, happenings };
}

type Case = {
  dice: ReturnType<typeof diceOf>;
  customer: DemoCustomer;
  on: number;
  claimedMinor: bigint;
  item: string;
  ordinary: Ordinary;
};

/** Who looked into it, what he found, and what the customer made of that. */
function answerOf({ dice, customer, on, claimedMinor, item, ordinary }: Case) {
  const { reason, credit, grounds } = ordinary;
  const collector: StaffKey =
    dice.between(0, 1) === 0 && customer.entity === "US01" ? "rafael" : customer.collector;
  // Nobody but the manager has a limit in other currencies.
  const by: StaffKey = ["USD", "EUR", "GBP"].includes(customer.currency) ? collector : "marcus";
  const decidedOn = on + dice.between(2, 7);
  const chance = dice.between(1, 100);
  const cause = usualCause(reason, decidedOn);
  const partMinor = rounded((claimedMinor * BigInt(dice.between(35, 75))) / 100n, customer);
  const decided: DisputeStep =
    chance <= 52
      ? { on: decidedOn, is: "decided", by, outcome: "credit", to: "accepted", reason: credit }
      : chance <= 74
        ? {
            on: decidedOn,
            is: "decided",
            by,
            outcome: "part_credit",
            to: "part_accepted",
            parts: [{ item, amountMinor: partMinor }],
            reason: credit,
            grounds: "A part of what was claimed is ours; the rest is as agreed.",
          }
        : { on: decidedOn, is: "decided", by, outcome: "reject", to: "rejected", grounds };
  const isOurs = decided.is === "decided" && decided.outcome !== "reject";
  const steps: DisputeStep[] = [
    { on: on + 1, time: "09:05", is: "taken", by: collector },
    ...(chance % 4 === 0
      ? [
          {
            on: on + 1,
            is: "replied" as const,
            by: collector,
            body: "Thank you, we look into it and come back to you this week.",
          },
        ]
      : []),
    ...(isOurs && cause && chance % 10 !== 0
      ? [{ on: decidedOn, time: "09:30", is: "caused" as const, by: collector, cause }]
      : []),
    decided,
    ...(chance % 3 === 0 && decidedOn < -10 ? [{ on: decidedOn + 2, is: "agreed" as const }] : []),
  ];
  const creditedMinor = chance <= 52 ? claimedMinor : chance <= 74 ? partMinor : 0n;
  return { steps, on: decidedOn, creditedMinor };
}

/** Nobody disputes odd cents: whole units, or what a currency without minor units has of them. */
function rounded(minor: bigint, { currency }: DemoCustomer): bigint {
  const unit = 10n ** BigInt(minorDigits(currency));
  const whole = (minor / unit) * unit;
  return whole > 0n ? whole : unit;
}

const roundFor = ({ currency }: DemoCustomer, amount: number): number =>
  minorDigits(currency) === 0 ? Math.round(amount / 100) * 100 : Math.max(60, Math.round(amount));

/** States in which a dispute of the story has credited something, for counting credit memos. */
export const creditsOf = (step: DisputeStep): boolean => {
  if (step.is === "granted") return true;
  const done: readonly DisputeStatus[] = ["accepted", "part_accepted"];
  return step.is === "decided" && step.outcome !== "reject" && done.includes(step.to);
};
