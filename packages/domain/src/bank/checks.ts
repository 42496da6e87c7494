import { sql } from "drizzle-orm";
import type { Check } from "../ledger/checks.ts";

/* What must be true of the money at the bank; see ledger/checks.ts. */

export const BANK_CHECKS: readonly Check[] = [
  {
    name: "bank entries",
    says: "Each entry of a bank is booked once with its amount, on its value day; what is held is not booked.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from bank_lines l where l.organization_id = ${org} and l.part = 0`,
      differences: sql`
        select a.number || ' ' || l.booked_on || ' ' || coalesce(l.reference, l.id::text) as subject,
          case when l.state = 'held' then 'nothing' else '1 entry of ' || l.amount_minor || ' on ' || l.value_on end as expected,
          booked.entries || ' of ' || coalesce(booked.minor::text, 'nothing that fits') as found
        from bank_lines l
        join bank_accounts a on a.organization_id = l.organization_id and a.id = l.bank_account_id
        cross join lateral (
          select count(*) as entries, sum(case when t.debit = a.ledger_account then t.amount_minor else -t.amount_minor end)
            filter (where t.currency = l.currency and t.legal_entity_id = l.legal_entity_id and t.value_on = l.value_on
              and t.customer_id is null and 'bank_clearing' in (t.debit, t.credit) and a.ledger_account in (t.debit, t.credit)) as minor
          from transfers t where t.organization_id = l.organization_id and t.cause_kind = 'bank_entry' and t.cause_id = l.entry_id
        ) booked
        where l.organization_id = ${org} and l.part = 0 and case when l.state = 'held' then booked.entries <> 0
          else booked.entries <> 1 or booked.minor is distinct from l.amount_minor end`,
    }),
  },
  {
    name: "batches",
    says: "The parts of a batch come to its entry, and only a batch has parts.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from bank_lines l where l.organization_id = ${org} and l.part = 0 and l.state = 'split'`,
      differences: sql`
        select coalesce(whole.reference, whole.id::text) as subject, case when whole.state = 'split' then whole.amount_minor::text else 'no parts' end as expected,
          parts.count || ' parts of ' || coalesce(parts.minor, 0) as found
        from bank_lines whole
        cross join lateral (
          select count(*) as count, sum(p.amount_minor) as minor, bool_or(p.state = 'held' or p.currency <> whole.currency) as is_odd
          from bank_lines p where p.organization_id = whole.organization_id and p.entry_id = whole.entry_id and p.part > 0
        ) parts
        where whole.organization_id = ${org} and whole.part = 0 and whole.state <> 'held' and case when whole.state = 'split'
          then parts.minor is distinct from whole.amount_minor or parts.is_odd else parts.count > 0 end`,
    }),
  },
  {
    name: "bank clearing",
    says: "Bank clearing holds the open bank lines, less receipts and refunds that no bank line is tied to yet.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from transfers where organization_id = ${org} and 'bank_clearing' in (debit, credit)`,
      differences: sql`
        select e.code || ' ' || currency as subject, sum(line_minor) as expected, sum(book_minor) as found
        from (
          select l.legal_entity_id, l.currency, l.amount_minor as line_minor, 0 as book_minor from bank_lines l
          where l.organization_id = ${org} and l.state = 'open'
          union all
          select i.legal_entity_id, i.currency, case when i.kind = 'receipt' then -i.amount_minor else i.amount_minor end, 0
          from items i
          where i.organization_id = ${org} and i.kind in ('receipt', 'refund')
            and exists (select from transfers t where t.organization_id = i.organization_id and t.cause_kind = 'item'
              and t.cause_id = i.id and 'bank_clearing' in (t.debit, t.credit))
            and not exists (select from bank_lines l where l.organization_id = i.organization_id and i.id in (l.receipt_id, l.refund_id))
          union all
          select t.legal_entity_id, t.currency, 0, case when t.credit = 'bank_clearing' then t.amount_minor else -t.amount_minor end
          from transfers t where t.organization_id = ${org} and 'bank_clearing' in (t.debit, t.credit)
        ) both_sides
        join legal_entities e on e.organization_id = ${org} and e.id = both_sides.legal_entity_id
        group by e.code, currency having sum(line_minor) <> sum(book_minor)`,
    }),
  },
  {
    name: "lines and documents",
    says: "A line that is a receipt or a refund is of the document's kind, currency and amount.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from bank_lines where organization_id = ${org} and state in ('receipt', 'refund')`,
      differences: sql`
        select i.number as subject, l.state || ' of ' || l.amount_minor || ' ' || l.currency as expected,
          i.kind || ' of ' || i.amount_minor || ' ' || i.currency as found
        from bank_lines l
        join items i on i.organization_id = l.organization_id and i.id = coalesce(l.receipt_id, l.refund_id)
        where l.organization_id = ${org} and l.state in ('receipt', 'refund')
          and (i.kind <> l.state or i.currency <> l.currency or i.amount_minor <> abs(l.amount_minor))`,
    }),
  },
  {
    name: "booked elsewhere",
    says: "What left bank clearing as no customer's are the lines decided so, each with its amount.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from bank_lines where organization_id = ${org} and state = 'elsewhere'`,
      differences: sql`
        select coalesce(l.reference, l.id::text) as subject, case when l.state = 'elsewhere' then l.amount_minor else 0 end as expected,
          coalesce(booked.minor, 0) as found
        from bank_lines l
        left join (
          select t.cause_id, sum(case when t.credit = 'elsewhere' then t.amount_minor else -t.amount_minor end) as minor
          from transfers t where t.organization_id = ${org} and t.cause_kind = 'bank_line' and 'elsewhere' in (t.debit, t.credit)
          group by t.cause_id
        ) booked on booked.cause_id = l.id
        where l.organization_id = ${org}
          and coalesce(booked.minor, 0) <> case when l.state = 'elsewhere' then l.amount_minor else 0 end`,
    }),
  },
  {
    name: "statements",
    says: "Opening balance and entries of each booked statement make its closing balance, unless a person accepted it otherwise.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from bank_statements where organization_id = ${org} and status = 'booked'`,
      differences: sql`
        select a.number || ' ' || coalesce(s.from_on::text, '') || ' to ' || coalesce(s.to_on::text, '') as subject,
          s.entries || ' entries to ' || coalesce(s.closing_minor::text, 'an unknown balance') as expected,
          shown.entries || ' entries to ' || coalesce((s.opening_minor + shown.minor)::text, 'an unknown balance') as found
        from bank_statements s
        join bank_accounts a on a.organization_id = s.organization_id and a.id = s.bank_account_id
        cross join lateral (
          select count(*) as entries, coalesce(sum(l.amount_minor), 0) as minor
          from bank_statement_entries m
          join bank_lines l on l.organization_id = m.organization_id and l.id = m.entry_id and l.bank_account_id = s.bank_account_id
          where m.organization_id = s.organization_id and m.statement_id = s.id
        ) shown
        where s.organization_id = ${org} and s.status = 'booked' and (shown.entries <> s.entries
          or (s.decided_at is null and s.opening_minor + shown.minor <> s.closing_minor))`,
    }),
  },
];
