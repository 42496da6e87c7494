import type { DemoDispute } from "./dispute.ts";
import { disputeMaker } from "./dispute-stories.ts";
import { pdf, png } from "./evidence.ts";
import type { StoryDocuments } from "./story-documents.ts";

/* Disputes of this week: new, with somebody, and waiting for somebody. */

/** Raised since that of Meridian about India. */
export const newestDisputes = (documents: StoryDocuments): DemoDispute[] => {
  const make = disputeMaker(documents);
  return [
    make(
      {
        customer: "porto",
        key: "refused",
        issued: -35,
        amount: 13_800,
        about: "Avisos de travessia",
        claimed: 5_900,
      },
      {
        on: -6,
        time: "16:05",
        reason: "not_received",
        facts: { delivery: "Sailings of 18 to 22 October" },
        comment: "Sailings were cancelled, and nobody was told in time.",
        after: [
          { on: -6, time: "16:40", is: "taken", by: "amara" },
          {
            on: -5,
            is: "decided",
            by: "amara",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Notices that came too late",
            note: "The season is over and they are angry.",
          },
          {
            on: -4,
            is: "refused",
            by: "helen",
            note: "Ask operations for the times first; the log decides.",
          },
        ],
      },
    ),
    make(
      {
        customer: "summit",
        key: "routed",
        issued: -34,
        amount: 8_750,
        about: "Guide alerts",
        claimed: 1_980,
      },
      {
        on: -6,
        time: "17:20",
        reason: "price",
        facts: { expected_price: "0.0062", agreed_in: "Mail of Jon Keller, 11 September" },
        comment: "Your sales colleague offered 0.0062 from October.",
        after: [
          { on: -5, is: "taken", by: "priya" },
          {
            on: -4,
            is: "routed",
            by: "priya",
            team: "sales",
            to: "helen",
            title: "Did we offer 0.0062 from October?",
            note: "They name a mail of Jon Keller of 11 September.",
            within: 3,
          },
        ],
      },
    ),
    make(
      {
        customer: "riverbend",
        key: "approval",
        issued: -31,
        amount: 112_000,
        about: "Member alerts, October",
        claimed: 38_500,
      },
      {
        on: -5,
        reason: "usage",
        facts: { period: "21 October, 02:00 to 09:00 CDT" },
        comment: "A loop in your gateway sent each alert four times.",
        files: [png("alerts-21-october.png", 2)],
        after: [
          { on: -5, time: "13:30", is: "taken", by: "rafael" },
          { on: -3, time: "11:40", is: "caused", by: "rafael", cause: "outage" },
          {
            on: -2,
            time: "10:20",
            is: "decided",
            by: "rafael",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Alerts sent four times",
            note: "Operations confirm the loop.",
          },
        ],
      },
    ),
    make(
      {
        customer: "mistral",
        key: "approval",
        issued: -30,
        amount: 16_400,
        about: "Campagne d'automne",
        claimed: 7_860,
      },
      {
        on: -5,
        reason: "quantity",
        facts: { expected_quantity: "480000" },
        comment: "Le volume est de 480 000 messages, pas de 720 000.",
        after: [
          { on: -4, is: "taken", by: "amara" },
          {
            on: -1,
            time: "11:15",
            is: "decided",
            by: "amara",
            outcome: "part_credit",
            to: "awaiting_approval",
            parts: [{ item: "mistral:approval", amountMinor: 6_420_00n }],
            reason: "Volume counted twice for two senders",
            grounds: "480,000 messages were yours; 44,000 more were sent on your order of 2 October.",
            note: "Counted from the log.",
          },
        ],
      },
    ),
    make(
      {
        customer: "hinode",
        key: "approval",
        issued: -29,
        amount: 1_240_000,
        about: "配送通知",
        claimed: 186_000,
      },
      {
        on: -5,
        reason: "duplicate",
        facts: { duplicate_of: "9月分の請求書" },
        comment: "9月分と重複しています。",
        after: [
          { on: -4, is: "taken", by: "amara" },
          {
            on: -3,
            is: "decided",
            by: "amara",
            outcome: "credit",
            to: "awaiting_approval",
            reason: "Billed twice",
            note: "Only a manager has a limit in yen.",
          },
        ],
      },
    ),
    make(
      {
        customer: "kranich",
        key: "routed",
        issued: -28,
        amount: 22_600,
        about: "Vertragsunterlagen per SMS",
        claimed: 4_180,
      },
      {
        on: -5,
        reason: "contract",
        facts: { agreed_in: "Nachtrag 3" },
        comment: "Nachtrag 3 senkt die Mindestabnahme ab Oktober.",
        after: [
          { on: -4, is: "taken", by: "amara" },
          {
            on: -3,
            is: "routed",
            by: "amara",
            team: "billing",
            to: "luis",
            title: "Is amendment 3 in rating?",
            note: "Signed on 20 September, says the customer.",
            within: 4,
          },
        ],
      },
    ),
    make(
      {
        customer: "khaleej",
        key: "review",
        issued: -27,
        amount: 1_870.25,
        about: "رسائل التحقق",
        claimed: 312.5,
      },
      {
        on: -4,
        reason: "tax",
        facts: { tax_id: "Exempt, certificate attached" },
        comment: "The certificate of exemption was sent in September.",
        files: [pdf("Exemption.pdf", "Certificate of exemption", "Valid from 1 September")],
        after: [{ on: -3, is: "taken", by: "amara" }],
      },
    ),
    make(
      {
        customer: "kaveri",
        key: "review",
        issued: -27,
        amount: 84_000,
        about: "Order confirmations",
        claimed: 9_600,
      },
      {
        on: -4,
        time: "15:30",
        reason: "price",
        facts: { expected_price: "0.0980", agreed_in: "Rate card 7" },
        comment: "Rate card 7 was agreed from September.",
        after: [{ on: -3, is: "taken", by: "amara" }],
      },
    ),
    make(
      {
        customer: "norrsken",
        key: "new",
        issued: -26,
        amount: 24_500,
        about: "Receptpåminnelser",
        claimed: 6_100,
      },
      {
        on: -3,
        reason: "credit_not_applied",
        facts: { credit_reference: "Your mail of 28 October" },
        comment: "The credit of 6,100 kronor is missing.",
      },
    ),
    make(
      {
        customer: "helvetia-post",
        key: "new",
        issued: -26,
        amount: 19_800,
        about: "Zustellfenster",
        claimed: 3_450,
      },
      {
        on: -3,
        time: "14:10",
        reason: "po_missing",
        facts: { po_number: "PO-77120" },
        comment: "Our system refuses the invoice without the number.",
      },
    ),
    make(
      {
        customer: "kranich-wien",
        key: "asked",
        issued: -25,
        amount: 2_180,
        about: "Einmalcodes",
        claimed: 540,
      },
      {
        on: -2,
        reason: "usage",
        facts: { period: "The night of 2 November" },
        comment: "Codes of one night came an hour late.",
        after: [
          { on: -2, time: "14:35", is: "taken", by: "amara" },
          { on: -1, is: "asked", by: "amara", body: "Can you send us ten numbers that had to wait?" },
        ],
      },
    ),
    make(
      {
        customer: "kaveri",
        key: "new",
        issued: -25,
        amount: 61_000,
        about: "Balance alerts",
        claimed: 14_300,
      },
      {
        on: -2,
        time: "13:05",
        reason: "quantity",
        facts: { expected_quantity: "91000" },
        comment: "We count 91,000 alerts for October.",
      },
    ),
    make(
      {
        customer: "polder",
        key: "new",
        issued: -24,
        amount: 6_720,
        about: "Storingsmeldingen",
        claimed: 1_310,
      },
      {
        on: -1,
        reason: "price",
        facts: { expected_price: "0.0390", agreed_in: "Rate card 7" },
        comment: "The second block has a lower price from the first message on.",
      },
    ),
    make(
      { customer: "dryden", key: "new", issued: -24, amount: 2_450, about: "Locker codes", claimed: 2_450 },
      {
        on: -1,
        time: "12:20",
        reason: "other",
        comment: "The lockers were closed for the month; no code was wanted.",
      },
    ),
  ];
};
