import { staff } from "@openitem/db/schema/access";
import { disputeCauses } from "@openitem/db/schema/disputes";
import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const listCausesInput = z.object({
  status: z.enum(["open", "fixed"]).nullish(),
  /** Only causes that are about this reason or product, or about any. */
  reason: z.string().max(50).nullish(),
  product: z.string().max(100).nullish(),
  after: z.object({ createdAt: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(100),
});

/** Amounts of disputes in one currency. */
export type CauseAmount = { currency: string; count: number; askedMinor: bigint; creditedMinor: bigint };

type Amount = { currency: string; count: number; asked: string; credited: string };

/** What decisions that were applied gave of the dispute `d`; a corrected invoice gives the difference. */
export const CREDITED = sql`(
  select coalesce(sum(c.amount_minor - coalesce(c.rebill_minor, 0)), 0) from dispute_decisions x
  join dispute_decision_items c on c.organization_id = x.organization_id and c.decision_id = x.id
  where x.organization_id = d.organization_id and x.dispute_id = d.id and x.status = 'applied')`;

/** Root causes, the newest first, with their owner and what disputes they have brought, per currency. */
export async function listCauses(ctx: Context, raw: z.input<typeof listCausesInput>) {
  const { status, reason, product, after, limit } = listCausesInput.parse(raw);
  permit(ctx.actor, "work.read");
  const { createdAt, id } = disputeCauses;
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(disputeCauses),
        ownerName: staff.name,
        amounts: sql<Amount[]>`coalesce((
          select jsonb_agg(jsonb_build_object('currency', b.currency, 'count', b.count, 'asked', b.asked::text, 'credited', b.credited::text) order by b.currency)
          from (select d.currency, count(*)::int as count, sum(d.amount_minor) as asked, sum(${CREDITED}) as credited
            from disputes d where d.organization_id = ${disputeCauses.organizationId} and d.cause_id = ${id} and d.status <> 'merged'
            group by d.currency) b), '[]')`,
      })
      .from(disputeCauses)
      .leftJoin(
        staff,
        and(eq(staff.organizationId, disputeCauses.organizationId), eq(staff.id, disputeCauses.ownerId)),
      )
      .where(
        and(
          eq(disputeCauses.organizationId, ctx.organizationId),
          status ? eq(disputeCauses.status, status) : undefined,
          reason ? sql`coalesce(${disputeCauses.reason}, ${reason}) = ${reason}` : undefined,
          product ? sql`coalesce(${disputeCauses.product}, ${product}) = ${product}` : undefined,
          after
            ? sql`(${createdAt}, ${id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(limit + 1);
    const page = rows.slice(0, limit).map((row) => ({ ...row, amounts: row.amounts.map(amountOf) }));
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null,
    };
  });
}

export type CauseRow = Awaited<ReturnType<typeof listCauses>>["rows"][number];

const amountOf = ({ currency, count, asked, credited }: Amount): CauseAmount => ({
  currency,
  count,
  askedMinor: BigInt(asked),
  creditedMinor: BigInt(credited),
});
