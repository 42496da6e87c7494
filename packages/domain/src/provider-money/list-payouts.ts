import { bankLines } from "@openitem/db/schema/bank";
import { payouts } from "@openitem/db/schema/provider-money";
import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { dayIn, daysBetween } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { differencesOf, namedBy, neededMinor, type PayoutDifference, windowOf } from "./payout.ts";
import { neededSum, type PayoutRow, readOpenLines, readPayoutFacts } from "./read-payout-facts.ts";

export const listPayoutsInput = z.object({
  /** Untied: the bank has not shown all of it. */
  view: z.enum(["all", "untied", "tied"]).default("all"),
  currency: z.string().length(3).nullish(),
  /** The last row of the page before. */
  after: z.object({ arrivesOn: z.iso.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

type BankLineRow = typeof bankLines.$inferSelect;

export type ListedPayout = PayoutRow & {
  /** Its lines at the bank. */
  ties: BankLineRow[];
  differences: PayoutDifference[];
};

/** Payouts, the last to arrive first, with their lines at the bank and what does not agree. */
export async function listPayouts(ctx: Context, raw: z.input<typeof listPayoutsInput>) {
  const { view, currency, after, limit } = listPayoutsInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const rows = await describePayouts(
      tx,
      ctx,
      and(
        view === "all" ? undefined : view === "untied" ? sql`${neededSum} <> 0` : sql`${neededSum} = 0`,
        currency ? eq(payouts.currency, currency) : undefined,
        after
          ? sql`(${payouts.arrivesOn}, ${payouts.id}) < (${after.arrivesOn}::date, ${after.id}::uuid)`
          : undefined,
      ),
      limit + 1,
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1)?.payout;
    const next = last && rows.length > limit ? { arrivesOn: last.arrivesOn, id: last.id } : null;
    return { rows: page, next };
  });
}

export type PayoutTotal = {
  currency: string;
  count: number;
  minor: bigint;
  untied: number;
  untiedMinor: bigint;
};

/** How many payouts there are, of how much, and how much of it the bank has not shown. Exact, per currency. */
export async function totalPayouts(ctx: Context): Promise<PayoutTotal[]> {
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        currency: payouts.currency,
        count: sql<number>`count(*)::int`,
        minor: sql<string>`coalesce(sum(${payouts.amountMinor}) filter (where ${payouts.status} not in ('failed', 'canceled')), 0)`,
        untied: sql<number>`count(*) filter (where ${neededSum} <> 0)::int`,
        untiedMinor: sql<string>`sum(${neededSum})`,
      })
      .from(payouts)
      .where(eq(payouts.organizationId, ctx.organizationId))
      .groupBy(payouts.currency)
      .orderBy(payouts.currency);
    return rows.map((row) => ({ ...row, minor: BigInt(row.minor), untiedMinor: BigInt(row.untiedMinor) }));
  });
}

/** Payouts with their ties and differences as of today. */
export async function describePayouts(
  tx: Tx,
  ctx: Context,
  where: SQL | undefined,
  limit?: number,
): Promise<ListedPayout[]> {
  const rows = await readPayoutFacts(tx, ctx, where, {
    orderBy: [desc(payouts.arrivesOn), desc(payouts.id)],
    ...(limit === undefined ? {} : { limit }),
  });
  if (rows.length === 0) return [];
  const policy = await readPolicy(tx, ctx, "provider_money");
  const windows = rows.map(({ payout }) => windowOf(payout, policy));
  const open = await readOpenLines(tx, ctx, {
    currencies: [...new Set(rows.map(({ payout }) => payout.currency))],
    from: windows.map(({ from }) => from).toSorted()[0]!,
    to: windows
      .map(({ to }) => to)
      .toSorted()
      .at(-1)!,
  });
  const ties = await tx
    .select()
    .from(bankLines)
    .where(
      and(
        eq(bankLines.organizationId, ctx.organizationId),
        inArray(
          bankLines.payoutId,
          rows.map(({ payout }) => payout.id),
        ),
      ),
    );
  const today = dayIn(ctx.now, "UTC");
  const wanted = new Set(rows.map(({ payout, tiedMinor }) => neededMinor(payout, tiedMinor)));
  return rows.map((row) => {
    const { from, to } = windowOf(row.payout, policy);
    const needed = neededMinor(row.payout, row.tiedMinor);
    const isLate = daysBetween(row.payout.arrivesOn, today) > policy.lateAfterDays;
    const near = open.filter((line) => {
      if (line.currency !== row.payout.currency || line.bookedOn < from || line.bookedOn > to) return false;
      const by = line.amountMinor === needed ? null : namedBy(line, row.payout, policy);
      // A name alone may be another payout's: of the same amount, or of one that is still to come.
      return by === "trace" || (by === "descriptor" && isLate && !wanted.has(line.amountMinor));
    });
    return {
      ...row,
      ties: ties.filter((line) => line.payoutId === row.payout.id),
      differences: differencesOf(row, { today, policy, near, unexplained: row.unexplained }),
    };
  });
}
