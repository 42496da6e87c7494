import { type SQL, sql } from "drizzle-orm";
import type { ItemKind } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Candidate } from "./documents-named.ts";
import { tailsOf } from "./written-number.ts";

/** More documents than these with the digits of one file are not compared: the newest are. */
const CANDIDATES_MAX = 20_000;
/** Without knowing whose they are, numbers as short as this say nothing. */
const TAIL_LEAST = 4;

type Raw = {
  id: string;
  number: string;
  kind: ItemKind;
  customer_id: string;
  currency: string;
  amount: string;
  open: string;
};

const KINDS = sql`('invoice', 'debit_memo', 'credit_memo')`;

/**
 * A step: a customer with the accounts above, below and beside it, as far as the actor may see them. One payer often
 * pays for several of them.
 */
export async function loadFamily(tx: Tx, ctx: Context, customerId: string): Promise<string[]> {
  const rows = (await tx.execute(sql`
    select c.id from customers c
    join customers o on o.organization_id = c.organization_id and o.id = ${customerId}
    where c.organization_id = ${ctx.organizationId}
      and (c.id = o.id or c.parent_id = o.id or c.id = o.parent_id or c.parent_id = o.parent_id)`)) as unknown as {
    id: string;
  }[];
  return rows.map(({ id }) => id);
}

/** A step: the documents that may be meant by what was written; of the given customers, or of all. */
export async function loadCandidates(
  tx: Tx,
  ctx: Context,
  written: readonly string[],
  customerIds: readonly string[] | null,
): Promise<Candidate[]> {
  const least = customerIds ? 1 : TAIL_LEAST;
  const tails = [...new Set(written.flatMap(tailsOf))].filter((tail) => tail.length >= least);
  const numbers = [...new Set(written.map((text) => text.trim()))].filter((text) => !/\d/.test(text));
  if (tails.length + numbers.length === 0) return [];
  const whose = customerIds
    ? sql`and i.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})`
    : sql``;
  return candidatesWhere(
    tx,
    ctx,
    sql`(i.number_tail = any(${arrayOf({ type: "text", values: tails })})
      or i.number = any(${arrayOf({ type: "text", values: numbers })})) ${whose}`,
  );
}

/** A step: documents by their ids, as far as the actor may see them. */
export async function loadNamed(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
): Promise<Map<string, Candidate>> {
  if (itemIds.length === 0) return new Map();
  const found = await candidatesWhere(
    tx,
    ctx,
    sql`i.id = any(${arrayOf({ type: "uuid", values: [...new Set(itemIds)] })})`,
  );
  return new Map(found.map((candidate) => [candidate.itemId, candidate]));
}

/** A step: open invoices of the customers whose open amount is one of these, for a proposal that a person decides. */
export async function loadByAmount(
  tx: Tx,
  ctx: Context,
  {
    customerIds,
    currency,
    amounts,
  }: { customerIds: readonly string[]; currency: string; amounts: readonly bigint[] },
): Promise<Candidate[]> {
  const wanted = [...new Set(amounts)].filter((minor) => minor > 0n);
  if (wanted.length === 0 || customerIds.length === 0) return [];
  return candidatesWhere(
    tx,
    ctx,
    sql`i.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })}) and i.open_minor > 0
      and i.open_minor = any(${arrayOf({ type: "bigint", values: wanted })}) and i.currency = ${currency}
      and i.kind in ('invoice', 'debit_memo')`,
  );
}

async function candidatesWhere(tx: Tx, ctx: Context, condition: SQL): Promise<Candidate[]> {
  const rows = (await tx.execute(sql`
    select i.id, i.number, i.kind, i.customer_id, i.currency, i.amount_minor::text as amount, i.open_minor::text as open
    from items i
    where i.organization_id = ${ctx.organizationId} and i.kind in ${KINDS} and ${condition}
    order by i.issued_on desc, i.id
    limit ${CANDIDATES_MAX}`)) as unknown as Raw[];
  return rows.map((row) => ({
    itemId: row.id,
    number: row.number,
    kind: row.kind,
    customerId: row.customer_id,
    currency: row.currency,
    amountMinor: BigInt(row.amount),
    openMinor: BigInt(row.open),
  }));
}
