import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { and, desc, eq, getTableColumns, inArray, lt, or } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import type { ChargeStatus } from "./charge.ts";
import { fromHeld } from "./plan-charge.ts";

const GROUPS: Readonly<Record<"coming" | "started" | "settled" | "not_made", readonly ChargeStatus[]>> = {
  coming: ["planned", "announced", "held"],
  started: ["started"],
  settled: ["settled"],
  not_made: ["failed", "stopped"],
};

export const listChargesInput = z.object({
  /** None: all that the reader may see. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  group: z.enum(["coming", "started", "settled", "not_made"]).nullish(),
  before: z.object({ chargeOn: z.string(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Charges that come by themselves, the latest day first; `before` is the last row of the page before. */
export async function listCharges(ctx: Context, raw: z.input<typeof listChargesInput>) {
  const { customerIds, group, before, limit } = listChargesInput.parse(raw);
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(charges),
        customerName: customers.name,
        customerNumber: customers.number,
        methodKind: paymentMethods.kind,
        methodBrand: paymentMethods.brand,
        methodLast4: paymentMethods.last4,
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
      .where(
        and(
          eq(charges.organizationId, ctx.organizationId),
          customerIds ? inArray(charges.customerId, customerIds) : undefined,
          group ? inArray(charges.status, [...GROUPS[group]]) : undefined,
          before
            ? or(
                lt(charges.chargeOn, before.chargeOn),
                and(eq(charges.chargeOn, before.chargeOn), lt(charges.id, before.id)),
              )
            : undefined,
        ),
      )
      .orderBy(desc(charges.chargeOn), desc(charges.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit).map((row) => ({ ...row, held: fromHeld(row.held) }));
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? { chargeOn: last.chargeOn, id: last.id } : null,
    };
  });
}

export type ChargeRow = Awaited<ReturnType<typeof listCharges>>["rows"][number];
