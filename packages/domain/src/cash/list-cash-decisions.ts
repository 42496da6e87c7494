import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { cashDecisions } from "@openitem/db/schema/matching";
import { approvals } from "@openitem/db/schema/work";
import { and, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { grantLimit } from "./grant-limit.ts";

export const listCashDecisionsInput = z.object({
  status: z.enum(["applied", "awaiting_approval", "refused", "withdrawn", "undone"]).nullish(),
  /** Those that wait, are not the reader's own, and are within his limit. */
  forMe: z.boolean().default(false),
  customerId: z.uuid().nullish(),
  itemId: z.uuid().nullish(),
  after: z.object({ at: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** What was decided or asked for about money and rests, the newest first, with its request when it needs one. */
export async function listCashDecisions(ctx: Context, raw: z.input<typeof listCashDecisionsInput> = {}) {
  const { status, forMe, customerId, itemId, after, limit } = listCashDecisionsInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(cashDecisions),
        itemNumber: items.number,
        itemKind: items.kind,
        customerNumber: customers.number,
        customerName: customers.name,
        approvalId: approvals.id,
        approvalFacts: approvals.facts,
        requestedBy: approvals.requestedBy,
        decisionNote: approvals.decisionNote,
        approvedByName: approvals.decidedByName,
      })
      .from(cashDecisions)
      .innerJoin(
        items,
        and(eq(items.organizationId, cashDecisions.organizationId), eq(items.id, cashDecisions.itemId)),
      )
      .innerJoin(
        customers,
        and(
          eq(customers.organizationId, cashDecisions.organizationId),
          eq(customers.id, cashDecisions.customerId),
        ),
      )
      .leftJoin(
        approvals,
        and(
          eq(approvals.organizationId, cashDecisions.organizationId),
          eq(approvals.subjectKind, "cash_decision"),
          eq(approvals.subjectId, cashDecisions.id),
        ),
      )
      .where(
        and(
          eq(cashDecisions.organizationId, ctx.organizationId),
          status ? eq(cashDecisions.status, status) : undefined,
          forMe ? await waitingForMe(tx, ctx) : undefined,
          customerId ? eq(cashDecisions.customerId, customerId) : undefined,
          itemId ? eq(cashDecisions.itemId, itemId) : undefined,
          after
            ? sql`(${cashDecisions.decidedAt}, ${cashDecisions.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`
            : undefined,
        ),
      )
      .orderBy(desc(cashDecisions.decidedAt), desc(cashDecisions.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? { at: last.decidedAt, id: last.id } : null,
    };
  });
}

export type CashDecisionRow = Awaited<ReturnType<typeof listCashDecisions>>["rows"][number];

/** How many requests about money wait: for the reader, his own, and in all. */
export async function countCashRequests(
  ctx: Context,
): Promise<{ forMe: number; mine: number; pending: number }> {
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const counted = (condition: SQL | undefined) =>
      sql<number>`count(*) filter (where ${condition ?? sql`true`})::int`;
    const [row] = await tx
      .select({
        forMe: counted(await waitingForMe(tx, ctx)),
        mine: counted(eq(cashDecisions.decidedBy, actorKey(ctx.actor))),
        pending: counted(undefined),
      })
      .from(cashDecisions)
      .where(
        and(
          eq(cashDecisions.organizationId, ctx.organizationId),
          eq(cashDecisions.status, "awaiting_approval"),
        ),
      );
    return row ?? { forMe: 0, mine: 0, pending: 0 };
  });
}

async function waitingForMe(tx: Tx, ctx: Context): Promise<SQL | undefined> {
  if (!may(ctx.actor, "approval.decide")) return sql`false`;
  const [dispute, cash] = [await readPolicy(tx, ctx, "dispute"), await readPolicy(tx, ctx, "cash")];
  const waiting = await tx
    .selectDistinct({ kind: cashDecisions.kind, currency: cashDecisions.currency })
    .from(cashDecisions)
    .where(
      and(
        eq(cashDecisions.organizationId, ctx.organizationId),
        eq(cashDecisions.status, "awaiting_approval"),
      ),
    );
  const within = waiting.map(({ kind, currency }) => {
    const limitMinor = grantLimit({ dispute, cash }, ctx.actor, kind, currency);
    return sql`(${cashDecisions.kind} = ${kind} and ${cashDecisions.currency} = ${currency} and ${cashDecisions.amountMinor} <= ${limitMinor})`;
  });
  if (within.length === 0) return sql`false`;
  return sql`(${cashDecisions.status} = 'awaiting_approval' and ${cashDecisions.decidedBy} <> ${actorKey(ctx.actor)} and (${sql.join(within, sql` or `)}))`;
}
