import { promises } from "@openitem/db/schema/promises";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Account, lockAccount } from "./lock-account.ts";
import type { Promised } from "./promise.ts";

/** Reads a promise for update: its account first, documents after it. Refuses `promise.missing`. */
export async function lockPromise(
  tx: Tx,
  ctx: Context,
  promiseId: string,
): Promise<{ promise: Promised; account: Account }> {
  const own = and(eq(promises.organizationId, ctx.organizationId), eq(promises.id, promiseId));
  const [found] = await tx.select({ customerId: promises.customerId }).from(promises).where(own);
  if (!found) throw promiseMissing();
  const account = await lockAccount(tx, ctx, found.customerId);
  const [promise] = await tx.select().from(promises).where(own).for("update");
  if (!promise) throw promiseMissing();
  return { promise, account };
}

export const promiseMissing = (): Refusal =>
  new Refusal("missing", "promise.missing", "We cannot find this promise on your account.");
