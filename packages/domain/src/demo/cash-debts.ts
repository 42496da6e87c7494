import type { DemoDocument } from "./documents.ts";
import type { StoryDocuments } from "./story-documents.ts";

/* Invoices that money at the bank is about: each has its own, so none disturbs another story. */

export type CashDebts = ReturnType<typeof cashDebts>;

export function cashDebts(documents: StoryDocuments) {
  const debt = (
    customer: string,
    name: string,
    issued: number,
    amount: number,
    about: string,
    more: { poNumber?: string } = {},
  ): DemoDocument =>
    documents.add({ customer, name: `cash-${name}`, issued, amount, about, terms: 30, ...more });
  return {
    exact: debt("northlight", "exact", -41, 12_480.5, "Card alerts, October"),
    twice: debt("riverbend", "twice", -38, 6_215.4, "Member messages, October"),
    structured: debt("sierra", "structured", -36, 2_904.75, "Video visits, October"),
    ranges: [
      debt("pinnacle", "range-1", -52, 1_248.2, "Pick-up codes, week 36"),
      debt("pinnacle", "range-2", -45, 1_306.85, "Pick-up codes, week 37"),
      debt("pinnacle", "range-3", -38, 1_190.6, "Pick-up codes, week 38"),
    ],
    short: [
      debt("harborview", "short-1", -44, 24_800, "Appointment reminders, September"),
      debt("harborview", "short-2", -44, 6_204, "Phone numbers, September"),
    ],
    claimed: [
      debt("tallgrass", "claimed-1", -47, 5_210, "Ride alerts, September"),
      debt("tallgrass", "claimed-2", -47, 2_604, "Phone numbers, September"),
      debt("tallgrass", "claimed-3", -46, 1_730, "Verification, September"),
    ],
    more: debt("summit", "more", -36, 2_960.4, "Trail check-ins, October"),
    nearly: debt("brightwater", "nearly", -34, 3_377.7, "Outage notices, October"),
    over: debt("tallgrass", "over", -39, 961.28, "Short codes, quarter"),
    daughter: debt("atlas-servicing", "daughter", -43, 4_660.35, "Payment reminders, September"),
    undone: debt("cedar", "undone", -33, 1_874.9, "Table reminders, October"),
    nameless: debt("oakline", "nameless", -37, 7_733.16, "Claims hotline, October"),
    misspelt: debt("dryden", "misspelt", -40, 2_118.05, "Locker codes, October"),
    batch: [
      debt("summit", "batch", -35, 1_452.6, "Ride alerts, October"),
      debt("firstmile", "batch", -35, 1_087.45, "Courier alerts, October"),
    ],
    order: debt("sierra", "order", -31, 1_615.3, "Pharmacy notices, October", { poNumber: "4500177342" }),
    part: debt("dryden", "part", -47, 5_300, "Migration of 4,100 lockers"),
    later: debt("northlight", "later", -29, 9_912.35, "Sign-in codes, October"),
    laterTwo: [
      debt("harborview", "later-1", -36, 3_120.4, "Laboratory notices, October"),
      debt("harborview", "later-2", -36, 2_087.9, "Pharmacy notices, October"),
    ],
    abroad: debt("pennine", "abroad", -40, 3_000, "Short code, year"),
    polder: debt("polder", "exact", -24, 4_215.2, "Störungsmeldungen, Oktober"),
    wisla: debt("wisla", "exact", -42, 1_348.65, "Kurse aufs Handy, Oktober"),
    aegean: debt("aegean", "exact", -45, 2_366.8, "Fahrplan-Meldungen, September"),
    porto: debt("porto", "over", -39, 1_903.33, "Boarding-Codes, Oktober"),
    mistral: [
      debt("mistral", "range-1", -48, 1_480.2, "Terminerinnerungen, September"),
      debt("mistral", "range-2", -38, 1_512.75, "Terminerinnerungen, Oktober"),
    ],
    tramontana: debt("tramontana", "short", -50, 3_640, "Flugmeldungen, September"),
    bottega: debt("bottega", "later", -55, 2_210.45, "Zustellcodes, September"),
    banyan: debt("banyan", "wire", -34, 5_480, "Dedicated route, Philippines"),
  };
}
