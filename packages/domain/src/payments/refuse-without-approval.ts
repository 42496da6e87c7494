import { customerSettings } from "@openitem/db/schema/promises";
import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";

/** Whether any of these accounts wants its payments prepared by one person and released by another. */
async function wantsApproval(tx: Tx, ctx: Context, customerIds: readonly string[]): Promise<boolean> {
  const [row] = await tx
    .select({ customerId: customerSettings.customerId })
    .from(customerSettings)
    .where(
      and(
        eq(customerSettings.organizationId, ctx.organizationId),
        inArray(customerSettings.customerId, [...new Set(customerIds)]),
        eq(customerSettings.paymentApproval, true),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** A step: a contact cannot send money by himself where the account wants two. Refuses `payment.approval_required`. */
export async function refuseWithoutApproval(
  tx: Tx,
  ctx: Context,
  customerIds: readonly string[],
): Promise<void> {
  if (ctx.actor.kind !== "contact" || !(await wantsApproval(tx, ctx, customerIds))) return;
  throw new Refusal(
    "conflict",
    "payment.approval_required",
    "This account wants its payments released by a second person. Prepare the payment; an approver of the account releases it.",
  );
}
