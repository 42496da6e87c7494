import { type SQL, sql } from "drizzle-orm";
import type { Check } from "../ledger/checks.ts";

/** The journal as one signed row per account touched: positive is debit. */
const sides = (org: string): SQL => sql`
  select t.legal_entity_id, t.currency, t.cause_kind, t.cause_id, t.debit as account, t.amount_minor as minor
  from transfers t where t.organization_id = ${org}
  union all
  select t.legal_entity_id, t.currency, t.cause_kind, t.cause_id, t.credit, -t.amount_minor
  from transfers t where t.organization_id = ${org}`;

const OWN_FEES = sql`('stripe_fee', 'stripe_fx_fee', 'tax_fee')`;
/** Why a movement will never be a payment's. */
const NOBODYS = sql`('payment_not_here', 'held_back', 'adjustment', 'other')`;
const BACK = sql`('failed', 'canceled')`;

/** Movements with what they are on the payer's side, and how much of that is parked as nobody's. */
const movements = (org: string): SQL => sql`
  select b.*, coalesce(-exchanged.minor, b.amount_minor) as payer_minor, coalesce(exchanged.currency, b.currency) as payer_currency,
    coalesce(parked.minor, 0) as parked_minor, coalesce(moved.minor, 0) as moved_minor
  from balance_transactions b
  left join lateral (
    select t.currency, sum(case when t.debit = 'stripe_clearing' then t.amount_minor else -t.amount_minor end) as minor
    from transfers t where t.organization_id = b.organization_id and t.cause_kind = 'balance_transaction' and t.cause_id = b.id
      and 'exchange' in (t.debit, t.credit) and t.currency <> b.currency group by t.currency
  ) exchanged on true
  left join lateral (
    select sum(case when t.debit = 'stripe_clearing' then t.amount_minor else -t.amount_minor end) as minor
    from transfers t where t.organization_id = b.organization_id and t.cause_kind = 'balance_transaction' and t.cause_id = b.id
      and 'provider_unexplained' in (t.debit, t.credit)
  ) parked on true
  left join lateral (
    -- A transfer of a customer that came into the balance from his cash balance, where the books had it before.
    select l.amount_minor * -1 as minor from bank_lines l
    join bank_accounts a on a.organization_id = l.organization_id and a.id = l.bank_account_id
    where b.payment_id is null and l.organization_id = b.organization_id and l.end_to_end_id = b.provider_id
      and l.state = 'elsewhere' and a.ledger_account = 'stripe_clearing'
  ) moved on true
  where b.organization_id = ${org}`;

/** What our own books say moved at Stripe, by the source it is known by there: payments, what went back of them, payouts. */
const effects = (org: string): SQL => sql`
  select p.id as payment_id, null as source_id, p.legal_entity_id, p.currency, i.amount_minor as minor
  from payments p join items i on i.organization_id = p.organization_id and i.id = p.receipt_id
  where p.organization_id = ${org}
  union all
  select r.payment_id, r.provider_ref, p.legal_entity_id, p.currency, case r.state when 'booked' then -r.amount_minor else 0 end
  from payment_reversals r join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
  where r.organization_id = ${org}
  union all
  select null, p.provider_id, p.legal_entity_id, p.currency, case when p.status in ${BACK} then 0 else -p.amount_minor end
  from payouts p where p.organization_id = ${org}`;

/** Whether a movement is of an effect: of the payment's charge, or of the same refund, dispute or payout. */
const isOf = sql`case when e.source_id is null
  then m.payment_id = e.payment_id and not exists (select from payment_reversals r
    where r.organization_id = m.organization_id and r.provider_ref = m.source_id)
    and (m.type in ('charge', 'payment') or m.category = 'charge')
  else m.source_id = e.source_id end`;

