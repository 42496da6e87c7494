import { sweepPromises } from "../promises/sweep-promises.ts";
import type { DemoDocument, Part } from "./documents.ts";
import { wire } from "./documents.ts";
import { pay } from "./pay.ts";
import { type DemoPromise, promise } from "./promise.ts";
import type { Speaker } from "./speaker.ts";
import { asWorker, type Happening, type Stage } from "./stage.ts";
import { minorOf, type StoryDocuments } from "./story-documents.ts";

/* Promises of other customers than Meridian, one for each way they stand or end. */

const amara: Speaker = { staff: "amara" };
const priya: Speaker = { staff: "priya" };

export function promiseStories(stage: Stage, documents: StoryDocuments): Happening[] {
  const debt = (
    customer: string,
    name: string,
    issued: number,
    amount: number,
    about: string,
  ): DemoDocument => documents.add({ customer, name: `promise-${name}`, issued, amount, about });
  const whole = (...debts: DemoDocument[]): Part[] =>
    debts.map(({ key: item, amountMinor }) => ({ item, amountMinor }));
  const told = (document: DemoDocument, story: Omit<DemoPromise, "key" | "customer" | "documents">) =>
    promise(stage, { key: document.key, customer: document.customer, documents: whole(document), ...story });
  let receipts = 78_000;
  const paid = (document: DemoDocument, on: number, amount?: number): Happening => {
    receipts += 1;
    const amountMinor = amount === undefined ? document.amountMinor : minorOf(document.customer, amount);
    return wire(stage, {
      key: `${document.key}:${receipts}`,
      customer: document.customer,
      number: `RCT-${receipts}`,
      on,
      amountMinor,
      reference: document.number,
      pays: [{ item: document.key, amountMinor }],
    });
  };
  const amounts = (customer: string, dates: readonly (readonly [on: number, amount: number])[]) =>
    dates.map(([on, amount]) => ({ on, amountMinor: minorOf(customer, amount) }));

  // Tomasz and Céleste are asked to accept a plan for Meridian's subsidiary.
  const quebec = debt("meridian-quebec", "plan", -70, 5_400, "Customs notices, quarter");
  // Beyond the days that stand at once; the collector has to answer.
  const alerts = debt("summit", "request", -64, 11_200, "Rider alerts, quarter");
  const hotline = debt("cobalt", "unanswered", -60, 8_640, "Fraud hotline");
  const vienna = debt("kranich-wien", "active", -58, 3_300, "Schadenmeldungen");
  const wallet = debt("hangang", "active", -55, 4_120_000, "본인 인증");
  const [first, second, third] = [
    debt("dryden", "first", -120, 1_850, "Locker codes, July"),
    debt("dryden", "second", -90, 1_920, "Locker codes, August"),
    debt("dryden", "third", -62, 1_780, "Locker codes, September"),
  ];
  const courier = debt("porto", "broken", -60, 4_480, "Avisos de embarque");
  const escalated = debt("polder", "broken", -66, 2_140, "Storingsmeldingen");
  const kantor = debt("porto", "part", -75, 3_600, "Códigos de embarque");
  const ferries = debt("thistle", "kept", -62, 2_260, "Sailing alerts");
  const clinics = debt("riverbend", "plan", -85, 12_600, "Clinic reminders");
  const holidays = debt("mistral", "changed", -72, 5_150, "Rappels de soin");
  const islands = debt("kranich-wien", "cancelled", -66, 2_750, "Vertragskopien");
  const pharmacy = debt("norrsken", "declined", -60, 38_400, "Receptpåminnelser");
  const towers = debt("khaleej", "countered", -68, 650, "Delivery codes");
  const money = debt("lanterna", "kept", -64, 1_840, "Alarm calls");
  const late = debt("pampa", "late", -70, 33_000, "Códigos de acesso");
  const returned = debt("mistral", "returned", -66, 3_480, "Rendez-vous");
  const notices = debt("summit", "today", -50, 1_980, "Trail conditions");
  const osaka = debt("hinode-osaka", "active", -54, 310_000, "再配達の連絡");

  return [
    ...told(quebec, {
      by: priya,
      on: -1,
      time: "11:05",
      isProposal: true,
      dates: amounts("meridian-quebec", [
        [12, 1_800],
        [26, 1_800],
        [40, 1_800],
      ]),
      note: "Three parts, as we talked about on the phone.",
    }),
    ...told(alerts, {
      by: { contact: "cole" },
      on: -1,
      time: "15:40",
      dates: amounts("summit", [
        [20, 4_000],
        [62, 7_200],
      ]),
      note: "Our next round closes in January.",
    }),
    ...told(hotline, {
      by: { contact: "ruth" },
      on: -7,
      dates: 45,
      note: "The budget of the new year is approved in December.",
    }),
    ...told(vienna, { by: amara, on: -6, dates: 4, note: "On the phone with Ms Gruber: with the next run." }),
    ...told(wallet, { by: amara, on: -8, dates: 6 }),
    ...told(osaka, { by: { contact: "akiko" }, on: -4, dates: 12 }),
    ...told(notices, { by: priya, on: -5, dates: 2, note: "They transfer on Fridays." }),

    ...told(first, {
      by: priya,
      on: -80,
      dates: -68,
      after: [
        { on: -65, is: "judged" },
        { on: -59, is: "judged" },
      ],
    }),
    paid(first, -60),
    ...told(second, { by: priya, on: -50, dates: -38, after: [{ on: -35, is: "judged" }] }),
    ...told(third, { by: priya, on: -20, dates: -6, after: [{ on: -3, is: "judged" }] }),
    ...told(courier, { by: amara, on: -19, dates: -5, after: [{ on: -2, is: "judged" }] }),
    ...told(escalated, { by: amara, on: -22, dates: -8, after: [{ on: -5, is: "judged" }] }),

    ...told(kantor, {
      by: amara,
      on: -30,
      dates: amounts("porto", [
        [-24, 1_200],
        [-14, 1_200],
        [-4, 1_200],
      ]),
      after: [
        { on: -21, is: "judged" },
        { on: -11, is: "judged" },
        { on: -1, is: "judged" },
      ],
    }),
    paid(kantor, -25, 1_200),
    paid(kantor, -13, 700),

    ...told(ferries, { by: amara, on: -26, dates: -15, after: [{ on: -12, is: "judged" }] }),
    paid(ferries, -16),
    ...told(money, { by: amara, on: -24, dates: -12, after: [{ on: -9, is: "judged" }] }),
    paid(money, -11),

    // Proposed by us, accepted here for them; the first of its dates is kept.
    ...told(clinics, {
      by: priya,
      on: -23,
      dates: amounts("riverbend", [
        [-9, 4_200],
        [5, 4_200],
        [7, 4_200],
      ]),
      note: "One part with each of their pay runs.",
      after: [{ on: -6, is: "judged" }],
    }),
    paid(clinics, -10, 4_200),

    ...told(holidays, {
      by: amara,
      on: -14,
      dates: -2,
      after: [
        { on: -4, is: "changed", by: amara, dates: 10, note: "Their bank was slow with the credit line." },
      ],
    }),
    ...told(islands, {
      by: amara,
      on: -17,
      dates: 3,
      after: [{ on: -9, is: "cancelled", by: amara, note: "They pay after the season is audited" }],
    }),
    ...told(pharmacy, {
      by: { staff: "priya" },
      on: -12,
      dates: 75,
      note: "Asked for by phone.",
      after: [
        {
          on: -11,
          is: "declined",
          by: amara,
          note: "Two and a half months are too long; 30 days we accept.",
        },
      ],
    }),
    ...told(towers, {
      by: priya,
      on: -6,
      dates: 80,
      note: "Asked for by mail.",
      after: [
        {
          on: -4,
          is: "countered",
          by: amara,
          dates: amounts("khaleej", [
            [14, 350],
            [28, 300],
          ]),
          note: "In two parts within a month.",
        },
      ],
    }),
    // Broken, and paid late: the call about it is taken back.
    ...told(late, {
      by: priya,
      on: -40,
      dates: -28,
      after: [
        { on: -25, is: "judged" },
        { on: -17, is: "judged" },
      ],
    }),
    paid(late, -18),
    // Kept by a debit, and broken by its return.
    ...told(returned, {
      by: { contact: "bastien" },
      on: -34,
      dates: -22,
      after: [
        { on: -19, is: "judged" },
        { on: -9, is: "judged" },
      ],
    }),
    ...pay(stage, {
      key: returned.key,
      customer: returned.customer,
      payer: "bastien",
      method: "sepa_debit",
      on: -28,
      pays: whole(returned),
      after: [
        { on: -28, time: "11:30", is: "processing" },
        { on: -24, is: "settled" },
        { on: -10, is: "returned", reason: "insufficient_funds" },
      ],
    }),
    { at: stage.calendar.now, run: () => answerLate(stage) },
  ];
}

/** Who has waited too long for an answer becomes work of the collector. */
async function answerLate(stage: Stage): Promise<void> {
  const { failures } = await sweepPromises(asWorker(stage, "promises", stage.calendar.now));
  if (failures.length > 0) throw new Error(`Promises of the demo company failed: ${failures.join("; ")}`);
}
