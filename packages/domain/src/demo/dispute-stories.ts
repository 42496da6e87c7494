import { MONTH_ENDS, monthOf } from "./calendar.ts";
import { customerOf } from "./customers.ts";
import type { DemoDispute } from "./dispute.ts";
import { pdf, png } from "./evidence.ts";
import { speakerOf } from "./speaker.ts";
import type { Stage } from "./stage.ts";
import { minorOf, type StoryDocument, type StoryDocuments } from "./story-documents.ts";
import { feeLine } from "./usage.ts";

/* Disputes that are over or decided, one for each way it can end. */

/** Adds the invoice of a story and makes the dispute about an amount of it, in whole units of the currency. */
export const disputeMaker =
  (documents: StoryDocuments) =>
  (
    invoice: Omit<StoryDocument, "name"> & { key: string; claimed?: number },
    story: Omit<DemoDispute, "key" | "customer" | "by" | "about"> &
      Partial<Pick<DemoDispute, "by" | "about">>,
  ): DemoDispute => {
    const { key: name, claimed, ...document } = invoice;
    const { key: item } = documents.add({ ...document, name });
    const { customer } = invoice;
    return {
      key: item,
      customer,
      by: speakerOf(customer, customerOf(customer).collector),
      about: [claimed === undefined ? { item } : { item, amountMinor: minorOf(customer, claimed) }],
      ...story,
    };
  };

/** The route to India, billed at the old price: what other customers say of the same line. */
function indiaLines(stage: Stage, customer: string, quantity: bigint, restMinor: bigint) {
  const { currency } = customerOf(customer);
  const [fromOn, toOn] = [stage.calendar.day(MONTH_ENDS[3] + 1), stage.calendar.day(MONTH_ENDS[2])];
  const amountMinor = (quantity * 146n + 50n) / 100n;
  return {
    amount: Number(amountMinor + restMinor) / 100,
    about: `Usage ${monthOf(toOn)}, India`,
    lines: () => [
      {
        description: "Outbound SMS, India",
        quantity: quantity.toString(),
        unit: "messages, DLT route",
        unitPrice: "0.0146",
        amountMinor,
        periodFromOn: fromOn,
        periodToOn: toOn,
      },
      feeLine("Sender ID, India", restMinor, currency),
    ],
  };
}

export function indiaDisputes(stage: Stage, documents: StoryDocuments) {
  const make = disputeMaker(documents);
  const price = { reason: "price", facts: { agreed_in: "Rate card 7" } };
  const pelican = make(
    { customer: "pelican", key: "india", issued: -79, ...indiaLines(stage, "pelican", 311_667n, 240_00n) },
    {
      ...price,
      on: -44,
      time: "10:15",
      comment: "Rate card 7 has 0.0086 for the DLT route. All of this went over it.",
      about: [{ item: "pelican:india", lines: [{ lineNo: 1, quantity: "311667", unitPrice: "0.0086" }] }],
      after: [
        { on: -43, is: "taken", by: "rafael" },
        { on: -41, time: "09:20", is: "caused", by: "rafael", cause: "rate-card" },
        { on: -41, is: "decided", by: "rafael", outcome: "credit", to: "accepted", reason: "Price, ours" },
        { on: -39, is: "agreed" },
      ],
    },
  );
  const brightwater = make(
    {
      customer: "brightwater",
      key: "india",
      issued: -79,
      ...indiaLines(stage, "brightwater", 520_000n, 310_00n),
    },
    {
      ...price,
      on: -20,
      time: "10:10",
      comment: "We signed rate card 7 in June. The portal shows every message on the DLT route.",
      about: [{ item: "brightwater:india", lines: [{ lineNo: 1, quantity: "520000", unitPrice: "0.0086" }] }],
      files: [png("dlt-july.png", 7), pdf("Rate-card-7.pdf", "Rate card 7", "India, DLT route: 0.0086 USD")],
      after: [
        { on: -19, is: "taken", by: "rafael" },
        { on: -13, time: "09:10", is: "caused", by: "rafael", cause: "rate-card" },
        {
          on: -12,
          is: "decided",
          by: "rafael",
          outcome: "credit",
          to: "accepted",
          reason: "Price, ours",
          grounds: "Rate card 7 was in force. Later invoices have its price.",
        },
      ],
    },
  );
  return { pelican, brightwater };
}

