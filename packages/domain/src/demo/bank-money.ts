import type { CamtEntry, CamtPayment } from "../bank/camt-statement.ts";
import { decimal, sum } from "../kernel/money.ts";
import type { CashDebts } from "./cash-debts.ts";
import type { EntityCode } from "./company.ts";
import { customerOf } from "./customers.ts";
import type { DemoDocument } from "./documents.ts";
import type { Stage } from "./stage.ts";

/* What the bank booked in the last days: money that is plain, and money that somebody has to look at. */

/** Money of a day; `ref` names it in the story, and is the bank's reference. */
export type BankMoney = { ref: string; on: number; amountMinor: bigint } & Omit<CamtEntry, "amount">;

/** From this day on nobody has looked at what came. */
export const UNSEEN = -1;

/** What one customer asked back of money that paid nothing. */
export const SENT_BACK_MINOR = 100_00n;

const totalOf = (documents: readonly DemoDocument[]): bigint =>
  sum(documents.map(({ amountMinor }) => amountMinor));

/** Names as banks print them: capitals of a plain alphabet, cut. */
const printed = (customer: string): string =>
  customerOf(customer)
    .name.normalize("NFD")
    .replaceAll("ł", "l")
    .replaceAll(/[^A-Za-z0-9 &.,-]/g, "")
    .toUpperCase()
    .slice(0, 35)
    .trim();

/** Money of a customer for one document, named as he names it. */
function of(document: DemoDocument, money: Partial<BankMoney> & Pick<BankMoney, "ref" | "on">): BankMoney {
  return {
    amountMinor: document.amountMinor,
    name: printed(document.customer),
    text: document.number,
    ...money,
  };
}

/** The last digits of a number, as payers shorten a row of them. */
const tail = ({ number }: DemoDocument, digits: number): string => number.slice(-digits);

export function bankMoney(
  stage: Stage,
  debts: CashDebts,
): Readonly<Record<EntityCode, readonly BankMoney[]>> {
  return { US01: dollars(stage, debts), DE01: euros(debts), SG01: singapore(debts) };
}

