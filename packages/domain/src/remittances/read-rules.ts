import { customers } from "@openitem/db/schema/customers";
import { organizations } from "@openitem/db/schema/organizations";
import { and, eq } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { Rules } from "./readiness.ts";

/** A step: the rules a remittance is checked by, on the customer's day, or the biller's when nobody is known. */
export async function readRules(tx: Tx, ctx: Context, customerId: string | null): Promise<Rules> {
  const { backDaysMax, aheadDaysMax } = await readPolicy(tx, ctx, "remittance");
  const { reasons } = await readPolicy(tx, ctx, "dispute");
  const timeZone = customerId ? await zoneOf(tx, ctx, customerId) : await billerZone(tx, ctx);
  return {
    today: dayIn(ctx.now, timeZone),
    reasons: reasons.map(({ code }) => code),
    backDaysMax,
    aheadDaysMax,
  };
}

async function zoneOf(tx: Tx, ctx: Context, customerId: string): Promise<string> {
  const [customer] = await tx
    .select({ timeZone: customers.timeZone })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  if (!customer) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
  return customer.timeZone;
}

async function billerZone(tx: Tx, ctx: Context): Promise<string> {
  const [biller] = await tx
    .select({ timeZone: organizations.timeZone })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  return biller?.timeZone ?? "UTC";
}
