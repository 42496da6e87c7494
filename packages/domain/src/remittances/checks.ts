import { sql } from "drizzle-orm";
import type { Check } from "../ledger/checks.ts";

/* What must be true of what payers said, written apart from the code that takes it in. */

export const REMITTANCE_CHECKS: readonly Check[] = [
  {
    name: "remittances add up",
    says: "The lines of a remittance that was confirmed come to the amount that was sent.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from remittances r where r.organization_id = ${org} and r.status in ('confirmed', 'tied')`,
      differences: sql`
        select r.number as subject, r.total_minor || ' ' || r.currency as expected, coalesce(sum(l.net_minor), 0) as found
        from remittances r
        left join remittance_lines l on l.organization_id = r.organization_id and l.remittance_id = r.id
        where r.organization_id = ${org} and r.status in ('confirmed', 'tied')
        group by r.organization_id, r.id, r.number, r.total_minor, r.currency
        having coalesce(sum(l.net_minor), 0) <> r.total_minor`,
    }),
  },
  {
    name: "remittances fit their documents",
    says: "What a confirmed remittance covers is owed, in its currency, and its lines are of its customer.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from remittance_lines l where l.organization_id = ${org} and l.item_id is not null`,
      differences: sql`
        select r.number || ', line ' || l.line_no as subject, 'an invoice or memo in ' || r.currency as expected,
          i.kind || ' ' || i.number || ' in ' || i.currency as found
        from remittances r
        join remittance_lines l on l.organization_id = r.organization_id and l.remittance_id = r.id
        join items i on i.organization_id = l.organization_id and i.id = l.item_id
        where r.organization_id = ${org} and r.status in ('confirmed', 'tied')
          and (i.kind in ('receipt', 'refund') or i.currency <> r.currency or l.customer_id is distinct from r.customer_id)`,
    }),
  },
  {
    name: "remittances are tied to money",
    says: "A remittance whose money was found is tied to a receipt in its currency, or to a line of the bank.",
    query: ({ organizationId: org }) => ({
      things: sql`select 1 from remittances r where r.organization_id = ${org} and r.status = 'tied'`,
      differences: sql`
        select r.number as subject, 'money in ' || r.currency as expected,
          coalesce(i.kind || ' ' || i.number || ' in ' || i.currency, b.currency, 'none') as found
        from remittances r
        left join items i on i.organization_id = r.organization_id and i.id = r.receipt_id
        left join bank_lines b on b.organization_id = r.organization_id and b.id = r.line_id
        where r.organization_id = ${org} and r.status = 'tied'
          and (i.kind <> 'receipt' or i.currency <> r.currency or b.currency <> r.currency)`,
    }),
  },
];
