import { sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Days } from "./period.ts";
import { type Movement, type RollForward, rollForwardsOf } from "./roll-forward.ts";

/**
 * A step: the movements of the receivable account between two days, by the day they were booked, out of the journal
 * alone. What a line is follows from its cause and from the account on its other side.
 */
export async function readRollForward(
  tx: Tx,
  ctx: Context,
  { legalEntityId, fromOn, toOn }: { legalEntityId: string } & Days,
): Promise<RollForward[]> {
  const { organizationId: org } = ctx;
  const rows = (await tx.execute(sql`
    select currency, 'opening' as kind, sum(case when debit = 'receivable' then amount_minor else -amount_minor end)::text as minor,
      count(*)::int as lines
    from transfers
    where organization_id = ${org} and legal_entity_id = ${legalEntityId} and posted_on < ${fromOn}
      and 'receivable' in (debit, credit)
    group by currency
    union all
    select m.currency, case
      when i.kind = 'invoice' then 'invoices'
      when m.contra = 'residual_clearing' then 'residuals'
      when m.contra = 'exchange' then 'exchange'
      when i.kind = 'debit_memo' then 'debit_memos'
      when i.kind = 'credit_memo' then case when m.contra in ('write_off', 'discounts') then 'write_offs' else 'credit_memos' end
      when i.kind = 'refund' then case when back.id is null then 'refunds' else 'returns' end
      when m.contra in ('unapplied', 'on_account') then 'cash_applied'
      when m.contra = 'intercompany_clearing' then case when c.kind = 'receipt' then 'cash_applied' else 'transfers' end
      else 'other' end, sum(m.minor)::text, count(*)::int
    from (
      select t.currency, t.cause_kind, t.cause_id,
        case when t.debit = 'receivable' then t.amount_minor else -t.amount_minor end as minor,
        case when t.debit = 'receivable' then t.credit else t.debit end as contra
      from transfers t
      where t.organization_id = ${org} and t.legal_entity_id = ${legalEntityId} and t.posted_on between ${fromOn} and ${toOn}
        and 'receivable' in (t.debit, t.credit)
    ) m
    left join items i on m.cause_kind = 'item' and i.organization_id = ${org} and i.id = m.cause_id
    left join applications a on m.cause_kind = 'application' and a.organization_id = ${org} and a.id = m.cause_id
    left join items c on c.organization_id = ${org} and c.id = a.credit_id
    left join payment_reversals back on i.kind = 'refund' and back.organization_id = ${org} and back.item_id = i.id
      and back.kind in ('return', 'chargeback')
    group by 1, 2`)) as unknown as {
    currency: string;
    kind: Movement | "opening";
    minor: string;
    lines: number;
  }[];
  return rollForwardsOf(rows.map((row) => ({ ...row, minor: BigInt(row.minor) })));
}
