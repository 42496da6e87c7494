import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { gatewayCalls } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** The call by which a payment is charged without a page; null for a payment that has one. */
export async function findChargeCall(tx: Tx, ctx: Context, paymentId: string) {
  const [call] = await tx
    .select()
    .from(gatewayCalls)
    .where(
      and(
        eq(gatewayCalls.organizationId, ctx.organizationId),
        eq(gatewayCalls.paymentId, paymentId),
        eq(gatewayCalls.kind, "charge.create"),
      ),
    );
  return call ?? null;
}

/** The charge that a payment was last made for, and whose the charged method is at the provider. */
export async function findChargeOf(
  tx: Tx,
  ctx: Context,
  paymentId: string,
): Promise<{ chargeId: string; customerRef: string } | null> {
  const [row] = await tx
    .select({ chargeId: charges.id, customerRef: paymentMethods.providerCustomerRef })
    .from(charges)
    .innerJoin(
      paymentMethods,
      and(eq(paymentMethods.organizationId, charges.organizationId), eq(paymentMethods.id, charges.methodId)),
    )
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.paymentId, paymentId)));
  return row ?? null;
}
