import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { canHappen } from "../kernel/transitions.ts";
import { may } from "../policies/permissions.ts";
import { CHARGE_TRANSITIONS } from "./charge.ts";
import { missingCharge, readLines } from "./lock-charge.ts";
import { fromHeld } from "./plan-charge.ts";

/**
 * A charge with what it pays, what it leaves out and why, its method and its payment, and whether the reader may stop
 * it. Refuses `charge.missing`.
 */
export async function readCharge(ctx: Context, chargeId: string) {
  if (!z.uuid().safeParse(chargeId).success) throw missingCharge();
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        charge: charges,
        customer: customers,
        method: {
          id: paymentMethods.id,
          kind: paymentMethods.kind,
          brand: paymentMethods.brand,
          last4: paymentMethods.last4,
          status: paymentMethods.status,
        },
        payment: payments,
      })
      .from(charges)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, charges.organizationId), eq(customers.id, charges.customerId)),
      )
      .innerJoin(
        paymentMethods,
        and(
          eq(paymentMethods.organizationId, charges.organizationId),
          eq(paymentMethods.id, charges.methodId),
        ),
      )
      .leftJoin(
        payments,
        and(eq(payments.organizationId, charges.organizationId), eq(payments.id, charges.paymentId)),
      )
      .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.id, chargeId)));
    if (!row) throw missingCharge();
    const { charge } = row;
    return {
      ...row,
      charge: { ...charge, held: fromHeld(charge.held) },
      lines: await readLines(tx, ctx, chargeId),
      can: {
        stop:
          canHappen(CHARGE_TRANSITIONS, "stop", charge.status) &&
          may(ctx.actor, "charge.stop", charge.customerId),
      },
    };
  });
}

export type ChargeDetail = Awaited<ReturnType<typeof readCharge>>;
