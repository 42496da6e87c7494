/** Days between the money and a receipt that somebody recorded when he heard of it. */
const WITHIN_DAYS = 14;

/**
 * Text of a query: receipts recorded by hand that wait for their money and may be one of the open lines $2, with
 * line_id, receipt_id, number and `more` columns of `i`. $1 is the organization.
 */
export const recordedReceipts = (more = ""): string => `
  select l.id as line_id, i.id as receipt_id, i.number${more ? `, ${more}` : ""}
  from bank_lines l
  cross join lateral (
    select i.* from items i
    where i.organization_id = l.organization_id and i.kind = 'receipt' and i.legal_entity_id = l.legal_entity_id
      and i.currency = l.currency and i.amount_minor = l.amount_minor
      and i.issued_on between l.value_on - ${WITHIN_DAYS} and l.value_on + ${WITHIN_DAYS}
    offset 0
  ) i
  where l.organization_id = $1 and l.id = any($2::uuid[]) and l.state = 'open'
    and exists (
      select from transfers t where t.organization_id = i.organization_id and t.cause_kind = 'item' and t.cause_id = i.id
        and t.debit = 'bank_clearing')
    and not exists (select from bank_lines b where b.organization_id = i.organization_id and b.receipt_id = i.id)
    and not exists (
      select from applications a join items d on d.organization_id = a.organization_id and d.id = a.debit_id
      where a.organization_id = i.organization_id and a.credit_id = i.id and d.kind = 'refund' and a.amount_minor = i.amount_minor)
  order by l.id, i.id`;
