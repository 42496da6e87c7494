import { customerSettings } from "@openitem/db/schema/promises";
import { and, eq, inArray } from "drizzle-orm";
import { onBehalfOf } from "../access/invitation.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { readAccountReaders } from "../messages/read-account-readers.ts";
import { permit } from "../policies/permissions.ts";

/**
 * Whether a payment by `payerId` for documents of `customerIds` has to be released by a second person, and the names
 * of those who may: the approvers of the paying account without whoever prepares it. Null where each pays alone.
 */
export async function readReleaseRule(
  ctx: Context,
  { payerId, customerIds }: { payerId: string; customerIds: readonly string[] },
): Promise<{ names: string[] } | null> {
  const { actor } = ctx;
  permit(actor, "payment.prepare", payerId);
  const wants = await read(ctx, (tx) =>
    tx
      .select({ customerId: customerSettings.customerId })
      .from(customerSettings)
      .where(
        and(
          eq(customerSettings.organizationId, ctx.organizationId),
          inArray(customerSettings.customerId, [...new Set([payerId, ...customerIds])]),
          eq(customerSettings.paymentApproval, true),
        ),
      )
      .limit(1),
  );
  if (wants.length === 0) return null;
  const self = actor.kind === "contact" ? actor.contactId : null;
  const inCharge = await read(onBehalfOf(ctx), (tx) => readAccountReaders(tx, ctx, payerId));
  return { names: inCharge.filter(({ contactId }) => contactId !== self).map(({ name }) => name) };
}
