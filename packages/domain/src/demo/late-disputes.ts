import type { DemoDispute } from "./dispute.ts";
import { disputeMaker } from "./dispute-stories.ts";
import { pdf, png } from "./evidence.ts";
import type { StoryDocuments } from "./story-documents.ts";

/* Disputes of the weeks before: decided and still to be contested, late, merged, and one that waits for approval. */

/** Raised after Brightwater's and before that of Meridian about India. */
export const lateDisputes = (documents: StoryDocuments): DemoDispute[] => {
  const make = disputeMaker(documents);
  const merged = make(
    {
      customer: "riverbend",
      key: "merged",
      issued: -39,
      amount: 6_250,
      about: "Appointment calls",
      claimed: 800,
    },
    {
      on: -12,
      reason: "not_received",
      facts: { delivery: "Calls of the Olympia clinic" },
      comment: "The calls of the Olympia clinic were never made.",
      after: [{ on: -11, time: "10:30", is: "merged", by: "priya", into: "riverbend:review" }],
    },
  );
  return [
    make(
      { customer: "quill", key: "part", issued: -36, amount: 2_480, about: "Guest surveys", claimed: 620 },
      {
        on: -15,
        reason: "quantity",
        facts: { expected_quantity: "3100" },
        comment: "Guests who had left are counted.",
        after: [
          { on: -14, is: "taken", by: "priya" },
          { on: -10, is: "asked", by: "priya", body: "Which of the three houses is it about?" },
          {
            on: -9,
            is: "answered",
            body: "Marlborough Street and the Harbor; the list is attached.",
            files: [pdf("Guests.pdf", "Guests", "Marlborough Street: 214", "The Harbor: 96")],
          },
          {
            on: -4,
            is: "decided",
            by: "priya",
            outcome: "part_credit",
            to: "part_accepted",
            parts: [{ item: "quill:part", amountMinor: 410_00n }],
            reason: "Guests counted after they left",
            grounds: "Marlborough Street is ours. The Harbor had asked for surveys after departure.",
          },
        ],
      },
    ),
    make(
      {
        customer: "pennine",
        key: "rejected",
        issued: -42,
        amount: 5_300,
        about: "Identity checks",
        claimed: 1_150,
      },
      {
        on: -14,
        reason: "price",
        facts: { expected_price: "0.0410", agreed_in: "Your offer of 2 September" },
        comment: "The offer of 2 September has 0.0410 a check.",
        after: [
          { on: -13, is: "taken", by: "amara" },
          {
            on: -5,
            is: "decided",
            by: "amara",
            outcome: "reject",
            to: "rejected",
            grounds: "The offer of 2 September lapsed on the 30th; the order was placed on 4 October.",
          },
        ],
      },
    ),
    make(
      {
        customer: "riverbend",
        key: "review",
        issued: -41,
        amount: 18_900,
        about: "Appointment calls",
        claimed: 2_700,
      },
      {
        on: -13,
        reason: "not_received",
        facts: { delivery: "Calls of 3 and 4 October" },
        comment: "No calls were made on two days.",
        after: [
          { on: -12, time: "15:45", is: "taken", by: "priya" },
          {
            on: -8,
            is: "noted",
            by: "priya",
            body: "Operations confirm the gap on the 3rd, not on the 4th.",
          },
        ],
      },
    ),
    merged,
    make(
      {
        customer: "southern-cross",
        key: "late",
        issued: -38,
        amount: 3_650,
        about: "Ticket alerts",
        claimed: 940,
      },
      {
        on: -11,
        reason: "duplicate",
        facts: { duplicate_of: "The invoice of 6 October" },
        comment: "Alerts of the long weekend are on both invoices.",
      },
    ),
    make(
      {
        customer: "summit",
        key: "late",
        issued: -37,
        amount: 2_940,
        about: "Ride reminders",
        claimed: 760,
      },
      {
        on: -10,
        reason: "usage",
        facts: { period: "12 to 14 October" },
        comment: "The reminders of these days came twice.",
        files: [png("monitoring.png", 5)],
        after: [{ on: -9, is: "taken", by: "priya" }],
      },
    ),
    make(
      {
        customer: "cobalt",
        key: "approval",
        issued: -45,
        amount: 31_700,
        about: "Dispatch hotline, quarter",
        claimed: 12_400,
      },
      {
        by: { contact: "ruth" },
        on: -9,
        reason: "contract",
        facts: { agreed_in: "Master agreement, schedule C" },
        comment: "Schedule C caps the hotline at 19,300.00 a quarter.",
        files: [pdf("Schedule-C.pdf", "Schedule C", "Hotline: at most 19,300.00 USD a quarter")],
        after: [
          { on: -8, is: "taken", by: "rafael" },
          { on: -3, time: "09:45", is: "caused", by: "rafael", cause: "contract-entry" },
          {
            on: -2,
            time: "16:10",
            is: "decided",
            by: "rafael",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Cap of schedule C",
            note: "The cap is signed; billing never had it.",
          },
        ],
      },
    ),
  ];
};
