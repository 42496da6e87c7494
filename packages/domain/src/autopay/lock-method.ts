import { autopays, paymentMethods } from "@openitem/db/schema/autopay";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { type Method, PAUSED_BY_US } from "./autopay.ts";
import { holdCharge, lockComing } from "./lock-charge.ts";
import { fromHeld, heldWhole } from "./plan-charge.ts";

/** Reads a payment method for update. Refuses `method.missing`. Methods are locked before autopays and charges. */
export async function lockMethod(tx: Tx, ctx: Context, methodId: string): Promise<Method> {
  const [method] = await tx
    .select()
    .from(paymentMethods)
    .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)))
    .for("update");
  if (!method) throw missingMethod();
  return method;
}

export const missingMethod = () =>
  new Refusal("missing", "method.missing", "We cannot find this payment method on your account.");

/** Writes changes of a locked method, and keeps the caller's copy of it true. */
export async function writeMethod(
  tx: Tx,
  ctx: Context,
  method: Method,
  changes: Partial<Method>,
): Promise<void> {
  Object.assign(method, changes);
  await updateRows(tx, paymentMethods, changes, { organizationId: ctx.organizationId, id: method.id });
}

/**
 * A method ends, by a person or at the bank: nothing is charged on it from now on. Autopays on it are paused, charges
 * that were to come are held, and the people are told.
 */
export async function endMethod(tx: Tx, ctx: Context, method: Method, failure: string | null): Promise<void> {
  const wasActive = method.status === "active";
  await writeMethod(tx, ctx, method, { status: "revoked", endedAt: ctx.now, failure });
  const { organizationId } = ctx;
  const running = await tx
    .select()
    .from(autopays)
    .where(
      and(
        eq(autopays.organizationId, organizationId),
        eq(autopays.methodId, method.id),
        eq(autopays.status, "on"),
      ),
    )
    .for("update");
  for (const { id } of running)
    await updateRows(
      tx,
      autopays,
      {
        status: "paused",
        pauseReason: PAUSED_BY_US.method_ended,
        pausedUntilOn: null,
        changedAt: ctx.now,
      },
      { organizationId, id },
    );
  const coming = await lockComing(tx, ctx, { methodId: method.id });
  for (const { charge, lines } of coming)
    await holdCharge(tx, ctx, charge, [...fromHeld(charge.held), ...heldWhole(lines, "method_ended")]);
  await record(tx, ctx, {
    action: "method.revoked",
    subject: ["method", method.id],
    customerId: method.customerId,
    data: { brand: method.brand, last4: method.last4, autopays: running.length, charges: coming.length },
  });
  if (wasActive) await enqueue(tx, ctx, "method.revoked_mail", { methodId: method.id });
}
