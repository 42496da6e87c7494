import { sum } from "../kernel/money.ts";
import { MONTH_ENDS, monthOf } from "./calendar.ts";
import { diceOf } from "./demo-id.ts";
import { type DemoDocument, invoiceNumber, issue, type Part, wire } from "./documents.ts";
import { OUTAGE_INVOICE, PROMISED_INVOICES } from "./meridian-claims.ts";
import { pay, payNow } from "./pay.ts";
import type { Happening, Stage } from "./stage.ts";
import { feeLine, storyUsageLines, usageLines } from "./usage.ts";

/*
 * Meridian Freight, the customer whose figures every screen can be checked against: open 207,288.42 USD on eight
 * invoices, of it 51,377.92 in flight; credits 2,350.00 and 4,000.00; 18,420.50 EUR on two invoices.
 */

const CUSTOMER = "meridian";
/** Invoices that were paid within the year, the one of May in the story included, and those told in another file. */
const PAID_INVOICES = 204 - 1 - PROMISED_INVOICES.length;
const SMALL_THINGS = [
  "10DLC campaign registration",
  "Porting of numbers",
  "Toll-free verification",
  "Short code 24365, random audit",
  "Sender ID registration, India",
  "Dedicated throughput",
  "Emergency address service",
  "Branded calling, set-up",
] as const;

export function meridianHistory(stage: Stage): Happening[] {
  const open = openInvoices(stage);
  const paid = paidInvoices(stage);
  return [
    ...[...open, ...paid].map((document) => issue(stage, document)),
    ...batches(stage, paid),
    ...lastPayments(stage),
    ...claimed(stage).map((document) => issue(stage, document)),
  ];
}

/** The bank debit that is on its way: started yesterday afternoon. */
export const meridianPresent = (stage: Stage): Happening =>
  payNow(
    stage,
    {
      key: "meridian:august",
      customer: CUSTOMER,
      payer: "tomasz",
      method: "us_bank_account",
      on: -1,
      pays: [{ item: "meridian:august", amountMinor: 51_377_92n }],
    },
    { at: stage.calendar.at(-1, "16:40"), until: "processing" },
  );

type Usage = { key: string; end: number; serial: number; totalMinor: bigint; poNumber?: string };

function usageInvoice(stage: Stage, { key, end, serial, totalMinor, poNumber }: Usage): DemoDocument {
  const { day } = stage.calendar;
  return {
    key: `meridian:${key}`,
    customer: CUSTOMER,
    number: invoiceNumber("US01", day(end), serial),
    issued: end,
    due: end + 30,
    amountMinor: totalMinor,
    about: `Usage ${monthOf(day(end))}`,
    note: "Contract MSA-0419, rate card 7",
    poNumber: poNumber ?? "4500117203",
    lines: () =>
      key === "july"
        ? storyUsageLines(day(end - 30))
        : usageLines({
            name: `meridian:${key}`,
            totalMinor,
            currency: "USD",
            lines: 46,
            fromOn: day(end - 30),
            toOn: day(end),
          }),
  };
}

function openInvoices(stage: Stage): DemoDocument[] {
  const { day } = stage.calendar;
  const small = (
    key: string,
    issued: number,
    serial: number,
    amountMinor: bigint,
    about: string,
  ): DemoDocument => ({
    key: `meridian:${key}`,
    customer: CUSTOMER,
    number: invoiceNumber("US01", day(issued), serial),
    issued,
    due: issued + 30,
    amountMinor,
    about,
    poNumber: "4500117203",
    lines: () => [feeLine(about, amountMinor, "USD")],
  });
  const euro = (
    key: string,
    issued: number,
    serial: number,
    totalMinor: bigint,
    about: string,
  ): DemoDocument => ({
    key: `meridian:${key}`,
    customer: CUSTOMER,
    entity: "DE01",
    currency: "EUR",
    number: invoiceNumber("DE01", day(issued), serial),
    issued,
    due: issued + 30,
    amountMinor: totalMinor,
    about,
    lines: () =>
      usageLines({
        name: `meridian:${key}`,
        totalMinor,
        currency: "EUR",
        lines: 18,
        fromOn: day(issued - 30),
        toOn: day(issued),
      }),
  });
  return [
    usageInvoice(stage, { key: "june", end: -141, serial: 7031, totalMinor: 12_904_15n }),
    usageInvoice(stage, { key: "july", end: -110, serial: 8417, totalMinor: 48_216_40n }),
    usageInvoice(stage, { key: "august", end: -79, serial: 9260, totalMinor: 51_377_92n }),
    small("lease", -78, 9261, 3_000_00n, "Short code 24365, lease of a quarter"),
    usageInvoice(stage, { key: "september", end: -49, serial: 10_188, totalMinor: 46_820_07n }),
    small("campaign", -44, 10_190, 640_00n, "10DLC campaign registration"),
    usageInvoice(stage, { key: "october", end: -18, serial: 11_054, totalMinor: 54_093_88n }),
    {
      ...small("porting", -12, 11_102, 1_236_00n, "Porting of 412 numbers"),
      lines: () => [
        {
          description: "Porting of local numbers",
          quantity: "412",
          unit: "numbers",
          unitPrice: "3.0000",
          amountMinor: 1_236_00n,
        },
      ],
    },
    euro("euro-usage", -18, 11_071, 14_110_25n, `Usage ${monthOf(day(-18))}, Rotterdam and Hamburg`),
    euro("euro-voice", -9, 11_098, 4_310_25n, "Voice trunks, Rotterdam"),
  ];
}

