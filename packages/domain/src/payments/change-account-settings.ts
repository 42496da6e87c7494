import { customerSettings } from "@openitem/db/schema/promises";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const changeAccountSettingsInput = z.object({
  customerId: z.uuid(),
  /** Payments are prepared by one person and released by another. */
  paymentApproval: z.boolean(),
});

/** Changes an account's own rules about paying. Payments that have started, and autopays, are not touched by it. */
export async function changeAccountSettings(
  ctx: Context,
  { customerId, paymentApproval }: z.infer<typeof changeAccountSettingsInput>,
): Promise<void> {
  await transact(ctx, async (tx) => {
    permit(ctx.actor, "account.settings", customerId);
    const change = { paymentApproval, changedBy: actorKey(ctx.actor), changedAt: ctx.now };
    await tx
      .insert(customerSettings)
      .values({ organizationId: ctx.organizationId, customerId, ...change })
      .onConflictDoUpdate({
        target: [customerSettings.organizationId, customerSettings.customerId],
        set: change,
      });
    await record(tx, ctx, {
      action: "account.settings_changed",
      subject: ["customer", customerId],
      customerId,
      data: { paymentApproval },
    });
  });
}

/** An account's own rules about paying. */
export async function readAccountSettings(
  ctx: Context,
  customerId: string,
): Promise<{ paymentApproval: boolean }> {
  permit(ctx.actor, "account.read", customerId);
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({ paymentApproval: customerSettings.paymentApproval })
      .from(customerSettings)
      .where(
        and(
          eq(customerSettings.organizationId, ctx.organizationId),
          eq(customerSettings.customerId, customerId),
        ),
      );
    return { paymentApproval: row?.paymentApproval ?? false };
  });
}
