import { customers } from "@openitem/db/schema/customers";
import { payerAliases } from "@openitem/db/schema/matching";
import { and, desc, eq, getTableColumns, ilike, isNull, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const listAliasesInput = z.object({
  customerId: z.uuid().nullish(),
  search: searchText(60).nullish(),
  /** With those that ended: the history. */
  withEnded: z.boolean().default(false),
  after: z.object({ at: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(500).default(100),
});

/** Names and accounts that pay for customers, as learnt, the newest first. */
export async function listAliases(ctx: Context, raw: z.input<typeof listAliasesInput> = {}) {
  const { customerId, search, withEnded, after, limit } = listAliasesInput.parse(raw);
  permit(ctx.actor, "work.read");
  const like = search ? `%${search.replace(/[\\%_]/g, "\\$&")}%` : null;
  return read(ctx, (tx) =>
    tx
      .select({
        ...getTableColumns(payerAliases),
        customerNumber: customers.number,
        customerName: customers.name,
      })
      .from(payerAliases)
      .innerJoin(
        customers,
        and(
          eq(customers.organizationId, payerAliases.organizationId),
          eq(customers.id, payerAliases.customerId),
        ),
      )
      .where(
        and(
          eq(payerAliases.organizationId, ctx.organizationId),
          customerId ? eq(payerAliases.customerId, customerId) : undefined,
          withEnded ? undefined : isNull(payerAliases.endedAt),
          like
            ? or(
                ilike(payerAliases.written, like),
                ilike(customers.name, like),
                ilike(customers.number, like),
              )
            : undefined,
          after
            ? sql`(${payerAliases.learntAt}, ${payerAliases.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(payerAliases.learntAt), desc(payerAliases.id))
      .limit(limit),
  );
}

export type AliasRow = Awaited<ReturnType<typeof listAliases>>[number];