/** Raised after the outage and before Pelican's. */
export const earlyDisputes = (documents: StoryDocuments): DemoDispute[] => {
  const make = disputeMaker(documents);
  return [
    make(
      {
        customer: "kaveri",
        key: "closed",
        issued: -80,
        amount: 96_000,
        about: "WhatsApp templates",
        claimed: 18_500,
      },
      {
        on: -58,
        reason: "contract",
        facts: { agreed_in: "Amendment 2, clause 4" },
        comment: "The template fee was waived for the first year.",
        after: [
          { on: -57, is: "taken", by: "amara" },
          { on: -54, time: "09:40", is: "caused", by: "amara", cause: "contract-entry" },
          {
            on: -54,
            is: "decided",
            by: "amara",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Waived by amendment 2",
            note: "The amendment is signed and was not entered.",
          },
          { on: -53, is: "granted", by: "marcus", to: "accepted", note: "Agreed." },
          { on: -51, is: "agreed" },
        ],
      },
    ),
    make(
      {
        customer: "kranich-leben",
        key: "granted",
        issued: -75,
        amount: 14_200,
        about: "Rufnummernportierung, Bestand",
        claimed: 6_300,
      },
      {
        on: -52,
        reason: "quantity",
        facts: { expected_quantity: "2100" },
        comment: "Die Hälfte der Rufnummern wurde bereits im Juni berechnet.",
        files: [pdf("Rufnummernliste.pdf", "Portierte Rufnummern", "2.100 Nummern, Juni")],
        after: [
          { on: -51, is: "taken", by: "amara" },
          { on: -49, time: "09:25", is: "caused", by: "amara", cause: "number-count" },
          {
            on: -49,
            is: "decided",
            by: "amara",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Numbers billed twice",
            note: "List checked number by number.",
          },
          { on: -48, is: "granted", by: "helen", to: "accepted" },
        ],
      },
    ),
  ];
};