function dollars({ calendar }: Stage, debts: CashDebts): BankMoney[] {
  const [first, second, third] = debts.ranges as [DemoDocument, DemoDocument, DemoDocument];
  const [reminders, numbers] = debts.short as [DemoDocument, DemoDocument];
  const [rides, lines, checks] = debts.claimed as [DemoDocument, DemoDocument, DemoDocument];
  const [laboratory, pharmacy] = debts.laterTwo as [DemoDocument, DemoDocument];
  const { misspelt, order } = debts;
  const nextYear = Number(calendar.day(0).slice(0, 4)) + 1;
  return [
    of(debts.exact, { ref: "exact", on: -6, text: `INVOICE ${debts.exact.number}` }),
    of(debts.twice, { ref: "twice-1", on: -6 }),
    of(debts.structured, {
      ref: "structured",
      on: -5,
      text: "PAGO PROVEEDORES",
      structured: [debts.structured.number],
    }),
    of(first, {
      ref: "range",
      on: -5,
      amountMinor: totalOf(debts.ranges),
      text: `${first.number} ${tail(second, 5)} + ${tail(third, 5)}`,
    }),
    of(reminders, {
      ref: "short",
      on: -5,
      amountMinor: totalOf(debts.short) - 120_00n,
      text: `${reminders.number} + ${numbers.number} LESS 120.00 VENDOR 7781`,
    }),
    of(debts.nearly, { ref: "nearly", on: -5, amountMinor: debts.nearly.amountMinor - 4_00n }),
    of(debts.over, { ref: "over", on: -4, amountMinor: debts.over.amountMinor + 2n }),
    of(debts.daughter, { ref: "daughter", on: -4, name: printed("atlas-lending") }),
    of(debts.twice, { ref: "twice-2", on: -4 }),
    { ref: "unknown", on: -4, amountMinor: 3_500_00n, text: "TRANSFER 88311" },
    { ref: "nothing-open", on: -4, amountMinor: 410_00n, name: printed("lanterna"), text: "ANNUAL FEE" },
    of(debts.undone, { ref: "undone", on: -3 }),
    of(debts.nameless, { ref: "nameless", on: -3, text: "PAYMENT" }),
    of(misspelt, { ref: "misspelt", on: -3, text: misspelt.number.replace(/(\d)(\d)$/, "$2$1") }),
    {
      ref: "batch",
      on: -3,
      amountMinor: totalOf(debts.batch),
      parts: debts.batch.map(
        (document): CamtPayment => ({
          amount: decimal(document.amountMinor, "USD"),
          name: printed(document.customer),
          text: document.number,
        }),
      ),
    },
    { ref: "bank-fee", on: -3, amountMinor: -48_00n, text: "ACCOUNT ANALYSIS FEE", code: "NCHG" },
    { ref: "returned", on: -3, amountMinor: -1_290_00n, text: "RETURNED ITEM 55102", code: "NRTI" },
    {
      ref: "before",
      on: -2,
      amountMinor: 2_018_44n,
      name: printed("firstmile"),
      text: `INV-${nextYear}-00017 ADVANCE`,
    },
    of(order, { ref: "order", on: -2, text: `PO ${order.poNumber ?? ""}` }),
    of(rides, {
      ref: "claimed",
      on: -2,
      amountMinor: totalOf(debts.claimed) - 120_00n,
      text: `${rides.number} + ${tail(lines, 5)} + ${tail(checks, 5)} DISC 120.00 VENDOR 7781`,
    }),
    of(debts.more, { ref: "more", on: -2, amountMinor: debts.more.amountMinor + 250_00n }),
    of(debts.part, {
      ref: "part",
      on: -2,
      amountMinor: 3_000_00n,
      text: `${debts.part.number} PART PAYMENT`,
    }),
    of(debts.later, { ref: "later", on: UNSEEN }),
    of(laboratory, {
      ref: "later-two",
      on: UNSEEN,
      amountMinor: totalOf(debts.laterTwo),
      text: `${laboratory.number} AND ${pharmacy.number}`,
    }),
    {
      ref: "sent-back",
      on: UNSEEN,
      amountMinor: -SENT_BACK_MINOR,
      name: printed("lanterna"),
      text: "REFUND",
    },
    { ref: "deposit", on: UNSEEN, amountMinor: 825_00n, text: "MOBILE DEPOSIT 5521" },
  ];
}

function euros(debts: CashDebts): BankMoney[] {
  const [first, second] = debts.mistral as [DemoDocument, DemoDocument];
  return [
    of(debts.polder, {
      ref: "exact",
      on: -6,
      text: `RG ${debts.polder.number}`,
      account: "NL91ABNA0417164300",
    }),
    of(debts.wisla, { ref: "wisla", on: -5 }),
    of(debts.aegean, { ref: "aegean", on: -5, name: "AEGEAN FERRY LINES S.A." }),
    of(debts.porto, { ref: "over", on: -4, amountMinor: debts.porto.amountMinor + 2n }),
    of(first, {
      ref: "range",
      on: -4,
      amountMinor: totalOf(debts.mistral),
      text: `${first.number} ET ${second.number}`,
    }),
    of(debts.tramontana, {
      ref: "short",
      on: -3,
      amountMinor: debts.tramontana.amountMinor - 180_00n,
      text: `FRA ${debts.tramontana.number} DTO. 180,00`,
      account: "ES9121000418450200051332",
    }),
    {
      ref: "abroad",
      on: -3,
      amountMinor: 3_512_40n,
      name: printed("pennine"),
      text: `${debts.abroad.number} AT 0.8541`,
      account: "GB29NWBK60161331926819",
    },
    { ref: "unknown", on: -3, amountMinor: 1_750_00n, text: "UEBERWEISUNG 40071 NOTPROVIDED" },
    { ref: "returned", on: -2, amountMinor: -1_290_00n, text: "RUECKLASTSCHRIFT 55102", code: "NRTI" },
    of(debts.bottega, { ref: "later", on: UNSEEN }),
  ];
}

const singapore = (debts: CashDebts): BankMoney[] => [
  of(debts.banyan, { ref: "exact", on: -4 }),
  { ref: "unknown", on: -3, amountMinor: 1_100_00n, text: "FAST PAYMENT 20117" },
  { ref: "interest", on: UNSEEN, amountMinor: 38_15n, text: "CREDIT INTEREST" },
];
