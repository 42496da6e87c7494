import { paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { refuseWithoutApproval } from "../payments/refuse-without-approval.ts";
import { permit } from "../policies/permissions.ts";

/**
 * Whether the amounts of a promise may be debited from a saved method: only the customer himself consents, and only to
 * one of the account's that works. Refuses `promise.method`, and
 * `payment.approval_required` where the account wants two people to send money.
 */
export async function checkMethod(tx: Tx, ctx: Context, customerId: string, methodId: string): Promise<void> {
  permit(ctx.actor, "charge.schedule", customerId);
  await refuseWithoutApproval(tx, ctx, [customerId]);
  const [method] = await tx
    .select({ id: paymentMethods.id })
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.organizationId, ctx.organizationId),
        eq(paymentMethods.id, methodId),
        eq(paymentMethods.customerId, customerId),
        eq(paymentMethods.status, "active"),
      ),
    );
  if (!method)
    throw new Refusal(
      "invalid",
      "promise.method",
      "This payment method cannot be used any more. Choose another one, or none.",
    );
}
