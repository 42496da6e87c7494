import { type SQL, sql } from "drizzle-orm";
import type { Check } from "../ledger/checks.ts";

/* What must be true of matched money, written apart from the code that matches it. */

/** Applications that nobody has undone. */
const live = (org: string): SQL => sql`
  select a.* from applications a
  where a.organization_id = ${org} and a.reverses_id is null and not exists (
    select from applications u where u.organization_id = a.organization_id and u.reverses_id = a.id)`;

/** Positive when the account was debited. */
const sideMinor = (account: string): SQL =>
  sql`case when t.debit = ${account} then t.amount_minor when t.credit = ${account} then -t.amount_minor else 0 end`;

export const CASH_CHECKS: readonly Check[] = [
  {
    name: "outcomes and applications",
    says: "What a match says that it applied was applied by it, to the cent, and to nothing else.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from match_outcomes o where o.organization_id = ${org} and o.kind in ('applied', 'confirmed')`,
      differences: sql`
        with said as (
          select coalesce(o.run_id, o.id) as cause_id, (a ->> 'itemId')::uuid as debit_id, sum((a ->> 'amountMinor')::bigint) as minor
          from match_outcomes o cross join lateral jsonb_array_elements(o.proposals -> 0 -> 'applications') a
          where o.organization_id = ${org} and o.kind in ('applied', 'confirmed') and (a ->> 'amountMinor')::bigint > 0
          group by 1, 2
        ), done as (
          select a.cause_id, a.debit_id, sum(a.amount_minor) as minor
          from applications a join items c on c.organization_id = a.organization_id and c.id = a.credit_id
          where a.organization_id = ${org} and a.cause_kind = 'match' and c.kind = 'receipt' group by 1, 2
        )
        select d.number as subject, coalesce(said.minor, 0) as expected, coalesce(done.minor, 0) as found
        from said full join done using (cause_id, debit_id)
        join items d on d.organization_id = ${org} and d.id = debit_id
        where said.minor is distinct from done.minor`,
    }),
  },
  {
    name: "undone matches are barred",
    says: "What is barred from being matched again was applied once, and was undone.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from match_bars b where b.organization_id = ${org}`,
      differences: sql`
        select b.id as subject, 'an undone application of these two documents' as expected, 'none' as found
        from match_bars b
        where b.organization_id = ${org} and not exists (
          select from applications a join applications u on u.organization_id = a.organization_id and u.reverses_id = a.id
          where a.organization_id = b.organization_id and a.id = b.application_id and a.credit_id = b.receipt_id and a.debit_id = b.debit_id)`,
    }),
  },
  {
    name: "decisions about money",
    says: "Each applied decision has the documents it made, of its amount; what waits or was refused has none.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from cash_decisions x where x.organization_id = ${org}`,
      differences: sql`
        select x.kind || ' ' || i.number || ' ' || x.amount_minor as subject, wanted.documents || ' documents' as expected,
          made.documents || ' documents of ' || coalesce(made.minor::text, 'nothing') as found
        from cash_decisions x
        join items i on i.organization_id = x.organization_id and i.id = x.item_id
        cross join lateral (select case
          when x.status not in ('applied', 'undone') or x.kind in ('deduction', 'on_account') then 0
          when x.kind in ('discount', 'write_off', 'refund') then 1 else 2 end as documents) wanted
        cross join lateral (
          select count(d.id) as documents, min(d.amount_minor) filter (where d.currency = x.currency) as minor,
            bool_and(d.amount_minor = x.amount_minor) filter (where d.currency = x.currency) as is_whole
          from unnest(x.result_ids) r left join items d on d.organization_id = x.organization_id and d.id = r
        ) made
        where x.organization_id = ${org} and (made.documents <> wanted.documents or cardinality(x.result_ids) <> wanted.documents or made.is_whole = false)`,
    }),
  },
  {
    name: "decisions taken back",
    says: "Of a decision taken back nothing is left: each of its documents is settled by one the other way.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from cash_decisions x where x.organization_id = ${org} and x.status = 'undone'`,
      differences: sql`
        select d.number as subject, 'settled by what takes it back' as expected, count(a.id) || ' settlements, ' || d.open_minor || ' open' as found
        from cash_decisions x
        join items d on d.organization_id = x.organization_id and d.id = any (x.result_ids)
        left join (${live(org)}) a on a.credit_id = d.id or a.debit_id = d.id
        where x.organization_id = ${org} and x.status = 'undone'
        group by d.id, d.number, d.open_minor having count(a.id) <> 1 or d.open_minor <> 0`,
    }),
  },
  {
    name: "money that changed hands",
    says: "What leaves one customer or document as a transfer or a residual item arrives at another.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from transfers t where t.organization_id = ${org} and 'residual_clearing' in (t.debit, t.credit)`,
      differences: sql`
        select t.legal_entity_id || ' ' || t.currency || ' residual clearing' as subject, 0 as expected, sum(${sideMinor("residual_clearing")}) as found
        from transfers t where t.organization_id = ${org} and 'residual_clearing' in (t.debit, t.credit)
        group by t.legal_entity_id, t.currency having sum(${sideMinor("residual_clearing")}) <> 0`,
    }),
  },
  {
    name: "money that changed its currency",
    says: "Each exchange books out what it took, in what it made of it, and the difference it realised.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from cash_decisions x where x.organization_id = ${org} and x.kind = 'exchange'`,
      differences: sql`
        select i.number as subject,
          -x.amount_minor || ' ' || x.currency || ', ' || (x.facts ->> 'intoMinor') || ' ' || (x.facts ->> 'intoCurrency') || ', ' || coalesce(x.facts ->> 'differenceMinor', '0') as expected,
          booked.given || ' ' || x.currency || ', ' || booked.taken || ' ' || (x.facts ->> 'intoCurrency') || ', ' || booked.realised as found
        from cash_decisions x
        join items i on i.organization_id = x.organization_id and i.id = x.item_id
        cross join lateral (
          select
            coalesce(sum(${sideMinor("exchange")}) filter (where t.cause_kind = 'item' and t.currency = x.currency), 0) as given,
            coalesce(sum(${sideMinor("exchange")}) filter (where t.cause_kind = 'item' and t.currency = x.facts ->> 'intoCurrency'), 0) as taken,
            coalesce(sum(-(${sideMinor("exchange_difference")})) filter (where t.cause_kind = 'cash_decision'), 0) as realised
          from transfers t
          where t.organization_id = x.organization_id
            and ((t.cause_kind = 'item' and t.cause_id = any (x.result_ids)) or (t.cause_kind = 'cash_decision' and t.cause_id = x.id))
        ) booked
        where x.organization_id = ${org} and x.kind = 'exchange' and (
          booked.given <> -x.amount_minor or booked.taken <> (x.facts ->> 'intoMinor')::bigint
          or booked.realised <> case when x.status = 'applied' then coalesce((x.facts ->> 'differenceMinor')::bigint, 0) else 0 end)`,
    }),
  },
];