export const PROVIDER_MONEY_CHECKS: readonly Check[] = [
  {
    name: "fees of the provider",
    says: "What Stripe kept of each movement is booked as a fee once, and nothing else is.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from balance_transactions where organization_id = ${org}`,
      differences: sql`
        select b.provider_id as subject, b.fee_minor - case when b.type in ${OWN_FEES} then b.amount_minor else 0 end as expected,
          coalesce(sum(s.minor), 0) as found
        from balance_transactions b
        left join (${sides(org)}) s on s.cause_kind = 'balance_transaction' and s.cause_id = b.id and s.account = 'fees'
          and s.currency = b.currency and s.legal_entity_id = b.legal_entity_id
        where b.organization_id = ${org}
        group by b.id, b.provider_id, b.fee_minor, b.type, b.amount_minor
        having coalesce(sum(s.minor), 0) <> b.fee_minor - case when b.type in ${OWN_FEES} then b.amount_minor else 0 end`,
    }),
  },
  {
    name: "payouts booked",
    says: "Each payout is booked once with its amount, and once the other way when it failed or was called off.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from payouts where organization_id = ${org}`,
      differences: sql`
        select p.provider_id as subject,
          case when p.status in ${BACK} then '0 in 2' else p.amount_minor || ' in 1' end as expected,
          coalesce(sum(s.minor), 0) || ' in ' || count(s.minor) as found
        from payouts p
        left join (${sides(org)}) s on s.cause_kind = 'payout' and s.cause_id = p.id and s.account = 'payouts_in_transit'
          and s.currency = p.currency and s.legal_entity_id = p.legal_entity_id
        where p.organization_id = ${org}
        group by p.id, p.provider_id, p.amount_minor, p.status
        having coalesce(sum(s.minor), 0) || ' in ' || count(s.minor)
          <> case when p.status in ${BACK} then '0 in 2' else p.amount_minor || ' in 1' end`,
    }),
  },
  {
    name: "balance at the provider",
    says: "Stripe's clearing account is the balance its movements make, but for those listed as unexplained and those we still await.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from balance_transactions where organization_id = ${org}`,
      differences: sql`
        with m as materialized (${movements(org)}),
        e as materialized (${effects(org)}),
        told as (
          select legal_entity_id, currency, net_minor as minor from m
          union all
          -- Money that customers sent into their cash balance there is no movement of ours yet.
          select l.legal_entity_id, l.currency, l.amount_minor from bank_lines l
          join bank_accounts a on a.organization_id = l.organization_id and a.id = l.bank_account_id
          where l.organization_id = ${org} and a.ledger_account = 'stripe_clearing' and l.part = 0 and l.state <> 'held'
          union all
          -- Unexplained and not parked: the books do not have it, though Stripe does.
          select coalesce(p.legal_entity_id, m.legal_entity_id), m.payer_currency, m.parked_minor - m.payer_minor from m
          left join payments p on p.organization_id = m.organization_id and p.id = m.payment_id
          where m.unexplained is not null
          union all
          -- Awaited: the books have it, and Stripe has not told of it.
          select e.legal_entity_id, e.currency, e.minor from e where not exists (select from m where ${isOf})
            -- Where the amounts differ all of it is listed, and the books have theirs.
            or exists (select from m where ${isOf} and m.unexplained = 'amount_differs')
        )
        select l.code || ' ' || currency as subject, sum(told_minor) as expected, sum(book_minor) as found
        from (
          select legal_entity_id, currency, minor as told_minor, 0 as book_minor from told
          union all
          select legal_entity_id, currency, 0, minor from (${sides(org)}) s where account = 'stripe_clearing'
        ) both_sides
        join legal_entities l on l.organization_id = ${org} and l.id = both_sides.legal_entity_id
        group by l.code, currency having sum(told_minor) <> sum(book_minor)`,
    }),
  },
  {
    name: "unexplained movements",
    says: "What is listed as unexplained is what our books lack of each charge, refund, dispute and payout; what is nobody's is parked.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from balance_transactions where organization_id = ${org}`,
      differences: sql`
        with m as materialized (${movements(org)}), e as materialized (${effects(org)})
        select coalesce(m.source_id, m.provider_id) as subject, sum(m.payer_minor - m.moved_minor) - coalesce(max(known.minor), 0) as expected,
          coalesce(sum(m.payer_minor) filter (where m.unexplained is not null), 0) as found
        from m
        left join lateral (select sum(e.minor) as minor from e where ${isOf}) known on true
        where m.type not in ${OWN_FEES} and m.unexplained is distinct from 'amount_differs'
        group by coalesce(m.source_id, m.provider_id)
        having sum(m.payer_minor - m.moved_minor) - coalesce(max(known.minor), 0)
          <> coalesce(sum(m.payer_minor) filter (where m.unexplained is not null), 0)
        union all
        select m.provider_id, case when m.unexplained in ${NOBODYS} then m.payer_minor else 0 end, m.parked_minor
        from m where m.parked_minor <> case when m.unexplained in ${NOBODYS} then m.payer_minor else 0 end`,
    }),
  },
  {
    name: "payouts in transit",
    says: "What is on its way to the bank is what was paid out and is not tied to a line there.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from payouts where organization_id = ${org}`,
      differences: sql`
        select l.code || ' ' || currency as subject, sum(told_minor) as expected, sum(book_minor) as found
        from (
          select p.legal_entity_id, p.currency, case when p.status in ${BACK} then 0 else p.amount_minor end
            - coalesce((select sum(b.amount_minor) from bank_lines b where b.organization_id = ${org} and b.payout_id = p.id), 0) as told_minor,
            0 as book_minor
          from payouts p where p.organization_id = ${org}
          union all
          select legal_entity_id, currency, 0, minor from (${sides(org)}) s where account = 'payouts_in_transit'
        ) both_sides
        join legal_entities l on l.organization_id = ${org} and l.id = both_sides.legal_entity_id
        group by l.code, currency having sum(told_minor) <> sum(book_minor)`,
    }),
  },
];
