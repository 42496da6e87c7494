import type { Db } from "@openitem/db/client";
import type { PortalAuth } from "../access/portal-auth.ts";
import type { StaffAuth } from "../access/staff-auth.ts";
import type { FilingContext } from "../files/storage.ts";
import type { Actor, Context, PayingContext } from "../kernel/context.ts";
import type { MethodKind, PaymentGateway } from "../payments/gateway.ts";
import type { Payment } from "../payments/payment.ts";
import type { Calendar } from "./calendar.ts";
import { ENTITIES, ORGANIZATION_ID, STAFF, type StaffKey } from "./company.ts";
import { accountsOf, contactOf } from "./contacts.ts";
import { customerOf, type DemoCustomer } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import type { ScriptedGateway } from "./scripted-gateway.ts";

/** Everything the story is played with. */
export type Stage = {
  db: Db;
  auth: { portal: PortalAuth; staff: StaffAuth };
  linkSecret: string;
  portalUrl: string;
  /** Where the papers lie that people send along. */
  filing: Pick<FilingContext, "storage" | "scanner">;
  calendar: Calendar;
  /** The provider of what is over. */
  past: ScriptedGateway;
  /** The provider of payments that are left under way. */
  present: PresentProvider;
};

export type DebitMethod = "us_bank_account" | "sepa_debit";

export type PresentProvider = {
  gateway: PaymentGateway;
  /** Has the payer finish the page with a bank debit; false where only a real payer can. */
  debit(payment: Payment, method: DebitMethod): Promise<boolean>;
  /** Has the person finish the page on which a method is kept; null where only a real one can. */
  keep: ((setupRef: string, kind: MethodKind) => Promise<void>) | null;
};

/** Something that happens to a customer at a moment of the story. */
export type Happening = { at: Date; run(): Promise<unknown> };

export const itemId = (key: string): string => demoId(`item:${key}`);

const zoneOf = (customer: DemoCustomer): string => ENTITIES[customer.entity].timeZone;

const contextOf = (stage: Stage, actor: Actor, now: Date): Context => ({
  db: stage.db,
  organizationId: ORGANIZATION_ID,
  actor,
  now,
  requestId: "demo",
});

export const asWorker = (stage: Stage, name: string, at: Date): Context =>
  contextOf(stage, { kind: "worker", name }, at);

export function asStaff(stage: Stage, key: StaffKey, at: Date): Context {
  const { id: staffId, name, role } = STAFF[key];
  return contextOf(stage, { kind: "staff", staffId, name, role }, at);
}

export function asContact(stage: Stage, key: string, at: Date): Context {
  const contact = contactOf(key);
  const accounts = accountsOf(contact);
  return contextOf(stage, { kind: "contact", contactId: contact.id, name: contact.name, accounts }, at);
}

export const paying = (stage: Stage, ctx: Context, gateway: PaymentGateway): PayingContext => ({
  ...ctx,
  gateway,
  portalUrl: stage.portalUrl,
});

/** A moment of the story in the office of the legal entity that bills the customer. */
export const officeTime = (stage: Stage, customer: string, offset: number, time: string): Date =>
  stage.calendar.at(offset, time, zoneOf(customerOf(customer)));

/** Plays what happens in the order of time; what falls on one moment, in the order given. */
export async function play(happenings: readonly Happening[]): Promise<void> {
  for (const happening of happenings.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    await happening.run();
}
