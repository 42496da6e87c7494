import postgres from "postgres";
import { ownerUrl, type World } from "../../test/world.ts";
import { decimal } from "../kernel/money.ts";

/*
 * For tests: what the books of a world hold, read above row-level security, in words that compare.
 */

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });

export const closeOwner = () => owner.end();

export type BooksView = Awaited<ReturnType<typeof viewBooks>>;

export async function viewBooks({ organizationId }: Pick<World, "organizationId">) {
  const items = await owner`
    select i.*, i.amount_minor::text as amount, i.open_minor::text as open, c.number as customer,
      i.posted_on::text as posted, i.issued_on::text as issued, i.due_on::text as due
    from items i join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
    where i.organization_id = ${organizationId} order by i.kind, i.number`;
  const transfers = await owner`
    select t.*, amount_minor::text as amount from transfers t where organization_id = ${organizationId}
    order by posted_on, cause_kind, cause_id, line`;
  const money = (minor: string, currency: string) => decimal(BigInt(minor), currency);

  const balances = new Map<string, bigint>();
  const move = (account: string, currency: string, minor: bigint) =>
    balances.set(`${account} ${currency}`, (balances.get(`${account} ${currency}`) ?? 0n) + minor);
  for (const row of transfers) {
    move(row.debit, row.currency, BigInt(row.amount));
    move(row.credit, row.currency, -BigInt(row.amount));
  }

  return {
    items: items.map(
      (row) =>
        `${row.kind} ${row.number} ${money(row.amount, row.currency)} ${row.currency} open ${money(row.open, row.currency)} of ${row.customer}`,
    ),
    dates: items.map((row) => `${row.number} ${row.issued} ${row.due}`),
    notes: items.map((row) => row.note as string | null),
    postedOn: items.map((row) => row.posted as string).sort(),
    transfers: transfers.length,
    customers: (
      await owner`select number, name from customers where organization_id = ${organizationId} order by number_key`
    ).map((row) => `${row.number} ${row.name}`),
    entities: (
      await owner`select code from legal_entities where organization_id = ${organizationId} order by code`
    ).map((row) => row.code as string),
    imports: [
      ...(await owner`
        select status, rows, imported, unchanged, rejected from imports
        where organization_id = ${organizationId} order by id`),
    ].map((row) => ({ ...row })),
    actions: Object.fromEntries(
      (
        await owner`
          select action, count(*)::int as times from audit_records
          where organization_id = ${organizationId} group by action`
      ).map((row) => [row.action as string, row.times as number]),
    ),
    accounts: Object.fromEntries(
      [...balances]
        .filter(([, minor]) => minor !== 0n)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([account, minor]) => [account, money(String(minor), account.slice(-3))]),
    ),
    disagreements: await disagreements(organizationId),
  };
}

/** Closes every legal entity's books through a day. */
export const closeBooks = async ({ organizationId }: World, day: string) => {
  await owner`update legal_entities set closed_through_on = ${day} where organization_id = ${organizationId}`;
};

/** Items whose open amount is not what applications leave, and customers whose items are not what the journal says. */
async function disagreements(organizationId: string): Promise<string[]> {
  const open = await owner`
    select i.number from items i where i.organization_id = ${organizationId} and i.open_minor <> i.amount_minor - (
      select coalesce(sum(a.amount_minor), 0) from applications a
      where a.organization_id = i.organization_id and i.id in (a.credit_id, a.debit_id))`;
  const subledger = await owner`
    with said as (
      select legal_entity_id, customer_id, currency,
        case when kind = 'receipt' then held_as else 'receivable' end as account,
        sum(case when kind in ('receipt', 'credit_memo') then -open_minor else open_minor end) as minor
      from items where organization_id = ${organizationId} group by 1, 2, 3, 4
    ), booked as (
      select legal_entity_id, customer_id, currency, account, sum(minor) as minor from (
        select legal_entity_id, customer_id, currency, debit as account, amount_minor as minor
        from transfers where organization_id = ${organizationId}
        union all
        select legal_entity_id, customer_id, currency, credit, -amount_minor
        from transfers where organization_id = ${organizationId}
      ) as legs where account in ('receivable', 'unapplied', 'on_account') group by 1, 2, 3, 4
    )
    select coalesce(said.customer_id, booked.customer_id) as customer_id, account
    from said full join booked using (legal_entity_id, customer_id, currency, account)
    where coalesce(said.minor, 0) <> coalesce(booked.minor, 0)`;
  return [
    ...open.map((row) => `open amount of ${row.number}`),
    ...subledger.map((row) => `${row.account} of customer ${row.customer_id}`),
  ];
}
