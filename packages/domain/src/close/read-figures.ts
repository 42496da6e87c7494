import { bankAccounts } from "@openitem/db/schema/bank";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { loadStatements } from "../bank/load-standing.ts";
import { gapsOf } from "../bank/statement-chain.ts";
import { OPEN_DISPUTE } from "../disputes/dispute.ts";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { minorDigits, parseDecimal, sum } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import type { CheckCode, Figure, Money } from "./check.ts";
import type { ClosePolicy } from "./close-policy.ts";
import type { Days } from "./period.ts";
import { allowanceOf, type PeriodAgeing, readAgeing, readTies, type Tie } from "./read-ties.ts";

/** Whose month it is. `timeZone` says when its last day ends. */
export type FigureScope = { legalEntityId: string; timeZone: string } & Days;

export type Figures = {
  checks: Readonly<Record<CheckCode, Figure>>;
  ties: readonly Tie[];
  ageing: readonly PeriodAgeing[];
};

/** A step: what every check of a month finds now, and what it found it in. */
export async function readFigures(
  tx: Tx,
  ctx: Context,
  scope: FigureScope,
  policy: ClosePolicy,
): Promise<Figures> {
  const org = ctx.organizationId;
  const { legalEntityId, fromOn, toOn, timeZone } = scope;
  const own = (alias: SQL) =>
    sql`${alias}.organization_id = ${org} and ${alias}.legal_entity_id = ${legalEntityId}`;
  const end = sql`((${addDays(toOn, 1)}::date)::timestamp at time zone ${timeZone}::text)`;
  const start = sql`((${fromOn}::date)::timestamp at time zone ${timeZone}::text)`;

  const [ties, ageing, events, lines, statements, payouts, provider, unapplied, flight, disputes, waived] =
    await Promise.all([
      readTies(tx, ctx, scope),
      readAgeing(tx, ctx, scope),
      grouped(
        tx,
        sql`
        select null as currency, count(*) as items, 0 as minor from provider_events e
        where e.organization_id = ${org} and e.provider = 'stripe' and e.received_at < ${end}
          and e.status in ('received', 'parked', 'failed')`,
      ),
      grouped(
        tx,
        sql`
        select l.currency, count(*) as items, sum(abs(l.amount_minor)) as minor from bank_lines l
        where ${own(sql`l`)} and l.state = 'open' and l.value_on <= ${toOn} group by l.currency`,
      ),
      incompleteStatements(tx, ctx, legalEntityId, toOn),
      grouped(
        tx,
        sql`
        select p.currency, count(*) as items, sum(abs(p.amount_minor)) as minor from payouts p
        cross join lateral (select case when p.status in ('failed', 'canceled') then 0 else p.amount_minor end as minor) due
        cross join lateral (select coalesce(sum(l.amount_minor), 0) as minor from bank_lines l
          where l.organization_id = p.organization_id and l.payout_id = p.id) tied
        cross join lateral (select coalesce(sum(b.net_minor), 0) as minor from balance_transactions b
          where b.organization_id = p.organization_id and b.payout_id = p.id and b.source_id is distinct from p.provider_id) moved
        where ${own(sql`p`)} and p.arrives_on <= ${toOn} and (due.minor <> tied.minor
          or (p.is_automatic and due.minor <> 0 and (not p.is_read or moved.minor <> p.amount_minor)))
        group by p.currency`,
      ),
      grouped(
        tx,
        sql`
        select b.currency, count(*) as items, sum(abs(b.net_minor)) as minor from balance_transactions b
        where ${own(sql`b`)} and b.unexplained is not null and b.occurred_at < ${end} group by b.currency`,
      ),
      grouped(
        tx,
        sql`
        select i.currency, count(*) as items, sum(i.open_minor) as minor from items i
        where ${own(sql`i`)} and i.kind = 'receipt' and i.held_as = 'unapplied' and i.open_minor > 0
          and i.issued_on <= ${addDays(toOn, -policy.unappliedDays)} group by i.currency`,
      ),
      // Begun by then, and by then neither settled nor come to nothing.
      grouped(
        tx,
        sql`
        select p.currency, count(*) as items, sum(p.amount_minor) as minor from payments p
        where ${own(sql`p`)} and p.created_at < ${end} and (p.settled_at is null or p.settled_at >= ${end})
          and (p.ended_at is null or p.ended_at >= ${end}) and p.amount_minor > 0 group by p.currency`,
      ),
      largeDisputes(tx, sql`${own(sql`d`)} and d.raised_at < ${end}`, policy),
      waivedAmounts(tx, own, start, end),
    ]);

  const differences = ties.filter((tie) => tie.subledgerMinor !== tie.controlMinor);
  const unaged = ageing.flatMap(({ currency, totalMinor }): Money[] => {
    const control = ties.find((tie) => tie.currency === currency && tie.account === "receivable");
    const minor = totalMinor - (control?.controlMinor ?? 0n);
    return minor === 0n ? [] : [{ currency, minor }];
  });
  return {
    ties,
    ageing,
    checks: {
      events_posted: against(events),
      bank_lines_matched: against(lines),
      statements_complete: against(statements),
      payouts_tied: against(payouts),
      provider_money_explained: against(provider),
      unapplied_cash: unapplied,
      payments_in_flight: flight,
      large_disputes: disputes,
      subledger_control: against({
        items: differences.length,
        amounts: differences.map(({ currency, subledgerMinor, controlMinor }) => ({
          currency,
          minor: subledgerMinor - controlMinor,
        })),
      }),
      ageing_control: against({ items: unaged.length, amounts: unaged }),
      write_offs_approved: waived,
      allowance_reviewed: {
        items: 0,
        faults: 0,
        amounts: ageing
          .map((each) => ({ currency: each.currency, minor: allowanceOf(each, policy.allowance) }))
          .filter(({ minor }) => minor > 0n),
      },
    },
  };
}

