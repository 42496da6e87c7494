import { minorDigits } from "../kernel/money.ts";
import { CUSTOMERS, customerOf } from "./customers.ts";
import { type DemoDocument, invoiceNumber, issue, memoNumber } from "./documents.ts";
import { methodFor, payerOf } from "./habits.ts";
import { type DemoPayment, pay, type Step } from "./pay.ts";
import type { Happening, Stage } from "./stage.ts";
import { feeLine } from "./usage.ts";

/* Payments that did not go the plain way, each with an invoice of its own: one for every state a screen can show. */

type Extra = { customer: string; name: string; issued: number; amount: number; about: string };

/** An invoice beside the usage. `amount` is in whole units of the customer's currency. */
export function extraInvoice(
  stage: Stage,
  { customer: key, name, issued, amount, about }: Extra,
): DemoDocument {
  const customer = customerOf(key);
  const amountMinor = BigInt(amount) * 10n ** BigInt(minorDigits(customer.currency));
  const serial = serialOf(customer, name);
  return {
    key: `${key}:${name}`,
    customer: key,
    number: invoiceNumber(customer.entity, stage.calendar.day(issued), serial),
    issued,
    due: issued + customer.termsDays,
    amountMinor,
    about,
    lines: () => [feeLine(about, amountMinor, customer.currency)],
  };
}

const EXTRAS = ["a", "b", "c", "d", "e", "f"] as const;
const serialOf = (customer: (typeof CUSTOMERS)[number], name: string): number =>
  20_000 + CUSTOMERS.indexOf(customer) * 10 + EXTRAS.indexOf(name as (typeof EXTRAS)[number]);

type Told = Extra & {
  method?: DemoPayment["method"];
  on: number;
  /** What is paid, in whole units, when it is not all. */
  pays?: number;
  reason?: string;
  onAccount?: number;
  credits?: DemoPayment["credits"];
  after: Step[];
};

/** An invoice, and the payment for it with what came of that. */
function told(stage: Stage, story: Told): Happening[] {
  const document = extraInvoice(stage, story);
  const unit = 10n ** BigInt(minorDigits(customerOf(story.customer).currency));
  const amountMinor = story.pays === undefined ? document.amountMinor : BigInt(story.pays) * unit;
  return [
    issue(stage, document),
    ...pay(stage, {
      key: document.key,
      customer: story.customer,
      payer: payerOf(story.customer),
      method: story.method ?? methodFor(customerOf(story.customer)),
      on: story.on,
      time: "14:05",
      pays: [{ item: document.key, amountMinor, ...(story.reason ? { shortReason: story.reason } : {}) }],
      credits: story.credits ?? [],
      onAccountMinor: BigInt(story.onAccount ?? 0) * unit,
      after: story.after,
    }),
  ];
}

/** Happens within minutes of the start, as cards do. */
const atOnce = (on: number): Step => ({ on, time: "14:08", is: "settled" });
const onItsWay = (on: number): Step => ({ on, time: "14:08", is: "processing" });

export function paymentStories(stage: Stage, customer: string): Happening[] {
  return STORIES[customer]?.(stage) ?? [];
}

const STORIES: Readonly<Record<string, (stage: Stage) => Happening[]>> = {
  tallgrass,
  cedar,
  "juniper-dental": juniper,
  "maison-lune": maisonLune,
  negev,
  banyan,
};

function tallgrass(stage: Stage): Happening[] {
  const at = { customer: "tallgrass" };
  return [
    ...told(stage, {
      ...at,
      name: "a",
      issued: -96,
      amount: 3_480,
      about: "Porting of 1,160 numbers",
      on: -70,
      after: [
        onItsWay(-70),
        {
          on: -66,
          is: "failed",
          reason: "The customer's account has insufficient funds to cover this payment.",
        },
      ],
    }),
    ...told(stage, {
      ...at,
      name: "b",
      issued: -64,
      amount: 5_200,
      about: "Dedicated throughput, quarter",
      on: -36,
      pays: 3_900,
      reason: "price",
      after: [onItsWay(-36), { on: -32, is: "settled" }],
    }),
    ...told(stage, {
      ...at,
      name: "c",
      issued: -150,
      amount: 960,
      about: "Branded calling, set-up",
      method: "card",
      on: -121,
      after: [atOnce(-121), { on: -84, is: "charged_back", reason: "product_unacceptable" }],
    }),
  ];
}

