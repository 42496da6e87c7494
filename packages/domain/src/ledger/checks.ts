import { type SQL, sql } from "drizzle-orm";

/*
 * What must be true of the books, one query each: `things` is what was looked at, `differences` what is off.
 * Each is written apart from the code that writes the rows, so that a fault there is not repeated here.
 */

export type Check = {
  name: string;
  says: string;
  query(scope: { organizationId: string; days: string }): { things: SQL; differences: SQL };
};

const DEBIT = sql`('invoice', 'debit_memo', 'refund')`;

/** Items with what their applications leave open. */
const recomputed = (org: string): SQL => sql`
  select i.*, i.amount_minor - coalesce((
    select sum(a.amount_minor) from applications a
    where a.organization_id = i.organization_id and (a.debit_id = i.id or a.credit_id = i.id)
  ), 0) as rest
  from items i where i.organization_id = ${org}`;

/** The journal as one signed row per account touched: positive is debit. */
const sides = (org: string): SQL => sql`
  select t.organization_id, t.legal_entity_id, t.customer_id, t.currency, t.value_on, t.debit as account, t.amount_minor as minor
  from transfers t where t.organization_id = ${org}
  union all
  select t.organization_id, t.legal_entity_id, t.customer_id, t.currency, t.value_on, t.credit, -t.amount_minor
  from transfers t where t.organization_id = ${org}`;

/** Which subledger account an item's open amount stands in, and with which sign. */
const itemAccount = sql`case when i.kind = 'receipt' then i.held_as else 'receivable' end`;
const itemSign = sql`case when i.kind in ${DEBIT} then 1 else -1 end`;

