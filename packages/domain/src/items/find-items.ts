import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import { beginsWith, spellings } from "./begins-with.ts";
import type { ItemKind } from "./item.ts";
import type { ItemRow } from "./list-items.ts";

export const findItemsInput = z.object({
  /** The beginning of a document number, of its last digits, or of a purchase order number. */
  search: searchText(60, 1),
  limit: z.number().int().min(1).max(50).default(10),
});

/** A document that was looked for, whoever's it is. */
export type FoundItem = Pick<
  ItemRow,
  "id" | "kind" | "number" | "customerId" | "customerName" | "customerNumber" | "poNumber"
>;

type Raw = {
  id: string;
  kind: ItemKind;
  number: string;
  customer_id: string;
  customer_name: string;
  customer_number: string;
  po_number: string | null;
};

/**
 * Documents of all customers the reader may see, by number, last digits or purchase order: the very number first,
 * then by number, last digits and purchase order. Each way reads `limit` index entries at most.
 */
export async function findItems(ctx: Context, raw: z.input<typeof findItemsInput>): Promise<FoundItem[]> {
  const { search, limit } = findItemsInput.parse(raw);
  const ways = [
    { column: sql`i.number`, rank: 1 },
    ...(/^\d+$/.test(search) ? [{ column: sql`i.number_tail`, rank: 2 }] : []),
    { column: sql`i.po_number`, rank: 3 },
  ];
  const hits = ways.flatMap(({ column, rank }) =>
    spellings(search).map(
      (
        text,
      ) => sql`(select i.id, case when ${column} = ${text} then 0 else ${rank}::int end as rank from items i
        where i.organization_id = ${ctx.organizationId} and ${beginsWith(column, text)}
        order by ${column}, i.id limit ${limit})`,
    ),
  );
  const rows = await read(
    ctx,
    async (tx) =>
      (await tx.execute(sql`
      with hits as (select h.id, min(h.rank) as rank from (${sql.join(hits, sql` union all `)}) h group by h.id)
      select i.id, i.kind, i.number, i.customer_id, c.name as customer_name, c.number as customer_number, i.po_number
      from hits h
      join items i on i.organization_id = ${ctx.organizationId} and i.id = h.id
      join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
      order by h.rank, i.number, i.id
      limit ${limit}`)) as unknown as Raw[],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    number: row.number,
    customerId: row.customer_id,
    customerName: row.customer_name,
    customerNumber: row.customer_number,
    poNumber: row.po_number,
  }));
}
