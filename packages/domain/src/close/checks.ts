import { sql } from "drizzle-orm";
import type { Check } from "../ledger/checks.ts";

/* What must be true of closed books; see ledger/checks.ts. */

/** The event that closed each month that is closed now, with the figures kept then. */
const closings = (org: string) => sql`
  select p.legal_entity_id, p.from_on, p.to_on, e.code, e.closed_through_on, c.figures
  from periods p
  join legal_entities e on e.organization_id = p.organization_id and e.id = p.legal_entity_id
  left join lateral (
    select v.figures from period_events v
    where v.organization_id = p.organization_id and v.period_id = p.id and v.kind = 'closed'
    order by v.at desc, v.id desc limit 1
  ) c on true
  where p.organization_id = ${org} and p.status = 'closed'`;

export const CLOSE_CHECKS: readonly Check[] = [
  {
    name: "books closed through",
    says: "The day the books are closed through is the last of the newest closed month.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from legal_entities where organization_id = ${org}`,
      differences: sql`
        select e.code as subject, coalesce(newest.to_on::text, 'before ' || first.from_on) as expected,
          coalesce(e.closed_through_on::text, 'never closed') as found
        from legal_entities e
        cross join lateral (select max(p.to_on) as to_on from periods p
          where p.organization_id = e.organization_id and p.legal_entity_id = e.id and p.status = 'closed') newest
        cross join lateral (select min(p.from_on) as from_on from periods p
          where p.organization_id = e.organization_id and p.legal_entity_id = e.id) first
        where e.organization_id = ${org} and case
          when newest.to_on is not null then e.closed_through_on is distinct from newest.to_on
          else e.closed_through_on >= first.from_on end`,
    }),
  },
  {
    name: "closed months stand",
    says: "Nothing was booked into a closed month since: lines and control accounts are those it was closed with.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from periods where organization_id = ${org} and status = 'closed'`,
      differences: sql`
        select code || ' through ' || to_on as subject, expected, found
        from (
          select c.code, c.to_on, c.figures ->> 'transfers' || ' lines' as expected, (
            select count(*) from transfers t where t.organization_id = ${org} and t.legal_entity_id = c.legal_entity_id
              and t.posted_on <= c.to_on) || ' lines' as found
          from (${closings(org)}) c
          union all
          select c.code, c.to_on, (tie ->> 'account') || ' ' || (tie ->> 'currency') || ' ' || (tie ->> 'minor'),
            (tie ->> 'account') || ' ' || (tie ->> 'currency') || ' ' || (
              select coalesce(sum(case when t.debit = tie ->> 'account' then t.amount_minor else -t.amount_minor end), 0)
              from transfers t where t.organization_id = ${org} and t.legal_entity_id = c.legal_entity_id
                and t.currency = tie ->> 'currency' and t.posted_on <= c.to_on and tie ->> 'account' in (t.debit, t.credit))
          from (${closings(org)}) c cross join lateral jsonb_array_elements(c.figures -> 'ties') tie
        ) kept where expected is distinct from found`,
    }),
  },
  {
    name: "roll-forwards join",
    says: "A closed month opens with what the month before it closed with, and its movements lead to its closing.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from periods where organization_id = ${org} and status = 'closed'`,
      differences: sql`
        with rolled as (
          select c.code, c.legal_entity_id, c.from_on, c.to_on, r ->> 'currency' as currency,
            (r ->> 'openingMinor')::numeric as opening, (r ->> 'closingMinor')::numeric as closing,
            (select coalesce(sum(value::numeric), 0) from jsonb_each_text(r -> 'movements')) as moved
          from (${closings(org)}) c cross join lateral jsonb_array_elements(c.figures -> 'rollForward') r
        )
        select code || ' ' || currency || ' from ' || from_on as subject, 'closing ' || (opening + moved) as expected,
          'closing ' || closing as found
        from rolled where opening + moved <> closing
        union all
        select r.code || ' ' || r.currency || ' from ' || r.from_on, 'opening ' || b.closing, 'opening ' || r.opening
        from rolled r join rolled b on b.legal_entity_id = r.legal_entity_id and b.currency = r.currency
          and b.to_on = r.from_on - 1
        where r.opening <> b.closing`,
    }),
  },
];
