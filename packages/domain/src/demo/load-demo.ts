import type { Db } from "@openitem/db/client";
import { outbox } from "@openitem/db/schema/activity";
import { and, eq, lt, notInArray, or } from "drizzle-orm";
import type { PortalAuth } from "../access/portal-auth.ts";
import type { StaffAuth } from "../access/staff-auth.ts";
import type { FilingContext } from "../files/storage.ts";
import { transact } from "../kernel/transact.ts";
import type { MethodKind, PaymentGateway } from "../payments/gateway.ts";
import { openBankAccounts } from "./banks.ts";
import { type Calendar, calendarFrom } from "./calendar.ts";
import { cashStories } from "./cash-stories.ts";
import { claims } from "./claims.ts";
import { DEMO_PASSWORD, DEMO_SLUG, STAFF } from "./company.ts";
import { CONTACTS, contactOf } from "./contacts.ts";
import { FAMILIES } from "./customers.ts";
import { issue } from "./documents.ts";
import { familyStories, presentStories } from "./families.ts";
import { historyByHabit } from "./habits.ts";
import { meridianHistory, meridianPresent } from "./meridian.ts";
import { closeMonth } from "./month-ends.ts";
import { factsAbout, type ScriptedGateway, scriptedGateway } from "./scripted-gateway.ts";
import {
  FOUNDED,
  findFounding,
  foundCompany,
  holdAsBefore,
  holdLonger,
  letIn,
  openAccounts,
  setPolicies,
  takeOnStaff,
} from "./set-up.ts";
import { asWorker, type PresentProvider, play, type Stage } from "./stage.ts";
import { paymentStories } from "./stories.ts";

/** The part of a provider's stand-in that finishes a payer's page. */
export type StandInControl = {
  completeSession(
    checkoutId: string,
    how: { method: MethodKind; outcome?: "stays_processing" },
  ): Promise<unknown>;
};

export type DemoSettings = {
  db: Db;
  auth: { portal: PortalAuth; staff: StaffAuth };
  /** What the worker that mails invitations makes their links with. */
  linkSecret: string;
  /**
   * The provider for payments that are left under way, so that the sweep finds them there; the past is played
   * without it. Without one these are scripted too, and nothing may sweep.
   */
  gateway?: PaymentGateway;
  /** Brings bank debits under way at that provider; without it they stay on their page. */
  control?: StandInControl;
  /** Where the papers lie that people of the story send along. */
  filing: Pick<FilingContext, "storage" | "scanner">;
  /** Without a slash at the end. */
  portalUrl: string;
  now: Date;
  onProgress: (line: string) => void;
};

export type DemoSignIn = {
  where: "portal" | "office";
  who: string;
  role: string;
  email: string;
  password: string;
};
export type Demo = { organizationSlug: string; signIns: DemoSignIn[] };

const AT_ONCE = 6;
const DAY_MS = 86_400_000;

/**
 * Founds the demo company, a biller of messages, with a year of business made by commands: the same on every load,
 * its days counted back from `now`. A load that was cut off is finished by the next one, with the days of the first.
 */
export async function loadDemo(settings: DemoSettings): Promise<Demo> {
  const { onProgress } = settings;
  const stage = await found(settings);
  await setPolicies(stage);
  await takeOnStaff(stage);
  await openBankAccounts(stage);
  await openAccounts(stage);
  await eachOf(CONTACTS, (contact) => letIn(stage, contact));
  onProgress(`Demo company: ${FAMILIES.flat().length} accounts, ${CONTACTS.length} people`);
  let done = 0;
  await eachOf(FAMILIES, async (family) => {
    const head = family[0]!.key;
    // Payments of one connection are settled together at one moment; each family has moments of its own.
    const own = { ...stage, db: new Proxy(stage.db, {}) };
    await play([
      ...(head === "meridian" ? meridianHistory(own) : []),
      ...family.flatMap((customer) => [
        ...historyByHabit(own, customer),
        ...paymentStories(own, customer.key),
      ]),
      ...familyStories(own, head),
    ]);
    done += 1;
    if (done % 9 === 0) onProgress(`Demo company: a year of ${done} of ${FAMILIES.length} families`);
  });
  const { documents, happenings, debts } = claims(stage);
  await eachOf(documents, (document) =>
    issue(stage, document)
      .run()
      .then(() => {}),
  );
  onProgress(`Demo company: disputes, promises and charges of ${documents.length} more invoices`);
  await play(happenings);
  await holdLonger(stage);
  await play([meridianPresent(stage), ...presentStories(stage)]);
  await holdAsBefore(stage);
  onProgress("Demo company: money at the bank");
  await cashStories(stage, debts);
  await closeMonth(stage);
  await forgetOldWork(stage);
  return { organizationSlug: DEMO_SLUG, signIns: signIns() };
}

