import { sql } from "drizzle-orm";
import { z } from "zod";
import { type ItemKind, isDebit } from "../items/item.ts";
import { arrayOf } from "../items/read-balances.ts";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import {
  type BookBalance,
  checkStatement,
  composeStatement,
  type Statement,
  type StatementRow,
} from "./statement.ts";

export const readStatementInput = z.object({
  customerIds: z.array(z.uuid()).min(1).max(5_000),
  asOf: z.string().refine(isDay, "This is not a day of the calendar."),
  currency: z.string().length(3).nullish(),
});

/**
 * The statement of open items of some customers as of any day, from dated applications and checked against the
 * journal. Refuses `statement.differs` rather than show figures that do not agree.
 */
export async function readStatement(
  ctx: Context,
  raw: z.input<typeof readStatementInput>,
): Promise<Statement> {
  const { customerIds, asOf, currency } = readStatementInput.parse(raw);
  return read(ctx, async (tx) => {
    const statement = composeStatement(asOf, await openOn(tx, ctx, customerIds, asOf, currency ?? null));
    const differences = checkStatement(
      statement,
      await booksOn(tx, ctx, customerIds, asOf, currency ?? null),
    );
    if (differences.length > 0)
      throw new Refusal(
        "conflict",
        "statement.differs",
        "This statement does not agree with our books, so we do not show it. We have been told and look into it.",
        {
          differences: differences.join("; "),
        },
      );
    return statement;
  });
}

type Raw = {
  id: string;
  kind: ItemKind;
  number: string;
  customer_id: string;
  customer_name: string;
  legal_entity_id: string;
  reference: string | null;
  po_number: string | null;
  issued_on: string;
  due_on: string | null;
  currency: string;
  amount: string;
  open: string;
};

async function openOn(
  tx: Tx,
  ctx: Context,
  customerIds: string[],
  asOf: string,
  currency: string | null,
): Promise<(StatementRow & { currency: string; isDebit: boolean })[]> {
  const rows = (await tx.execute(sql`
    select i.id, i.kind, i.number, i.customer_id, c.name as customer_name, i.legal_entity_id, i.reference, i.po_number,
      i.issued_on::text, i.due_on::text, i.currency, i.amount_minor::text as amount, (i.amount_minor - coalesce(used.minor, 0))::text as open
    from items i
    join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
    left join lateral (
      select sum(a.amount_minor) as minor from applications a
      where a.organization_id = i.organization_id and a.applied_on <= ${asOf}::date
        and case when i.kind in ('invoice', 'debit_memo', 'refund') then a.debit_id = i.id else a.credit_id = i.id end
    ) used on true
    where i.organization_id = ${ctx.organizationId} and i.customer_id = any(${arrayOf(customerIds)}::uuid[])
      and i.issued_on <= ${asOf}::date and i.amount_minor > coalesce(used.minor, 0)
      ${currency ? sql`and i.currency = ${currency}` : sql``}
    order by i.due_on nulls last, i.issued_on, i.number`)) as unknown as Raw[];
  return rows.map((row) => ({
    itemId: row.id,
    kind: row.kind,
    number: row.number,
    customerId: row.customer_id,
    customerName: row.customer_name,
    legalEntityId: row.legal_entity_id,
    reference: row.reference,
    poNumber: row.po_number,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    currency: row.currency,
    isDebit: isDebit(row.kind),
    amountMinor: BigInt(row.amount),
    openMinor: BigInt(row.open),
  }));
}

async function booksOn(
  tx: Tx,
  ctx: Context,
  customerIds: string[],
  asOf: string,
  currency: string | null,
): Promise<BookBalance[]> {
  const rows = (await tx.execute(sql`
    select t.currency, sum(
        case when t.debit in ('receivable', 'unapplied', 'on_account') then t.amount_minor else 0 end
        - case when t.credit in ('receivable', 'unapplied', 'on_account') then t.amount_minor else 0 end
      )::text as minor
    from transfers t
    where t.organization_id = ${ctx.organizationId} and t.customer_id = any(${arrayOf(customerIds)}::uuid[]) and t.value_on <= ${asOf}::date
      ${currency ? sql`and t.currency = ${currency}` : sql``}
    group by t.currency`)) as unknown as { currency: string; minor: string }[];
  return rows.map((row) => ({ currency: row.currency, minor: BigInt(row.minor) }));
}