/** Every item found stands against closing. */
const against = ({ items, amounts }: Pick<Figure, "items" | "amounts">): Figure => ({
  items,
  amounts,
  faults: items,
});

/** A figure out of rows of `currency`, `items` and `minor`. */
async function grouped(tx: Tx, query: SQL): Promise<Figure> {
  const rows = (await tx.execute(sql`
    select currency, items::int as items, minor::text as minor from (${query}) found order by currency`)) as unknown as {
    currency: string | null;
    items: number;
    minor: string;
  }[];
  return {
    items: rows.reduce((total, row) => total + row.items, 0),
    faults: 0,
    amounts: rows.flatMap(({ currency, minor }) =>
      currency === null ? [] : [{ currency, minor: BigInt(minor) }],
    ),
  };
}

/** Bank statements that are held, and places where statements are missing between two that are there. */
async function incompleteStatements(
  tx: Tx,
  ctx: Context,
  legalEntityId: string,
  toOn: string,
): Promise<Figure> {
  const { organizationId } = ctx;
  const accounts = await tx
    .select({ id: bankAccounts.id })
    .from(bankAccounts)
    .where(
      and(eq(bankAccounts.organizationId, organizationId), eq(bankAccounts.legalEntityId, legalEntityId)),
    );
  const held = await grouped(
    tx,
    sql`
    select null as currency, count(*) as items, 0 as minor
    from bank_statements s join bank_accounts b on b.organization_id = s.organization_id and b.id = s.bank_account_id
    where b.organization_id = ${organizationId} and b.legal_entity_id = ${legalEntityId} and s.status = 'held'
      and coalesce(s.from_on, s.to_on, s.imported_at::date) <= ${toOn}`,
  );
  let { items } = held;
  for (const { id } of accounts)
    items += gapsOf(await loadStatements(tx, ctx, id)).filter(({ after }) => after <= toOn).length;
  return { items, faults: 0, amounts: [] };
}

/** Open disputes from the policy's amount on. */
async function largeDisputes(tx: Tx, own: SQL, { disputesFrom }: ClosePolicy): Promise<Figure> {
  const rows = (await tx.execute(sql`
    select d.currency, d.amount_minor::text as minor from disputes d
    where ${own} and d.status in (${sql.join(
      OPEN_DISPUTE.map((status) => sql`${status}`),
      sql`, `,
    )})`)) as unknown as { currency: string; minor: string }[];
  const large = rows
    .map(({ currency, minor }) => ({ currency, minor: BigInt(minor) }))
    .filter(({ currency, minor }) => minor >= thresholdOf(disputesFrom, currency));
  const currencies = [...new Set(large.map(({ currency }) => currency))].sort();
  return {
    items: large.length,
    faults: 0,
    amounts: currencies.map((currency) => ({
      currency,
      minor: sum(large.filter((each) => each.currency === currency).map(({ minor }) => minor)),
    })),
  };
}

/** The policy's amount for a currency in its minor units; without one everything counts. */
export function thresholdOf(byCurrency: ClosePolicy["disputesFrom"], currency: string): bigint {
  const [whole = "0", fraction = ""] = (byCurrency[currency] ?? byCurrency["*"] ?? "0").split(".");
  return parseDecimal(`${whole}.${fraction.slice(0, minorDigits(currency))}`, currency) ?? 0n;
}

/**
 * What was given up in the month: credits and write-offs of disputes, discounts and write-offs of cash. Against closing
 * stand those that still wait for approval; that nobody approved his own is the database's rule.
 */
async function waivedAmounts(tx: Tx, own: (alias: SQL) => SQL, start: SQL, end: SQL): Promise<Figure> {
  const rows = (await tx.execute(sql`
    select currency, count(*)::int as items, sum(minor)::text as minor,
      (count(*) filter (where waits))::int as faults
    from (
      select d.currency, x.amount_minor as minor, x.status = 'pending' as waits
      from dispute_decisions x join disputes d on d.organization_id = x.organization_id and d.id = x.dispute_id
      where ${own(sql`d`)} and x.status in ('pending', 'applied') and x.amount_minor > 0
        and x.decided_at >= ${start} and x.decided_at < ${end}
      union all
      select c.currency, c.amount_minor, c.status = 'awaiting_approval' from cash_decisions c
      where ${own(sql`c`)} and c.kind in ('discount', 'write_off') and c.status in ('applied', 'awaiting_approval')
        and c.decided_at >= ${start} and c.decided_at < ${end}
    ) waived
    group by currency order by currency`)) as unknown as {
    currency: string;
    items: number;
    minor: string;
    faults: number;
  }[];
  return {
    items: rows.reduce((total, row) => total + row.items, 0),
    faults: rows.reduce((total, row) => total + row.faults, 0),
    amounts: rows.map(({ currency, minor }) => ({ currency, minor: BigInt(minor) })),
  };
}
