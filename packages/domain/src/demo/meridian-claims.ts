import type { DemoDispute } from "./dispute.ts";
import { wire } from "./documents.ts";
import { pdf } from "./evidence.ts";
import { type DemoPromise, promise } from "./promise.ts";
import { autopay, keepMethod } from "./saved-method.ts";
import type { Happening, Stage } from "./stage.ts";
import { INDIA_LINE } from "./usage.ts";

/*
 * What Meridian Freight disputes and promises: 6,480.00 of the July invoice are held, 1,904.15 are promised, so that
 * 92,196.47 of what is overdue are ready to be paid. Its other invoices here are paid.
 */

const CUSTOMER = "meridian";
const dana = { contact: "dana" };

/** Paid invoices that are told of here; `meridian.ts` issues them among the 204. */
export const OUTAGE_INVOICE = { key: "meridian:route", issued: -100, serial: 5_890, amountMinor: 5_900_00n };
export const PROMISED_INVOICES = [
  { key: "meridian:promised:0", issued: -345, serial: 712, amountMinor: 2_310_00n },
  { key: "meridian:promised:1", issued: -290, serial: 1_733, amountMinor: 1_640_00n },
  { key: "meridian:promised:2", issued: -236, serial: 3_752, amountMinor: 4_875_00n },
  { key: "meridian:promised:3", issued: -180, serial: 4_718, amountMinor: 960_00n },
  { key: "meridian:promised:4", issued: -140, serial: 4_977, amountMinor: 3_220_00n },
] as const;
/** The promise of these that was broken; its money came three weeks later. */
const BROKEN = 2;

/** The partly accepted dispute of the autumn. Its credit memo is CM-0532. */
export const OUTAGE: DemoDispute = {
  key: "meridian:outage",
  customer: CUSTOMER,
  by: dana,
  on: -65,
  time: "09:20",
  reason: "usage",
  facts: { period: "12 September, 04:10 to 06:10 EDT" },
  comment:
    "The US East route was down for two hours on 12 September. We ask for the guaranteed share of its fee for 120 minutes.",
  about: [{ item: OUTAGE_INVOICE.key, amountMinor: 3_100_00n }],
  files: [
    pdf(
      "Outage-12-September.pdf",
      "Outage of 12 September",
      "First failed message 04:10 EDT",
      "Last failed message 06:09 EDT",
    ),
  ],
  after: [
    { on: -64, time: "11:05", is: "taken", by: "rafael" },
    {
      on: -62,
      is: "replied",
      by: "rafael",
      body: "Our operations team measures the outage minute by minute. You hear from me when the report is there.",
    },
    { on: -41, is: "caused", by: "rafael", cause: "outage" },
    {
      on: -40,
      time: "15:12",
      is: "decided",
      by: "rafael",
      outcome: "part_credit",
      to: "part_accepted",
      parts: [{ item: OUTAGE_INVOICE.key, amountMinor: 2_350_00n }],
      reason: "Route outage of 12 Sep",
      grounds: "The outage lasted 91 of the claimed 120 minutes.",
    },
    { on: -38, is: "agreed" },
  ],
};

/** One line of the July invoice, about which it is Meridian's turn. */
export const INDIA: DemoDispute = {
  key: "meridian:india",
  customer: CUSTOMER,
  by: dana,
  on: -6,
  time: "10:02",
  reason: "price",
  facts: { agreed_in: "Rate card 7, page 4, from 1 July" },
  comment:
    "The DLT route moved to rate card 7 on 1 July. Please correct August onwards too if it has the same price.",
  about: [
    { item: "meridian:july", lines: [{ lineNo: INDIA_LINE, quantity: "1080000", unitPrice: "0.0086" }] },
  ],
  files: [
    pdf(
      "Rate-card-7-signed.pdf",
      "Rate card 7",
      "Page 4: India",
      "DLT route, per message: 0.0086 USD",
      "Open route, per message: 0.0146 USD",
      "Signed by both parties on 24 June",
    ),
  ],
  after: [
    { on: -5, time: "09:14", is: "taken", by: "rafael" },
    {
      on: -5,
      time: "11:48",
      is: "replied",
      by: "rafael",
      body: "I have your rate card and compare it with the routing logs of July. You will hear from me by Tuesday.",
    },
    { on: -2, time: "16:25", is: "caused", by: "rafael", cause: "rate-card" },
    {
      on: -1,
      time: "15:20",
      is: "asked",
      by: "rafael",
      body: "Your rate card 7 has two India prices, 0.0086 for the DLT route and 0.0146 for the open route. Which of your two sender IDs carried this traffic?",
    },
    {
      on: -1,
      time: "15:31",
      is: "noted",
      by: "rafael",
      body: "If she confirms MRDFRT, this is ours. Billing loaded card 7 a month late.",
      files: [
        pdf(
          "Routing-log-July.pdf",
          "Routing log, July",
          "DLT sender MRDFRT: 1,080,000 of 1,080,000 messages",
        ),
      ],
    },
  ],
};

/** All that happens beside the two disputes. */
export function meridianClaims(stage: Stage): Happening[] {
  const rest: DemoPromise = {
    key: "meridian:june",
    customer: CUSTOMER,
    by: dana,
    on: -7,
    time: "14:32",
    documents: [{ item: "meridian:june", amountMinor: 1_904_15n }],
    dates: 9,
    note: "Goes out with the pay run of that Friday.",
  };
  return [
    wire(stage, {
      key: "meridian:route-paid",
      customer: CUSTOMER,
      number: "RCT-87142",
      on: -55,
      amountMinor: OUTAGE_INVOICE.amountMinor,
      reference: "MFCB ROUTE US EAST",
      pays: [{ item: OUTAGE_INVOICE.key, amountMinor: OUTAGE_INVOICE.amountMinor }],
    }),
    ...PROMISED_INVOICES.flatMap((invoice, index) => keptOrBroken(stage, invoice, index)),
    ...promise(stage, rest),
    keepMethod(stage, {
      key: "meridian:bank",
      customer: CUSTOMER,
      by: "dana",
      on: -20,
      kind: "us_bank_account",
    }),
    keepMethod(stage, {
      key: "meridian:sepa",
      customer: CUSTOMER,
      by: "tomasz",
      on: -7,
      kind: "sepa_debit",
      currency: "EUR",
    }),
    autopay(stage, {
      key: "meridian:euro",
      customer: CUSTOMER,
      by: "tomasz",
      on: -6,
      time: "09:58",
      currency: "EUR",
      to: "on",
      method: "meridian:sepa",
      daysBefore: 2,
      capMinor: 20_000_00n,
    }),
  ];
}

function keptOrBroken(
  stage: Stage,
  { key, issued, amountMinor }: (typeof PROMISED_INVOICES)[number],
  index: number,
): Happening[] {
  const due = issued + 30;
  const paidOn = index === BROKEN ? due + 36 : due + 14;
  return [
    ...promise(stage, {
      key,
      customer: CUSTOMER,
      by: dana,
      on: due + 2,
      documents: [{ item: key, amountMinor }],
      dates: due + 14,
      after: [
        { on: due + 17, is: "judged" },
        ...(index === BROKEN ? [{ on: paidOn + 1, is: "judged" as const }] : []),
      ],
    }),
    wire(stage, {
      key: `${key}:paid`,
      customer: CUSTOMER,
      number: `RCT-${84_300 + index}`,
      on: paidOn,
      amountMinor,
      reference: "MFCB AS PROMISED",
      pays: [{ item: key, amountMinor }],
    }),
  ];
}
