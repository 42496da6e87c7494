import { send } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

/** A receipt or refund that waits for its money at the bank. */
export type ExpectedDocument = {
  id: string;
  kind: "receipt" | "refund";
  number: string;
  customerId: string;
  customerName: string;
  customerNumber: string;
  issuedOn: string;
  reference: string | null;
  note: string | null;
};

const EXPECTED = `
  select i.id, i.kind, i.number, i.customer_id, c.name, c.number as customer_number, i.issued_on::text, i.reference, i.note
  from bank_lines l
  join items i on i.organization_id = l.organization_id and i.legal_entity_id = l.legal_entity_id
    and i.currency = l.currency and i.amount_minor = abs(l.amount_minor)
    and i.kind = case when l.amount_minor > 0 then 'receipt' else 'refund' end
  join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
  where l.organization_id = $1 and l.id = $2
    and exists (select from transfers t where t.organization_id = i.organization_id and t.cause_kind = 'item' and t.cause_id = i.id
      and 'bank_clearing' in (t.debit, t.credit))
    and not exists (select from bank_lines o where o.organization_id = i.organization_id and o.receipt_id = i.id)
    and not exists (select from bank_lines o where o.organization_id = i.organization_id and o.refund_id = i.id)
  order by abs(i.issued_on - l.value_on), i.number, i.id
  limit 20`;

/** The documents a line could be tied to: of its amount, not tied yet, the nearest in time first. Refuses `line.missing`. */
export async function listExpected(ctx: Context, lineId: string): Promise<ExpectedDocument[]> {
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const [line] = await send(tx, "select id from bank_lines where organization_id = $1 and id = $2", [
      ctx.organizationId,
      lineId,
    ]);
    if (!line) throw new Refusal("missing", "line.missing", "We cannot find this bank line.");
    const rows = await send(tx, EXPECTED, [ctx.organizationId, lineId]);
    return rows.map((row) => ({
      id: String(row.id),
      kind: row.kind === "receipt" ? "receipt" : "refund",
      number: String(row.number),
      customerId: String(row.customer_id),
      customerName: String(row.name),
      customerNumber: String(row.customer_number),
      issuedOn: String(row.issued_on),
      reference: row.reference === null ? null : String(row.reference),
      note: row.note === null ? null : String(row.note),
    }));
  });
}