/** Paid invoices about which something was disputed or promised. */
const claimed = (stage: Stage): DemoDocument[] =>
  [
    { ...OUTAGE_INVOICE, about: "Dedicated SMS route, US East, quarter" },
    ...PROMISED_INVOICES.map((invoice) => ({ ...invoice, about: "Dedicated throughput" })),
  ].map(({ key, issued, serial, amountMinor, about }) => ({
    key,
    customer: CUSTOMER,
    number: invoiceNumber("US01", stage.calendar.day(issued), serial),
    issued,
    due: issued + 30,
    amountMinor,
    about,
    poNumber: "4500109918",
    lines: () => [feeLine(about, amountMinor, "USD")],
  }));

/** Usage of the months before, and many small things. */
function paidInvoices(stage: Stage): DemoDocument[] {
  const { day } = stage.calendar;
  const usage = MONTH_ENDS.slice(6).map((end, index) =>
    usageInvoice(stage, {
      key: `usage:${index}`,
      end,
      serial: (5 - index) * 1_000 + 21,
      totalMinor: BigInt(diceOf(`meridian:usage:${index}`).between(38_000_00, 52_000_00)),
      poNumber: "4500109918",
    }),
  );
  const small = Array.from({ length: PAID_INVOICES - 1 - usage.length }, (_, index): DemoDocument => {
    const dice = diceOf(`meridian:small:${index}`);
    const issued = -360 + Math.floor((index * 262) / (PAID_INVOICES - 1 - usage.length));
    const about = dice.pick(SMALL_THINGS);
    const amountMinor = BigInt(dice.between(4, 190) * 10_00);
    return {
      key: `meridian:small:${index}`,
      customer: CUSTOMER,
      number: invoiceNumber("US01", day(issued), Math.floor(index / 28) * 1_000 + 500 + (index % 28)),
      issued,
      due: issued + 30,
      amountMinor,
      about,
      poNumber: "4500109918",
      lines: () => [feeLine(about, amountMinor, "USD")],
    };
  });
  const may = usageInvoice(stage, {
    key: "may",
    end: MONTH_ENDS[5],
    serial: 6112,
    totalMinor: 45_300_00n,
    poNumber: "4500109918",
  });
  return [...usage, ...small, may];
}

/** About once a month everything that is due is paid at once, by wire or by bank debit in turn. */
function batches(stage: Stage, paid: readonly DemoDocument[]): Happening[] {
  const days = [-318, -289, -258, -230, -199, -168, -139, -108, -86, -57];
  const isMay = (document: DemoDocument) => document.key === "meridian:may";
  return days.flatMap((on, index) => {
    const before = days[index - 1] ?? -1_000;
    const due = paid.filter(
      (each) => !isMay(each) && (each.due ?? 0) > before + 4 && (each.due ?? 0) <= on + 4,
    );
    const pays: Part[] = due.map(({ key, amountMinor }) => ({ item: key, amountMinor }));
    const amountMinor = sum(pays.map((part) => part.amountMinor));
    if (index % 2 === 0)
      return [
        wire(stage, {
          key: `meridian:batch:${index}`,
          customer: CUSTOMER,
          number: `RCT-${86_900 + index * 20}`,
          on,
          amountMinor,
          reference: `MFCB PAYRUN ${String(index + 1).padStart(2, "0")}`,
          pays,
        }),
      ];
    return pay(stage, {
      key: `meridian:batch:${index}`,
      customer: CUSTOMER,
      payer: "dana",
      method: "us_bank_account",
      on,
      pays,
      after: [
        { on, time: "11:24", is: "processing" },
        { on: on + 4, is: "settled" },
      ],
    });
  });
}

/** The three last payments of the story, one of which came back. */
function lastPayments(stage: Stage): Happening[] {
  const overpaid = pay(stage, {
    key: "meridian:may",
    customer: CUSTOMER,
    payer: "dana",
    method: "us_bank_account",
    on: -51,
    pays: [{ item: "meridian:may", amountMinor: 45_300_00n }],
    onAccountMinor: 4_000_00n,
    after: [
      { on: -51, time: "11:24", is: "processing" },
      { on: -47, is: "settled" },
    ],
  });
  const partly = wire(stage, {
    key: "meridian:wire",
    customer: CUSTOMER,
    number: "RCT-88931",
    on: -35,
    amountMinor: 11_000_00n,
    reference: "7031-PART",
    pays: [{ item: "meridian:june", amountMinor: 11_000_00n }],
  });
  const returned = pay(stage, {
    key: "meridian:lease",
    customer: CUSTOMER,
    payer: "dana",
    method: "us_bank_account",
    on: -32,
    pays: [{ item: "meridian:lease", amountMinor: 3_000_00n }],
    after: [
      { on: -32, time: "11:24", is: "processing" },
      { on: -28, is: "settled" },
      { on: -26, time: "09:15", is: "returned", reason: "incorrect_account_details" },
    ],
  });
  return [...overpaid, partly, ...returned];
}