/** Raised after Pelican's and before Brightwater's. */
export function middleDisputes(stage: Stage, documents: StoryDocuments, lumiere: string): DemoDispute[] {
  const make = disputeMaker(documents);
  const { day } = stage.calendar;
  return [
    make(
      {
        customer: "lanterna",
        key: "rebill",
        issued: -60,
        amount: 5_640,
        about: "Dedicated throughput, quarter",
      },
      {
        on: -38,
        reason: "po_missing",
        facts: { po_number: "PO-44817" },
        comment:
          "Our order number is missing and the quarter is billed at last year's rate of 1,880.00 a month.",
        after: [
          { on: -37, is: "taken", by: "priya" },
          { on: -35, time: "09:20", is: "caused", by: "priya", cause: "purchase-order" },
          {
            on: -35,
            is: "decided",
            by: "helen",
            outcome: "rebill",
            to: "accepted",
            parts: [
              {
                item: "lanterna:rebill",
                amountMinor: 5_640_00n,
                corrected: {
                  amountMinor: 4_920_00n,
                  dueOn: day(-5),
                  poNumber: "PO-44817",
                  lines: [
                    {
                      description: "Dedicated throughput, month",
                      quantity: "3",
                      unit: "months",
                      unitPrice: "1640.00",
                      amountMinor: 4_920_00n,
                    },
                  ],
                },
              },
            ],
            reason: "Billed at last year's rate",
          },
        ],
      },
    ),
    make(
      {
        customer: "pelican",
        key: "goodwill",
        issued: -55,
        amount: 2_860,
        about: "Sender ID, renewal",
        claimed: 900,
      },
      {
        on: -33,
        reason: "not_received",
        facts: { delivery: "Approved by the operator two weeks late" },
        comment: "The sender ID could not be used for half of the month.",
        after: [
          { on: -32, is: "taken", by: "rafael" },
          {
            on: -29,
            is: "decided",
            by: "rafael",
            outcome: "goodwill",
            to: "part_accepted",
            parts: [{ item: "pelican:goodwill", amountMinor: 300_00n }],
            reason: "Goodwill: the operator took its time",
            grounds: "The delay was the operator's. We meet you for a third of it.",
          },
        ],
      },
    ),
    make(
      {
        customer: "thistle",
        key: "write-off",
        issued: -50,
        amount: 1_265,
        about: "Toll-free numbers",
        claimed: 48,
      },
      {
        on: -30,
        reason: "other",
        comment: "Your bank's charges were taken off our transfer; we will not pay them.",
        after: [
          { on: -29, is: "taken", by: "amara" },
          {
            on: -27,
            is: "decided",
            by: "helen",
            outcome: "write_off",
            to: "accepted",
            parts: [{ item: "thistle:write-off", amountMinor: 48_00n }],
            reason: "Bank charges, not worth collecting",
          },
        ],
      },
    ),
    make(
      {
        customer: "kiwi-rail",
        key: "contested",
        issued: -48,
        amount: 9_400,
        about: "Route to Indonesia",
        claimed: 2_150,
      },
      {
        on: -26,
        reason: "usage",
        facts: { period: "The first week of October" },
        comment: "Half of the messages of that week never reached a handset.",
        files: [png("delivery-reports.png", 3)],
        after: [
          { on: -25, is: "taken", by: "amara" },
          {
            on: -12,
            is: "decided",
            by: "marcus",
            outcome: "reject",
            to: "rejected",
            grounds: "The operator confirmed each message as delivered to a handset.",
          },
          {
            on: -3,
            is: "contested",
            body: "The operator's confirmations are of its gateway, not of handsets. Our own reports are attached.",
            files: [png("handset-reports.png", 11)],
          },
        ],
      },
    ),
    make(
      { customer: "pampa", key: "split", issued: -46, amount: 64_000, about: "SMS para o Brasil", lines: 6 },
      {
        on: -24,
        reason: "quantity",
        facts: { expected_quantity: "22000" },
        comment: "Two lines are not ours: one is of another sender, one is billed at twice the volume.",
        about: [{ item: "pampa:split", lines: [{ lineNo: 1 }, { lineNo: 2 }] }],
        after: [
          { on: -23, is: "taken", by: "priya" },
          {
            on: -22,
            is: "split",
            by: "priya",
            into: "pampa:split-off",
            parts: [{ item: "pampa:split", lineNo: 2 }],
          },
          { on: -21, is: "asked", by: "priya", body: "Which sender do you mean in the first line?" },
        ],
      },
    ),
    make(
      {
        customer: "quill",
        key: "withdrawn",
        issued: -44,
        amount: 320,
        about: "Stay reminders",
      },
      {
        on: -22,
        time: "14:50",
        reason: "duplicate",
        facts: { duplicate_of: "The invoice of September" },
        comment: "We think that we have paid this.",
        after: [
          { on: -21, is: "taken", by: "priya" },
          {
            on: -20,
            time: "08:55",
            is: "withdrawn",
            body: "Our mistake: the other one was for the second house.",
          },
        ],
      },
    ),
    {
      key: "lumiere:disputed",
      customer: "lumiere",
      by: { contact: "claire" },
      on: -21,
      reason: "tax",
      facts: { tax_id: "FR 53 482 915 077" },
      comment: "La TVA française est facturée alors que notre numéro vous a été communiqué.",
      about: [{ item: lumiere, amountMinor: 700_00n }],
      after: [
        { on: -20, is: "taken", by: "amara" },
        {
          on: -18,
          is: "routed",
          by: "amara",
          team: "finance",
          to: "ingrid",
          title: "Was the French number valid in October?",
          note: "They gave it in August, says the mail in the account's file.",
          within: 4,
        },
      ],
    },
  ];
}
