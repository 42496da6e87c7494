import { customers } from "@openitem/db/schema/customers";
import { payments } from "@openitem/db/schema/payments";
import { and, desc, eq, getTableColumns, inArray, lt, or, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import type { PaymentStatus } from "./payment.ts";

const GROUPS: Readonly<Record<"under_way" | "settled" | "not_paid" | "back", readonly PaymentStatus[]>> = {
  under_way: ["created", "submitted", "processing"],
  settled: ["settled"],
  not_paid: ["failed", "expired", "cancelled"],
  back: ["part_refunded", "refunded", "returned", "charged_back"],
};

export const listPaymentsInput = z.object({
  /** None: all that the reader may see. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  group: z.enum(["under_way", "settled", "not_paid", "back"]).nullish(),
  search: searchText(60).nullish(),
  before: z.object({ createdAt: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Payments, the newest first; `before` is the last row of the page before. Payments never sent anywhere are left out of nothing. */
export async function listPayments(ctx: Context, raw: z.input<typeof listPaymentsInput>) {
  const { customerIds, group, search, before, limit } = listPaymentsInput.parse(raw);
  const conditions: (SQL | undefined)[] = [
    eq(payments.organizationId, ctx.organizationId),
    customerIds ? inArray(payments.customerId, customerIds) : undefined,
    group ? inArray(payments.status, [...GROUPS[group]]) : undefined,
    search
      ? or(
          eq(payments.number, search.toUpperCase()),
          eq(payments.checkoutId, search),
          eq(payments.intentId, search),
        )
      : undefined,
    before
      ? or(
          lt(payments.createdAt, before.createdAt),
          and(eq(payments.createdAt, before.createdAt), lt(payments.id, before.id)),
        )
      : undefined,
  ];
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(payments),
        customerName: customers.name,
        customerNumber: customers.number,
      })
      .from(payments)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, payments.organizationId), eq(customers.id, payments.customerId)),
      )
      .where(and(...conditions))
      .orderBy(desc(payments.createdAt), desc(payments.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null,
    };
  });
}

export type PaymentRow = Awaited<ReturnType<typeof listPayments>>["rows"][number];
