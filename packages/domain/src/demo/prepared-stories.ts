import { preparedPayments } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { changeAccountSettings, readAccountSettings } from "../payments/change-account-settings.ts";
import { declinePrepared } from "../payments/decline-prepared.ts";
import { preparePayment } from "../payments/prepare-payment.ts";
import { releasePayment } from "../payments/release-payment.ts";
import { withdrawPrepared } from "../payments/withdraw-prepared.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import { findPayment, inputOf, paymentId, type Step, stepsOf } from "./pay.ts";
import { asContact, type Happening, officeTime, paying, type Stage } from "./stage.ts";
import type { StoryDocument, StoryDocuments } from "./story-documents.ts";

/* Cobalt Logistics wants two people for each payment: Derek prepares it, Lucinda releases it. */

const CUSTOMER = "cobalt";
const CLERK = "derek";
const APPROVER = "lucinda";

type Prepared = {
  name: string;
  on: number;
  pays: Pick<StoryDocument, "issued" | "amount" | "about">[];
  note?: string;
  outcome?: { on: number } & (
    | { is: "released"; after: Step[] }
    | { is: "declined"; reason: string }
    | { is: "withdrawn" }
  );
};

const PREPARED: readonly Prepared[] = [
  {
    name: "prepared-a",
    on: -20,
    pays: [{ issued: -52, amount: 6_480, about: "Dedicated throughput, quarter" }],
    outcome: {
      on: -19,
      is: "released",
      after: [
        { on: -19, time: "14:30", is: "processing" },
        { on: -15, is: "settled" },
      ],
    },
  },
  {
    name: "prepared-b",
    on: -10,
    pays: [{ issued: -44, amount: 2_915, about: "Sender ID registration, six countries" }],
    note: "Second registration this quarter, please check",
    outcome: { on: -9, is: "declined", reason: "Registered twice; ask for a credit before we pay it" },
  },
  {
    name: "prepared-c",
    on: -7,
    pays: [{ issued: -40, amount: 1_240, about: "Branded calling, set-up" }],
    outcome: { on: -6, is: "withdrawn" },
  },
  {
    name: "prepared-d",
    on: -1,
    pays: [
      { issued: -38, amount: 7_310, about: "Verification checks, prepaid" },
      { issued: -33, amount: 2_490, about: "Porting of 830 numbers" },
    ],
    note: "Wanted before the end of the month",
  },
];

export function preparedStories(stage: Stage, documents: StoryDocuments): Happening[] {
  const asked = officeTime(stage, CUSTOMER, -30, "09:10");
  const customerId = customerOf(CUSTOMER).id;
  const settings = {
    at: asked,
    async run() {
      const ctx = asContact(stage, APPROVER, asked);
      if ((await readAccountSettings(ctx, customerId)).paymentApproval) return;
      await changeAccountSettings(ctx, { customerId, paymentApproval: true });
    },
  };
  return [settings, ...PREPARED.flatMap((story) => prepared(stage, documents, story))];
}

function prepared(stage: Stage, documents: StoryDocuments, story: Prepared): Happening[] {
  const { name, on, pays, note, outcome } = story;
  const made = pays.map((each, index) =>
    documents.add({ customer: CUSTOMER, name: `${name}:${index}`, ...each }),
  );
  const payment = {
    key: `${CUSTOMER}:${name}`,
    customer: CUSTOMER,
    payer: APPROVER,
    method: "us_bank_account" as const,
    on: outcome?.on ?? on,
    pays: made.map(({ key: item, amountMinor }) => ({ item, amountMinor })),
    after: outcome?.is === "released" ? outcome.after : [],
  };
  const preparedId = demoId(`prepared:${payment.key}`);
  const at = officeTime(stage, CUSTOMER, on, "10:25");
  const steps: Happening[] = [
    {
      at,
      run() {
        const { paymentId: _, ...wishes } = inputOf(payment);
        return preparePayment(asContact(stage, CLERK, at), { ...wishes, preparedId, note: note ?? null });
      },
    },
  ];
  if (!outcome) return steps;
  const when = officeTime(stage, CUSTOMER, outcome.on, "14:20");
  const run = async () => {
    const ctx = asContact(stage, outcome.is === "withdrawn" ? CLERK : APPROVER, when);
    if (outcome.is === "released") {
      const begun = await findPayment(ctx, payment.key);
      if (begun && begun.status !== "created") return;
      const id = paymentId(payment.key);
      await releasePayment(paying(stage, ctx, stage.past), { preparedId, paymentId: id });
    } else if (await waits(ctx, preparedId)) {
      if (outcome.is === "withdrawn") await withdrawPrepared(ctx, { preparedId });
      else await declinePrepared(ctx, { preparedId, reason: outcome.reason });
    }
  };
  return [...steps, { at: when, run }, ...stepsOf(stage, payment)];
}

const waits = (ctx: Context, preparedId: string): Promise<boolean> =>
  read(ctx, async (tx) => {
    const [row] = await tx
      .select({ status: preparedPayments.status })
      .from(preparedPayments)
      .where(
        and(eq(preparedPayments.organizationId, ctx.organizationId), eq(preparedPayments.id, preparedId)),
      );
    return row?.status === "prepared";
  });