/** Finds the company, or founds it; the story's days are counted from the first load that was begun. */
async function found(settings: DemoSettings): Promise<Stage> {
  const { db, auth, linkSecret, portalUrl, filing, now } = settings;
  const past = scriptedGateway();
  const stage = (calendar: Calendar): Stage => ({
    db,
    auth,
    linkSecret,
    portalUrl,
    filing,
    calendar,
    past,
    present: presentProvider(settings, past),
  });
  const fresh = stage(calendarFrom(now));
  const founding = await findFounding(fresh);
  if (founding) return stage(calendarFrom(new Date(founding.getTime() - FOUNDED * DAY_MS)));
  await foundCompany(fresh, new Date(now.getTime() + FOUNDED * DAY_MS));
  return fresh;
}

function presentProvider({ gateway, control, now }: DemoSettings, past: ScriptedGateway): PresentProvider {
  if (!gateway)
    return {
      gateway: past,
      async debit(payment, method) {
        past.tell(payment.id, factsAbout(payment, method));
        return true;
      },
      keep: async (setupRef, kind) => past.keep(setupRef, kind),
    };
  // A page begun yesterday would be over before it is made: the provider wants its end at least half an hour ahead.
  const soonest = new Date(now.getTime() + 60 * 60_000);
  return {
    gateway: withLaterEnd(gateway, soonest),
    async debit({ checkoutId }, method) {
      if (!control || !checkoutId) return false;
      await control.completeSession(checkoutId, { method, outcome: "stays_processing" });
      return true;
    },
    keep: control
      ? async (setupRef, method) => {
          await control.completeSession(setupRef, { method });
        }
      : null,
  };
}

function withLaterEnd(gateway: PaymentGateway, soonest: Date): PaymentGateway {
  return {
    openCheckout: (spec) =>
      gateway.openCheckout({ ...spec, expiresAt: spec.expiresAt > soonest ? spec.expiresAt : soonest }),
    readCheckout: (checkoutId) => gateway.readCheckout(checkoutId),
    findCheckout: (paymentId, since) => gateway.findCheckout(paymentId, since),
    expireCheckout: (checkoutId, key) => gateway.expireCheckout(checkoutId, key),
    readIntent: (intentId) => gateway.readIntent(intentId),
    refund: (spec) => gateway.refund(spec),
    readEvent: (body, signature) => gateway.readEvent(body, signature),
    listEvents: (since) => gateway.listEvents(since),
    listMovements: (filter) => gateway.listMovements(filter),
    listPayouts: (since) => gateway.listPayouts(since),
    readPayout: (payoutRef) => gateway.readPayout(payoutRef),
    readCashMovement: (customerRef, ref) => gateway.readCashMovement(customerRef, ref),
    openSetup: (spec) =>
      gateway.openSetup({ ...spec, expiresAt: spec.expiresAt > soonest ? spec.expiresAt : soonest }),
    readSetup: (setupRef) => gateway.readSetup(setupRef),
    findSetup: (methodId, since) => gateway.findSetup(methodId, since),
    readMethod: (methodRef, mandateRef) => gateway.readMethod(methodRef, mandateRef),
    detachMethod: (methodRef, key) => gateway.detachMethod(methodRef, key),
    chargeMethod: (spec) => gateway.chargeMethod(spec),
    findIntent: (paymentId, customerRef, since) => gateway.findIntent(paymentId, customerRef, since),
  };
}

/** The past's mail is not sent today: only fresh invitations and the notices of charges to come stay. */
async function forgetOldWork(stage: Stage): Promise<void> {
  const ctx = asWorker(stage, "demo", stage.calendar.now);
  await transact(ctx, (tx) =>
    tx
      .delete(outbox)
      .where(
        and(
          eq(outbox.organizationId, ctx.organizationId),
          or(
            notInArray(outbox.kind, ["invitation.mail", "charge.announced_mail"]),
            and(eq(outbox.kind, "charge.announced_mail"), lt(outbox.createdAt, ctx.now)),
          ),
        ),
      ),
  );
}

/** Does a few at once; after a failure it begins no more, and throws when those under way have ended. */
async function eachOf<T>(list: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const queue = [...list];
  const failures: unknown[] = [];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined && failures.length === 0; next = queue.shift())
      await work(next).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  if (failures.length > 0) throw failures[0];
}

function signIns(): DemoSignIn[] {
  const password = DEMO_PASSWORD;
  const guests: [key: string, role: string][] = [
    ["dana", "payer at Meridian Freight and a subsidiary"],
    ["tomasz", "approver at Meridian Freight and its family"],
    ["joanne", "viewer at Meridian Freight"],
    ["weilin", "administrator at Banyan Tree"],
    ["derek", "payer at Cobalt Logistics, where another releases what he prepares"],
    ["lucinda", "administrator at Cobalt Logistics, who releases payments"],
  ];
  return [
    ...guests.map(([key, role]) => {
      const { name: who, email } = contactOf(key);
      return { where: "portal" as const, who, role, email, password };
    }),
    ...Object.values(STAFF).map(({ name: who, role, email }) => ({
      where: "office" as const,
      who,
      role: role.replaceAll("_", " "),
      email,
      password,
    })),
  ];
}
