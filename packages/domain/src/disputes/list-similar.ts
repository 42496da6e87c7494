import { disputeCauses } from "@openitem/db/schema/disputes";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { Dispute, DisputeStatus } from "./dispute.ts";
import { missingDispute } from "./lock-dispute.ts";
import { type Outcome, outcomeOf } from "./progress.ts";

export const listSimilarInput = z.object({
  disputeId: z.uuid(),
  limit: z.number().int().min(1).max(50).default(8),
  /** How far back the sums go. */
  days: z.number().int().min(1).max(3_650).default(180),
});

export type SimilarDispute = {
  id: string;
  number: string;
  status: DisputeStatus;
  reason: string;
  product: string | null;
  customerId: string;
  customerName: string;
  currency: string;
  amountMinor: bigint;
  creditedMinor: bigint;
  outcome: Outcome | null;
  grounds: string | null;
  raisedAt: Date;
};

export type Similar = {
  /** Of other customers with the same reason; those about the same product first, then the newest. */
  elsewhere: SimilarDispute[];
  /** Earlier ones of this customer, the newest first. */
  earlier: SimilarDispute[];
  /** All of this reason, and of this product where it has one, in the dispute's currency, itself included. */
  alike: { count: number; amountMinor: bigint; since: Date };
  cause: Pick<typeof disputeCauses.$inferSelect, "id" | "title" | "status" | "ownerId" | "action"> | null;
};

type Raw = {
  id: string;
  number: string;
  status: DisputeStatus;
  reason: string;
  product: string | null;
  customer_id: string;
  customer_name: string;
  currency: string;
  amount: string;
  credited: string | null;
  outcome: string | null;
  decided: string | null;
  grounds: string | null;
  raised: string;
};

const DAY_MS = 86_400_000;

/** What was disputed like this before: for who decides. Refuses `dispute.missing`. */
export async function listSimilar(ctx: Context, raw: z.input<typeof listSimilarInput>): Promise<Similar> {
  const { disputeId, limit, days } = listSimilarInput.parse(raw);
  permit(ctx.actor, "account.read");
  const since = new Date(ctx.now.getTime() - days * DAY_MS);
  return read(ctx, async (tx) => {
    const [dispute] = (await tx.execute(sql`
      select id, customer_id as "customerId", reason, product, currency, cause_id as "causeId", raised_at::text as "raisedAt"
      from disputes where organization_id = ${ctx.organizationId} and id = ${disputeId}`)) as unknown as (Pick<
      Dispute,
      "id" | "customerId" | "reason" | "product" | "currency" | "causeId"
    > & { raisedAt: string })[];
    if (!dispute) throw missingDispute();
    const { customerId, reason, product, currency, causeId } = dispute;
    const mine = sql`d.organization_id = ${ctx.organizationId}`;
    const [alike] = (await tx.execute(sql`
      select count(*)::int as count, coalesce(sum(d.amount_minor), 0)::text as amount from disputes d
      where ${mine} and d.reason = ${reason} and (${product}::text is null or d.product = ${product})
        and d.currency = ${currency} and d.raised_at >= ${since.toISOString()}::timestamptz and d.status <> 'merged'`)) as unknown as {
      count: number;
      amount: string;
    }[];
    return {
      elsewhere: await readAlike(
        tx,
        sql`${mine} and d.reason = ${reason} and d.customer_id <> ${customerId}`,
        {
          product,
          limit,
        },
      ),
      earlier: await readAlike(
        tx,
        sql`${mine} and d.customer_id = ${customerId} and d.id <> ${disputeId}
          and (d.raised_at, d.id) < (${dispute.raisedAt}::timestamptz, ${disputeId}::uuid)`,
        { product: null, limit },
      ),
      alike: { count: alike?.count ?? 0, amountMinor: BigInt(alike?.amount ?? 0), since },
      cause: causeId ? await readCause(tx, ctx, causeId) : null,
    };
  });
}

async function readAlike(
  tx: Tx,
  condition: ReturnType<typeof sql>,
  { product, limit }: { product: string | null; limit: number },
): Promise<SimilarDispute[]> {
  const rows = (await tx.execute(sql`
    select d.id, d.number, d.status, d.reason, d.product, d.customer_id, c.name as customer_name, d.currency,
      d.amount_minor::text as amount, credited.minor::text as credited, last.outcome, last.amount_minor::text as decided,
      last.grounds, d.raised_at::text as raised
    from disputes d
    join customers c on c.organization_id = d.organization_id and c.id = d.customer_id
    left join lateral (
      select x.outcome, x.amount_minor, x.grounds from dispute_decisions x
      where x.organization_id = d.organization_id and x.dispute_id = d.id and x.status = 'applied'
      order by x.applied_at desc, x.id desc limit 1
    ) last on true
    left join lateral (
      select sum(x.amount_minor) as minor from dispute_decisions x
      where x.organization_id = d.organization_id and x.dispute_id = d.id and x.status = 'applied'
    ) credited on true
    where ${condition} and d.status <> 'merged'
    order by coalesce(d.product = ${product}::text, false) desc, d.raised_at desc, d.id desc
    limit ${limit}`)) as unknown as Raw[];
  return rows.map((row) => {
    const amountMinor = BigInt(row.amount);
    return {
      id: row.id,
      number: row.number,
      status: row.status,
      reason: row.reason,
      product: row.product,
      customerId: row.customer_id,
      customerName: row.customer_name,
      currency: row.currency,
      amountMinor,
      creditedMinor: BigInt(row.credited ?? 0),
      outcome: outcomeOf(
        row.outcome ? { outcome: row.outcome, amountMinor: BigInt(row.decided ?? 0) } : null,
        { status: row.status, amountMinor },
      ),
      grounds: row.grounds,
      raisedAt: new Date(row.raised),
    };
  });
}

async function readCause(tx: Tx, ctx: Context, causeId: string): Promise<Similar["cause"]> {
  const [cause] = await tx
    .select({
      id: disputeCauses.id,
      title: disputeCauses.title,
      status: disputeCauses.status,
      ownerId: disputeCauses.ownerId,
      action: disputeCauses.action,
    })
    .from(disputeCauses)
    .where(and(eq(disputeCauses.organizationId, ctx.organizationId), eq(disputeCauses.id, causeId)));
  return cause ?? null;
}
