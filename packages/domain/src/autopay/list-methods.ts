import { paymentMethods } from "@openitem/db/schema/autopay";
import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const listMethodsInput = z.object({
  customerIds: z.array(z.uuid()).min(1).max(5_000),
  /** Also those that came to nothing or were ended. */
  withEnded: z.boolean().default(false),
});

/** The kept payment methods of accounts, the newest first. What the provider knows them by stays with us. */
export async function listMethods(ctx: Context, raw: z.input<typeof listMethodsInput>) {
  const { customerIds, withEnded } = listMethodsInput.parse(raw);
  for (const customerId of customerIds) permit(ctx.actor, "account.read", customerId);
  return read(ctx, (tx) =>
    tx
      .select({
        id: paymentMethods.id,
        customerId: paymentMethods.customerId,
        kind: paymentMethods.kind,
        brand: paymentMethods.brand,
        last4: paymentMethods.last4,
        expiresOn: paymentMethods.expiresOn,
        hasMandate: paymentMethods.mandateRef,
        status: paymentMethods.status,
        failure: paymentMethods.failure,
        addedByName: paymentMethods.addedByName,
        createdAt: paymentMethods.createdAt,
        activeAt: paymentMethods.activeAt,
        endedAt: paymentMethods.endedAt,
      })
      .from(paymentMethods)
      .where(
        and(
          eq(paymentMethods.organizationId, ctx.organizationId),
          inArray(paymentMethods.customerId, customerIds),
          withEnded ? undefined : inArray(paymentMethods.status, ["pending", "active"]),
        ),
      )
      .orderBy(desc(paymentMethods.createdAt)),
  ).then((rows) => rows.map((row) => ({ ...row, hasMandate: row.hasMandate !== null })));
}

export type MethodRow = Awaited<ReturnType<typeof listMethods>>[number];
