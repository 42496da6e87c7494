import { customers } from "@openitem/db/schema/customers";
import { sql } from "drizzle-orm";
import type { Tx } from "../kernel/transact.ts";

/** A step: an account and those above it, itself first. Empty when there is no such account. */
export async function readCustomerLine(
  tx: Tx,
  organizationId: string,
  customerId: string,
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive line (id, parent_id, depth) as (
      select id, parent_id, 0 from ${customers} where organization_id = ${organizationId} and id = ${customerId}
      union all
      select c.id, c.parent_id, depth + 1 from line
      join ${customers} c on c.organization_id = ${organizationId} and c.id = line.parent_id
    ) cycle id set is_cycle using path
    select id from line where not is_cycle order by depth`);
  return rows.map(({ id }) => id);
}