export const CHECKS: readonly Check[] = [
  {
    name: "open amounts",
    says: "The open amount of every document is its amount less what was applied.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from items i where i.organization_id = ${org}`,
      differences: sql`
        select number as subject, rest || coalesce(' since ' || last_day, '') as expected, open_minor || coalesce(' since ' || last_applied_on, '') as found
        from (${recomputed(org)}) i
        cross join lateral (select max(a.applied_on) as last_day from applications a
          where a.organization_id = i.organization_id and (a.debit_id = i.id or a.credit_id = i.id)) applied
        where rest <> open_minor or last_day is distinct from last_applied_on`,
    }),
  },
  {
    name: "applied within amount",
    says: "On no day is more applied to or from a document than its amount, or less than nothing.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from applications a where a.organization_id = ${org}`,
      differences: sql`
        select i.number || ' on ' || day.applied_on as subject, '0 to ' || i.amount_minor as expected, day.applied as found
        from (
          select item_id, applied_on, sum(sum(minor)) over (partition by item_id order by applied_on) as applied
          from (
            select debit_id as item_id, applied_on, amount_minor as minor from applications where organization_id = ${org}
            union all
            select credit_id, applied_on, amount_minor from applications where organization_id = ${org}
          ) a group by item_id, applied_on
        ) day
        join items i on i.organization_id = ${org} and i.id = day.item_id
        where day.applied < 0 or day.applied > i.amount_minor`,
    }),
  },
  {
    name: "applications fit",
    says: "Each application links a credit to a debit of the same currency, not before either of them was there.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from applications a where a.organization_id = ${org}`,
      differences: sql`
        select c.number || ' to ' || d.number as subject, 'a credit and a debit in ' || d.currency || ' from ' || greatest(c.issued_on, d.issued_on) as expected,
          c.kind || ' ' || c.currency || ' to ' || d.kind || ' ' || d.currency || ' on ' || a.applied_on as found
        from applications a
        join items c on c.organization_id = a.organization_id and c.id = a.credit_id
        join items d on d.organization_id = a.organization_id and d.id = a.debit_id
        where a.organization_id = ${org} and (c.kind in ${DEBIT} or d.kind not in ${DEBIT} or c.currency <> d.currency
          or a.applied_on < c.issued_on or a.applied_on < d.issued_on
          or a.credit_customer_id <> c.customer_id or a.debit_customer_id <> d.customer_id)`,
    }),
  },
  {
    name: "reversals mirror",
    says: "Each reversal undoes one application: the same two documents, the opposite amount, not earlier.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from applications a where a.organization_id = ${org} and a.reverses_id is not null`,
      differences: sql`
        select a.id as subject, o.credit_id || ' ' || o.debit_id || ' ' || -o.amount_minor as expected,
          a.credit_id || ' ' || a.debit_id || ' ' || a.amount_minor as found
        from applications a
        join applications o on o.organization_id = a.organization_id and o.id = a.reverses_id
        where a.organization_id = ${org} and (o.reverses_id is not null or o.credit_id <> a.credit_id or o.debit_id <> a.debit_id
          or o.amount_minor <> -a.amount_minor or a.applied_on < o.applied_on)`,
    }),
  },
  {
    name: "one entry per document",
    says: "Each document is booked once, with its own amount, currency, customer and legal entity.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from items i where i.organization_id = ${org}`,
      differences: sql`
        select i.number as subject, '1 entry of ' || i.amount_minor as expected, booked.entries || ' of ' || coalesce(booked.minor, 0) as found
        from items i
        cross join lateral (
          select count(*) as entries, sum(t.amount_minor) filter (where t.currency = i.currency and t.customer_id = i.customer_id
            and t.legal_entity_id = i.legal_entity_id and t.value_on = i.issued_on
            and case when i.kind in ${DEBIT} then t.debit = 'receivable' when i.kind = 'credit_memo' then t.credit = 'receivable'
              else t.credit in ('unapplied', 'on_account') end) as minor
          from transfers t where t.organization_id = i.organization_id and t.cause_kind = 'item' and t.cause_id = i.id
        ) booked
        where i.organization_id = ${org} and (booked.entries <> 1 or booked.minor is distinct from i.amount_minor)`,
    }),
  },
  {
    name: "one entry per application",
    says: "Each application of cash, or across customers or legal entities, is booked once with its amount.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from applications a where a.organization_id = ${org}`,
      differences: sql`
        select c.number || ' to ' || d.number as subject, needed.entries || ' of ' || abs(a.amount_minor) as expected,
          booked.entries || ' of ' || coalesce(booked.minor::text, 'different amounts') as found
        from applications a
        join items c on c.organization_id = a.organization_id and c.id = a.credit_id
        join items d on d.organization_id = a.organization_id and d.id = a.debit_id
        cross join lateral (select case when c.customer_id <> d.customer_id or c.legal_entity_id <> d.legal_entity_id then 2
          when c.kind = 'receipt' then 1 else 0 end as entries) needed
        cross join lateral (
          select count(*) as entries, case when min(t.amount_minor) = max(t.amount_minor) then min(t.amount_minor) end as minor
          from transfers t where t.organization_id = a.organization_id and t.cause_kind = 'application' and t.cause_id = a.id
            and t.currency = d.currency and t.value_on = a.applied_on
        ) booked
        where a.organization_id = ${org}
          and (booked.entries <> needed.entries or (needed.entries > 0 and booked.minor is distinct from abs(a.amount_minor)))`,
    }),
  },
  {
    name: "every entry has its cause",
    says: "No journal entry stands without what caused it, nor is one booked before its day.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from transfers t where t.organization_id = ${org}`,
      differences: sql`
        select t.id as subject, 'caused by something that happened, posted from ' || t.value_on as expected,
          t.cause_kind || ' ' || t.cause_id || ', posted ' || t.posted_on as found
        from transfers t
        where t.organization_id = ${org} and (t.posted_on < t.value_on or not case t.cause_kind
          when 'item' then exists (select from items i where i.organization_id = t.organization_id and i.id = t.cause_id)
          when 'application' then exists (select from applications a where a.organization_id = t.organization_id and a.id = t.cause_id)
          when 'bank_entry' then exists (select from bank_lines b where b.organization_id = t.organization_id and b.entry_id = t.cause_id)
          when 'bank_line' then exists (select from bank_lines b where b.organization_id = t.organization_id and b.id = t.cause_id)
          when 'balance_transaction' then exists (select from balance_transactions b where b.organization_id = t.organization_id and b.id = t.cause_id)
          when 'payout' then exists (select from payouts p where p.organization_id = t.organization_id and p.id = t.cause_id)
          when 'cash_decision' then exists (select from cash_decisions d where d.organization_id = t.organization_id and d.id = t.cause_id)
          else false end)`,
    }),
  },
  {
    name: "subledger and journal",
    says: "What is open per customer equals his accounts in the journal: receivable, unapplied and on account.",
    query: ({ organizationId: org }) => ({
      things: sql`select distinct legal_entity_id, currency, customer_id from items where organization_id = ${org}`,
      differences: sql`
        select coalesce(c.number, 'no customer') || ' ' || currency || ' ' || account as subject, sum(item_minor) as expected, sum(book_minor) as found
        from (
          select i.legal_entity_id, i.customer_id, i.currency, ${itemAccount} as account, ${itemSign} * i.rest as item_minor, 0 as book_minor
          from (${recomputed(org)}) i
          union all
          select s.legal_entity_id, s.customer_id, s.currency, s.account, 0, s.minor from (${sides(org)}) s
          where s.account in ('receivable', 'unapplied', 'on_account')
        ) both_sides
        left join customers c on c.organization_id = ${org} and c.id = both_sides.customer_id
        group by legal_entity_id, both_sides.customer_id, c.number, currency, account
        having sum(item_minor) <> sum(book_minor)`,
    }),
  },
  {
    name: "control accounts",
    says: "Per legal entity and currency, the control accounts equal the open items.",
    query: ({ organizationId: org }) => ({
      things: sql`select distinct legal_entity_id, currency from items where organization_id = ${org}`,
      differences: sql`
        select e.code || ' ' || currency || ' ' || account as subject, sum(item_minor) as expected, sum(book_minor) as found
        from (
          select i.legal_entity_id, i.currency, ${itemAccount} as account, ${itemSign} * i.open_minor as item_minor, 0 as book_minor
          from items i where i.organization_id = ${org}
          union all
          select s.legal_entity_id, s.currency, s.account, 0, s.minor from (${sides(org)}) s
          where s.account in ('receivable', 'unapplied', 'on_account')
        ) both_sides
        join legal_entities e on e.organization_id = ${org} and e.id = both_sides.legal_entity_id
        group by e.code, currency, account
        having sum(item_minor) <> sum(book_minor)`,
    }),
  },
  {
    name: "clearing is empty",
    says: "What crosses between customers and legal entities leaves one place and arrives at the other.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from (${sides(org)}) s where s.account = 'intercompany_clearing'`,
      differences: sql`
        select currency || ' intercompany clearing' as subject, 0 as expected, sum(minor) as found
        from (${sides(org)}) s where s.account = 'intercompany_clearing' group by currency having sum(minor) <> 0`,
    }),
  },
  {
    name: "statement and journal by day",
    says: "Today and at each of the last month ends, every customer's statement equals the journal.",
    query: ({ organizationId: org, days }) => ({
      things: sql`select day from unnest(${days}::date[]) day, (select distinct customer_id, currency from items where organization_id = ${org}) c`,
      differences: sql`
        select c.number || ' ' || currency || ' on ' || day as subject, sum(item_minor) as expected, sum(book_minor) as found
        from (
          select day, i.customer_id, i.currency, ${itemSign} * (i.amount_minor - coalesce((
              select sum(a.amount_minor) from applications a where a.organization_id = i.organization_id
                and (a.debit_id = i.id or a.credit_id = i.id) and a.applied_on <= day), 0)) as item_minor, 0 as book_minor
          from items i, unnest(${days}::date[]) day where i.organization_id = ${org} and i.issued_on <= day
          union all
          select day, s.customer_id, s.currency, 0, s.minor from (${sides(org)}) s, unnest(${days}::date[]) day
          where s.account in ('receivable', 'unapplied', 'on_account') and s.value_on <= day
        ) both_sides
        left join customers c on c.organization_id = ${org} and c.id = both_sides.customer_id
        group by day, c.number, currency
        having sum(item_minor) <> sum(book_minor)`,
    }),
  },
  {
    name: "lines add up",
    says: "The lines of a document come to its amount.",
    query: ({ organizationId: org }) => ({
      things: sql`select distinct item_id from item_lines where organization_id = ${org}`,
      differences: sql`
        select i.number as subject, i.amount_minor as expected, sum(l.amount_minor) as found
        from item_lines l join items i on i.organization_id = l.organization_id and i.id = l.item_id
        where l.organization_id = ${org} group by i.id, i.number, i.amount_minor having sum(l.amount_minor) <> i.amount_minor`,
    }),
  },
  {
    name: "reservations",
    says: "Amounts are reserved exactly while their payment is under way.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from payment_shares where organization_id = ${org}`,
      differences: sql`
        select p.number as subject, wanted.state as expected, s.state as found
        from payment_shares s
        join payments p on p.organization_id = s.organization_id and p.id = s.payment_id
        cross join lateral (select case when p.status in ('created', 'submitted', 'processing') then 'reserved'
          when p.settled_at is not null then 'applied' else 'released' end as state) wanted
        where s.organization_id = ${org} and s.state <> wanted.state`,
    }),
  },
  {
    name: "payments and receipts",
    says: "A settled payment has one receipt on its account, in its currency; what went back of it is booked once.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from payments where organization_id = ${org}`,
      differences: sql`
        select p.number as subject, 'receipt of ' || p.currency || ', ' || p.refunded_minor || ' back' as expected,
          coalesce(r.kind || ' of ' || r.currency, 'no receipt') || ', ' || least(back.minor, p.amount_minor) || ' back' as found
        from payments p
        left join items r on r.organization_id = p.organization_id and r.id = p.receipt_id
        cross join lateral (
          select coalesce(sum(v.amount_minor) filter (where v.state = 'booked'), 0) as minor,
            count(*) filter (where d.kind <> 'refund' or d.amount_minor <> v.amount_minor) as odd
          from payment_reversals v join items d on d.organization_id = v.organization_id and d.id = v.item_id
          where v.organization_id = p.organization_id and v.payment_id = p.id
        ) back
        where p.organization_id = ${org} and (
          (p.receipt_id is not null and (r.kind is distinct from 'receipt' or r.currency <> p.currency or r.customer_id <> p.customer_id))
          or least(back.minor, p.amount_minor) <> p.refunded_minor or back.odd > 0)`,
    }),
  },
  {
    name: "audit trail",
    says: "Every payment, and every settlement of one, left a record of who did it and when.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from payments where organization_id = ${org}`,
      differences: sql`
        select p.number as subject, wanted.action as expected, 'no record' as found
        from payments p
        cross join lateral (values ('payment.started', true), ('payment.settled', p.settled_at is not null)) as wanted (action, is_wanted)
        where p.organization_id = ${org} and wanted.is_wanted and not exists (
          select from audit_records r where r.organization_id = p.organization_id and r.subject_kind = 'payment' and r.subject_id = p.id
            and r.action = wanted.action)`,
    }),
  },
];
