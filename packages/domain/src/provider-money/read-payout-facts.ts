import { bankAccounts, bankLines } from "@openitem/db/schema/bank";
import { payouts } from "@openitem/db/schema/provider-money";
import { and, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Payout, PayoutFacts } from "./payout.ts";

export type PayoutRow = PayoutFacts & {
  payout: Payout;
  movements: number;
  unexplained: { minor: bigint; count: number };
};

/** What went out with a payout: all its movements but those that are the payout itself. Of `payouts`, unaliased. */
const ofMovements = (what: string): SQL<string> =>
  sql<string>`(select ${sql.raw(what)} from balance_transactions b where b.organization_id = payouts.organization_id
    and b.payout_id = payouts.id and b.source_id is distinct from payouts.provider_id)`;

const TIED = `(select coalesce(sum(l.amount_minor), 0) from bank_lines l
  where l.organization_id = payouts.organization_id and l.payout_id = payouts.id)`;

/** What the bank has still to show; zero when all of it is tied. */
export const neededSum = sql.raw(
  `(case when payouts.status in ('failed', 'canceled') then 0 else payouts.amount_minor end - ${TIED})`,
);

/** Payouts with what their movements and their lines at the bank sum to. */
export async function readPayoutFacts(
  tx: Tx,
  ctx: Context,
  where: SQL | undefined,
  page: { orderBy: SQL[]; limit?: number },
): Promise<PayoutRow[]> {
  const query = tx
    .select({
      payout: getTableColumns(payouts),
      moved: ofMovements("coalesce(sum(net_minor), 0)"),
      movements: ofMovements("count(*)"),
      unexplained: ofMovements("coalesce(sum(net_minor) filter (where unexplained is not null), 0)"),
      unexplainedCount: ofMovements("count(*) filter (where unexplained is not null)"),
      tied: sql<string>`${sql.raw(TIED)}`,
    })
    .from(payouts)
    .where(and(eq(payouts.organizationId, ctx.organizationId), where))
    .orderBy(...page.orderBy);
  const rows = await (page.limit === undefined ? query : query.limit(page.limit));
  return rows.map(({ payout, moved, movements, unexplained, unexplainedCount, tied }) => ({
    payout,
    movedMinor: BigInt(moved),
    movements: Number(movements),
    unexplained: { minor: BigInt(unexplained), count: Number(unexplainedCount) },
    tiedMinor: BigInt(tied),
  }));
}

/** Lines at banks that are open, in these currencies and days. */
export async function readOpenLines(
  tx: Tx,
  ctx: Context,
  { currencies, from, to }: { currencies: readonly string[]; from: string; to: string },
) {
  return tx
    .select(getTableColumns(bankLines))
    .from(bankLines)
    .innerJoin(
      bankAccounts,
      and(
        eq(bankAccounts.organizationId, bankLines.organizationId),
        eq(bankAccounts.id, bankLines.bankAccountId),
        eq(bankAccounts.ledgerAccount, "bank"),
      ),
    )
    .where(
      and(
        eq(bankLines.organizationId, ctx.organizationId),
        eq(bankLines.state, "open"),
        inArray(bankLines.currency, [...currencies]),
        sql`${bankLines.bookedOn} between ${from}::date and ${to}::date`,
      ),
    );
}