function cedar(stage: Stage): Happening[] {
  const at = { customer: "cedar" };
  const credit: DemoDocument = {
    key: "cedar:credit",
    customer: "cedar",
    kind: "credit_memo",
    number: memoNumber("CM", stage.calendar.day(-61), 690),
    issued: -61,
    due: null,
    amountMinor: 575_00n,
    about: "Returned short code",
  };
  return [
    issue(stage, credit),
    ...told(stage, {
      ...at,
      name: "a",
      issued: -58,
      amount: 410,
      about: "Sender ID registration",
      on: -44,
      credits: [{ item: credit.key, amountMinor: 410_00n }],
      after: [],
    }),
    ...told(stage, {
      ...at,
      name: "b",
      issued: -35,
      amount: 1_190,
      about: "Emergency address service, year",
      on: -22,
      after: [{ on: -22, time: "15:20", is: "expired" }],
    }),
    ...told(stage, {
      ...at,
      name: "c",
      issued: -140,
      amount: 840,
      about: "10DLC campaign registration",
      on: -126,
      after: [atOnce(-126), { on: -90, is: "charged_back", reason: "fraudulent" }, { on: -41, is: "won" }],
    }),
  ];
}

function juniper(stage: Stage): Happening[] {
  const at = { customer: "juniper-dental" };
  return [
    ...told(stage, {
      ...at,
      name: "a",
      issued: -30,
      amount: 180,
      about: "Toll-free verification",
      on: -20,
      after: [{ on: -20, time: "14:19", is: "cancelled" }],
    }),
    ...told(stage, {
      ...at,
      name: "b",
      issued: -75,
      amount: 240,
      about: "Appointment reminders, set-up",
      on: -63,
      after: [
        atOnce(-63),
        { on: -52, is: "refunded", amountMinor: 60_00n, reason: "Set-up took longer than agreed" },
      ],
    }),
    ...told(stage, {
      ...at,
      name: "c",
      issued: -48,
      amount: 96,
      about: "Porting of 32 numbers",
      on: -38,
      onAccount: 96,
      after: [
        atOnce(-38),
        { on: -33, is: "refunded", amountMinor: 192_00n, reason: "Paid twice; paid again by wire" },
      ],
    }),
  ];
}

function maisonLune(stage: Stage): Happening[] {
  const at = { customer: "maison-lune" };
  return [
    ...told(stage, {
      ...at,
      name: "a",
      issued: -120,
      amount: 2_260,
      about: "Numéros courts, trimestre",
      on: -80,
      after: [
        onItsWay(-80),
        { on: -74, is: "settled" },
        { on: -60, is: "returned", reason: "debit_not_authorized" },
      ],
    }),
    ...told(stage, {
      ...at,
      name: "b",
      issued: -90,
      amount: 1_480,
      about: "Enregistrement WhatsApp Business",
      on: -47,
      after: [
        onItsWay(-47),
        { on: -42, is: "settled" },
        { on: -30, is: "refunded", amountMinor: 480_00n, reason: "Rate agreed in March" },
        { on: -24, is: "refund_failed", amountMinor: 480_00n, reason: "The account that paid was closed" },
      ],
    }),
  ];
}

/** The page ran out, the money came all the same, and meanwhile the invoice had been paid by wire. */
function negev(stage: Stage): Happening[] {
  const at = { customer: "negev" };
  return told(stage, {
    ...at,
    name: "a",
    issued: -72,
    amount: 1_320,
    about: "Verification checks, prepaid",
    method: "card",
    on: -46,
    after: [
      { on: -46, time: "15:30", is: "expired" },
      { on: -43, is: "settled" },
    ],
  });
}

function banyan(stage: Stage): Happening[] {
  const at = { customer: "banyan" };
  return [
    ...told(stage, {
      ...at,
      name: "a",
      issued: -88,
      amount: 2_750,
      about: "Dedicated route, Indonesia",
      on: -61,
      onAccount: 250,
      after: [
        atOnce(-61),
        { on: -50, is: "refunded", amountMinor: 250_00n, reason: "Paid more than billed" },
      ],
    }),
    ...told(stage, {
      ...at,
      name: "b",
      issued: -40,
      amount: 1_640,
      about: "Sender ID registration, Vietnam",
      on: -12,
      pays: 1_000,
      reason: "installment",
      after: [atOnce(-12)],
    }),
  ];
}
