import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Ageing, BUCKETS, noAgeing } from "../statements/ageing.ts";

/*
 * The subledger at the end of a day, by the days things were booked on: what was computed for a closed month is computed
 * the same ever after. Each side is read from its own rows: control accounts from the journal, the others from documents
 * and their applications.
 */

export type ControlAccount = "receivable" | "unapplied" | "on_account";

/** Signed as accounts are: positive is owed to us; money we hold for customers is negative. */
export type Tie = { currency: string; account: ControlAccount; subledgerMinor: bigint; controlMinor: bigint };

export type Scope = { legalEntityId: string; toOn: string };

const DEBIT = sql`('invoice', 'debit_memo', 'refund')`;

/** What control account and documents say, per currency and account that was ever touched. */
export async function readTies(tx: Tx, ctx: Context, { legalEntityId, toOn }: Scope): Promise<Tie[]> {
  const { organizationId: org } = ctx;
  const rows = (await tx.execute(sql`
    select currency, account, sum(subledger)::text as subledger, sum(control)::text as control
    from (
      select currency, debit as account, 0 as subledger, sum(amount_minor) as control from transfers
      where organization_id = ${org} and legal_entity_id = ${legalEntityId} and posted_on <= ${toOn}
        and debit in ('receivable', 'unapplied', 'on_account') group by currency, debit
      union all
      select currency, credit, 0, -sum(amount_minor) from transfers
      where organization_id = ${org} and legal_entity_id = ${legalEntityId} and posted_on <= ${toOn}
        and credit in ('receivable', 'unapplied', 'on_account') group by currency, credit
      union all
      select i.currency, coalesce(i.held_as, 'receivable'),
        sum(case when i.kind in ${DEBIT} then i.amount_minor else -i.amount_minor end), 0
      from items i
      where i.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and i.posted_on <= ${toOn}
      group by i.currency, coalesce(i.held_as, 'receivable')
      union all
      select i.currency, 'receivable', -sum(a.amount_minor), 0
      from applications a join items i on i.organization_id = a.organization_id and i.id = a.debit_id
      where a.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and a.posted_on <= ${toOn}
      group by i.currency
      union all
      select i.currency, coalesce(i.held_as, 'receivable'), sum(a.amount_minor), 0
      from applications a join items i on i.organization_id = a.organization_id and i.id = a.credit_id
      where a.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and a.posted_on <= ${toOn}
      group by i.currency, coalesce(i.held_as, 'receivable')
    ) sides
    group by currency, account
    order by currency, array_position(array['receivable', 'unapplied', 'on_account'], account)`)) as unknown as {
    currency: string;
    account: ControlAccount;
    subledger: string;
    control: string;
  }[];
  return rows.map(({ currency, account, subledger, control }) => ({
    currency,
    account,
    subledgerMinor: BigInt(subledger),
    controlMinor: BigInt(control),
  }));
}

/** What is open of receivables by age at the end of a day; credit memos not used stand by themselves, as negative. */
export type PeriodAgeing = { currency: string; debits: Ageing; creditMemosMinor: bigint; totalMinor: bigint };

/** Ages by due day (glossary: ageing bucket). Money received and not used is no receivable: it is in the ties. */
export async function readAgeing(
  tx: Tx,
  ctx: Context,
  { legalEntityId, toOn }: Scope,
): Promise<PeriodAgeing[]> {
  const { organizationId: org } = ctx;
  const rows = (await tx.execute(sql`
    select aged.currency, aged.bucket, sum(aged.minor)::text as open
    from (
      select i.currency, ${bucketOf(toOn)} as bucket,
        sum(case when i.kind = 'credit_memo' then -i.amount_minor else i.amount_minor end) as minor
      from items i
      where i.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and i.posted_on <= ${toOn}
        and i.kind <> 'receipt'
      group by 1, 2
      union all
      select i.currency, ${bucketOf(toOn)}, -sum(a.amount_minor)
      from applications a join items i on i.organization_id = a.organization_id and i.id = a.debit_id
      where a.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and a.posted_on <= ${toOn}
      group by 1, 2
      union all
      select i.currency, 'credit', sum(a.amount_minor)
      from applications a join items i on i.organization_id = a.organization_id and i.id = a.credit_id
      where a.organization_id = ${org} and i.legal_entity_id = ${legalEntityId} and a.posted_on <= ${toOn}
        and i.kind = 'credit_memo'
      group by 1
    ) aged
    group by 1, 2
    order by 1`)) as unknown as { currency: string; bucket: keyof Ageing | "credit"; open: string }[];
  const byCurrency = new Map<string, PeriodAgeing>();
  for (const { currency, bucket, open } of rows) {
    const ageing = byCurrency.get(currency) ?? {
      currency,
      debits: noAgeing(),
      creditMemosMinor: 0n,
      totalMinor: 0n,
    };
    byCurrency.set(currency, ageing);
    if (bucket === "credit") ageing.creditMemosMinor += BigInt(open);
    else ageing.debits[bucket] += BigInt(open);
    ageing.totalMinor += BigInt(open);
  }
  return [...byCurrency.values()];
}

/** The step of age of a document `i` at the end of a day. What is used of it is of the same step. */
const bucketOf = (toOn: string): SQL => sql`case
  when i.kind = 'credit_memo' then 'credit'
  when i.due_on is null or i.due_on >= ${toOn}::date then 'current'
  when ${toOn}::date - i.due_on <= 30 then '1-30'
  when ${toOn}::date - i.due_on <= 60 then '31-60'
  when ${toOn}::date - i.due_on <= 90 then '61-90'
  else '90+' end`;

/** Percent as decimal text, two decimals at most, in hundredths of a percent: "0.5" is 50. */
function basisPoints(percent: string): bigint {
  const [whole = "0", fraction = ""] = percent.split(".");
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0"));
}

/**
 * What is held for bad debt by the shares of the policy (glossary: bad-debt allowance): each step of age times its
 * percent, half a minor unit rounded up, credit memos left out.
 */
export function allowanceOf(ageing: PeriodAgeing, shares: Readonly<Record<keyof Ageing, string>>): bigint {
  let minor = 0n;
  for (const bucket of BUCKETS)
    minor += (ageing.debits[bucket] * basisPoints(shares[bucket]) + 5_000n) / 10_000n;
  return minor;
}
