import { customers } from "@openitem/db/schema/customers";
import { disputeDecisions, disputes } from "@openitem/db/schema/disputes";
import { approvals } from "@openitem/db/schema/work";
import { and, asc, desc, eq, getTableColumns, ne, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import type { Outcome } from "../resolutions/resolution.ts";

export const listApprovalsInput = z.object({
  /** For me: pending, not mine and within my own limit. Mine: pending, asked for by me. */
  view: z.enum(["for_me", "mine", "pending", "decided"]).default("for_me"),
  /** The last row of the page before: when it was asked for, or decided. */
  after: z.object({ at: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

type View = z.output<typeof listApprovalsInput>["view"];

/** Requests for approval: those that wait, the longest waiting first; those that were decided, the last one first. */
export async function listApprovals(ctx: Context, raw: z.input<typeof listApprovalsInput>) {
  const { view, after, limit } = listApprovalsInput.parse(raw);
  permit(ctx.actor, "work.read");
  const isDecided = view === "decided";
  const at = isDecided ? approvals.decidedAt : approvals.requestedAt;
  const row = sql`(${at}, ${approvals.id})`;
  const last = sql`(${after?.at.toISOString()}::timestamptz, ${after?.id}::uuid)`;
  const following = isDecided ? sql`${row} < ${last}` : sql`${row} > ${last}`;
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(approvals),
        customerName: customers.name,
        customerNumber: customers.number,
        disputeId: disputes.id,
        disputeNumber: disputes.number,
        outcome: disputeDecisions.outcome,
        reason: disputeDecisions.reason,
      })
      .from(approvals)
      .innerJoin(customers, itsCustomer)
      .innerJoin(disputeDecisions, itsDecision)
      .innerJoin(disputes, itsDispute)
      .where(and(await conditionOf(tx, ctx, view), after ? following : undefined))
      .orderBy(...(isDecided ? [desc(at), desc(approvals.id)] : [asc(at), asc(approvals.id)]))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = last && { at: last.decidedAt ?? last.requestedAt, id: last.id };
    return { rows: page, next: rows.length > limit && next ? next : null };
  });
}

export type ApprovalRow = Awaited<ReturnType<typeof listApprovals>>["rows"][number];
export type ApprovalCounts = Record<"forMe" | "mine" | "pending", number>;

/** How many requests wait: for me, of mine, and in all. */
export async function countApprovals(ctx: Context): Promise<ApprovalCounts> {
  permit(ctx.actor, "work.read");
  const counted = (condition: SQL | undefined) =>
    sql<number>`count(*) filter (where ${condition ?? sql`true`})::int`;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        forMe: counted(await conditionOf(tx, ctx, "for_me")),
        mine: counted(await conditionOf(tx, ctx, "mine")),
        pending: counted(undefined),
      })
      .from(approvals)
      .innerJoin(disputeDecisions, itsDecision)
      .innerJoin(disputes, itsDispute)
      .where(await conditionOf(tx, ctx, "pending"));
    return row ?? { forMe: 0, mine: 0, pending: 0 };
  });
}

const itsDecision = and(
  eq(disputeDecisions.organizationId, approvals.organizationId),
  eq(disputeDecisions.id, approvals.subjectId),
);
const itsDispute = and(
  eq(disputes.organizationId, disputeDecisions.organizationId),
  eq(disputes.id, disputeDecisions.disputeId),
);
const itsCustomer = and(
  eq(customers.organizationId, approvals.organizationId),
  eq(customers.id, approvals.customerId),
);

async function conditionOf(tx: Tx, ctx: Context, view: View): Promise<SQL | undefined> {
  const ours = eq(approvals.organizationId, ctx.organizationId);
  if (view === "decided") return and(ours, ne(approvals.status, "pending"));
  // What the customer has withdrawn waits for nobody, even before its request is taken back.
  const pending = and(ours, eq(approvals.status, "pending"), eq(disputes.status, "awaiting_approval"));
  const own = eq(approvals.requestedBy, actorKey(ctx.actor));
  if (view === "mine") return and(pending, own);
  if (view === "pending") return pending;
  return and(pending, sql`not ${own}`, await withinMyLimits(tx, ctx));
}

/** What the reader may grant: in each currency that something waits in, up to his limit for such an outcome. */
async function withinMyLimits(tx: Tx, ctx: Context): Promise<SQL> {
  if (!may(ctx.actor, "approval.decide")) return sql`false`;
  const policy = await readPolicy(tx, ctx, "dispute");
  const waiting = await tx
    .selectDistinct({ currency: approvals.currency })
    .from(approvals)
    .where(and(eq(approvals.organizationId, ctx.organizationId), eq(approvals.status, "pending")));
  const within = waiting.flatMap(({ currency }) =>
    OUTCOMES.map((outcome) => {
      const limitMinor = limitOf(policy, ctx.actor, outcome, currency);
      return sql`(${approvals.currency} = ${currency} and ${disputeDecisions.outcome} = ${outcome} and ${approvals.amountMinor} <= ${limitMinor})`;
    }),
  );
  return or(...within) ?? sql`false`;
}

const OUTCOMES: readonly Outcome[] = ["credit", "part_credit", "rebill", "goodwill", "write_off"];
