import { charges } from "@openitem/db/schema/autopay";
import { and, asc, eq, lte } from "drizzle-orm";
import { sweepCharges } from "../autopay/sweep-charges.ts";
import { read } from "../kernel/transact.ts";
import { mailChargeAnnounced } from "../messages/mail-charge-announced.ts";
import type { Mailer } from "../messages/mailer.ts";
import type { MailingContext } from "../messages/mailing-context.ts";
import { customerOf } from "./customers.ts";
import { monthlyMinor, usageKey } from "./habits.ts";
import type { DemoPromise } from "./promise.ts";
import { autopay, keepMethod, schedule, stopScheduled } from "./saved-method.ts";
import { asWorker, type Happening, paying, type Stage } from "./stage.ts";
import { minorOf, type StoryDocuments } from "./story-documents.ts";

/* Charges that come by themselves: of an autopay, of a plan's dates, and such as somebody chose a day for. */

/** Days on which the worker looked at charges: three days before something was due, and when it was. */
const LOOKED_ON = [-48, -45, -18, -15, -12, -11, -8, -6, -5] as const;

/** What a person of the account agrees to, and the invoices that fall due; what the sweeps make of it follows. */
export function chargeStories(stage: Stage, documents: StoryDocuments): Happening[] {
  const due = (customer: string, name: string, on: number, amount: number, about: string) =>
    documents.add({ customer, name, issued: on - 30, terms: 30, amount, about });
  const call = { customer: "fieldstone", by: "odalys" };
  due("fieldstone", "august", -45, 1_480, "Tenant notices, August");
  due("fieldstone", "september", -15, 1_512.4, "Tenant notices, September");
  due("fieldstone", "numbers", -8, 2_140, "Porting of 713 numbers");
  due("fieldstone", "renewal", -3, 6_200, "Dedicated throughput, year");
  due("fieldstone", "october", 3, 1_498.15, "Tenant notices, October");
  due("fieldstone", "november", 20, 1_530, "Tenant notices, November, in advance");
  // The bank asks the cardholder to confirm it himself.
  stage.past.decline(minorOf("fieldstone", 2_140), {
    said: "The bank asks its customer to confirm this payment.",
    code: "authentication_required",
  });
  due("lumiere", "december", 3, 2_980, "SMS transactionnels");
  const usage = { item: usageKey("summit", 0), amountMinor: monthlyMinor(customerOf("summit"), 0) };
  const rest = documents.add({
    customer: "summit",
    name: "rest",
    issued: -50,
    amount: 1_300,
    about: "Route maps",
  });
  const bank = { customer: "summit", by: "cole", method: "summit" };
  return [
    keepMethod(stage, { ...call, key: "fieldstone", on: -71, kind: "card" }),
    autopay(stage, {
      ...call,
      key: "fieldstone",
      on: -70,
      to: "on",
      method: "fieldstone",
      daysBefore: 0,
      capMinor: 5_000_00n,
    }),
    keepMethod(stage, { customer: "lumiere", by: "claire", key: "lumiere", on: -41, kind: "card" }),
    autopay(stage, {
      customer: "lumiere",
      by: "claire",
      key: "lumiere",
      on: -40,
      to: "on",
      method: "lumiere",
      daysBefore: 0,
      capMinor: null,
    }),
    keepMethod(stage, { customer: "banyan", by: "weilin", key: "banyan", on: -31, kind: "card" }),
    autopay(stage, {
      customer: "banyan",
      by: "weilin",
      key: "banyan:on",
      on: -31,
      time: "10:30",
      to: "on",
      method: "banyan",
      daysBefore: 2,
      capMinor: 40_000_00n,
    }),
    autopay(stage, {
      customer: "banyan",
      by: "weilin",
      key: "banyan:paused",
      on: -30,
      to: "paused",
      reason: "New purchasing system goes live",
      until: 40,
    }),
    keepMethod(stage, { customer: "quill", by: "imani", key: "quill", on: -22, kind: "card" }),
    keepMethod(stage, {
      customer: "summit",
      by: "cole",
      key: "summit",
      on: -14,
      kind: "us_bank_account",
    }),
    schedule(stage, { ...bank, key: "summit:usage", on: -4, chargeOn: 12, pays: [usage] }),
    schedule(stage, {
      ...bank,
      key: "summit:rest",
      on: -9,
      chargeOn: 5,
      pays: [{ item: rest.key, amountMinor: 1_300_00n }],
    }),
    stopScheduled(stage, { ...bank, key: "summit:rest", on: -8 }),
    ...LOOKED_ON.map((on): Happening => {
      const at = stage.calendar.at(on, "07:00");
      return { at, run: () => lookAtCharges(stage, at, { isOver: true }) };
    }),
    { at: stage.calendar.now, run: () => lookAtCharges(stage, stage.calendar.now, { isOver: false }) },
  ];
}

/** What Lumière disputes and promises of what would be charged by itself. */
export function lumiereDocuments(documents: StoryDocuments): { disputed: string; promised: string } {
  const add = (name: string, on: number, amount: number) =>
    documents.add({
      customer: "lumiere",
      name,
      issued: on - 30,
      terms: 30,
      amount,
      about: "SMS transactionnels",
    });
  return { disputed: add("october", -12, 2_900).key, promised: add("november", -2, 3_050).key };
}

/** A plan of three whose amounts are debited on their days. */
export function chargedPlan(stage: Stage, documents: StoryDocuments): DemoPromise | null {
  if (!stage.present.keep) return null;
  const debt = documents.add({
    customer: "quill",
    name: "plan",
    issued: -70,
    amount: 4_500,
    about: "Guest messaging, three properties",
  });
  const date = (on: number) => ({ on, amountMinor: 1_500_00n });
  return {
    key: "quill:plan",
    customer: "quill",
    by: { contact: "imani" },
    on: -20,
    documents: [{ item: debt.key, amountMinor: debt.amountMinor }],
    dates: [date(-12), date(3), date(9)],
    note: "After the season we can pay it in three parts.",
    method: "quill",
    after: [{ on: -9, is: "judged" }],
  };
}

/** The worker's look; of what is over, the letters were sent, and of what is to come they are still to go. */
async function lookAtCharges(stage: Stage, at: Date, { isOver }: { isOver: boolean }): Promise<void> {
  const ctx = paying(stage, asWorker(stage, "charges", at), stage.past);
  const { failures } = await sweepCharges(ctx);
  if (failures.length > 0) throw new Error(`Charges of the demo company failed: ${failures.join("; ")}`);
  if (!isOver) return;
  const announced = await read(ctx, (tx) =>
    tx
      .select({ id: charges.id })
      .from(charges)
      .where(
        and(
          eq(charges.organizationId, ctx.organizationId),
          eq(charges.status, "announced"),
          lte(charges.announcedAt, at),
        ),
      )
      .orderBy(asc(charges.chargeOn), asc(charges.id)),
  );
  for (const { id } of announced) await mailChargeAnnounced(posting(ctx), { chargeId: id });
}

/** Mail of the past: it is written down as sent, and reaches nobody. */
function posting(ctx: ReturnType<typeof paying>): MailingContext {
  const mailer: Mailer = {
    send: async ({ key }) => ({ providerId: `demo_${key}` }),
    find: async () => null,
  };
  return {
    ...ctx,
    mailer,
    letters: async () => ({ subject: "A charge to your saved payment method", html: "", text: "" }),
    mailFrom: "Parlance <billing@parlance.example>",
    backofficeUrl: ctx.portalUrl,
    invitationLink: () => ctx.portalUrl,
  };
}
