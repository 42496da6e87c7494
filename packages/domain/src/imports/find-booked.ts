import { legalEntities } from "@openitem/db/schema/organizations";
import { eq, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Booked } from "./difference.ts";
import { type Draft, receiptNumber } from "./row.ts";
import type { Entity } from "./write-documents.ts";

/** The accounts in the books under any of `keys` (see `customerKey`), by key. */
export async function findCustomers(
  tx: Tx,
  ctx: Context,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = (await tx.execute(sql`
    select id, number_key from customers
    where organization_id = ${ctx.organizationId}
      and number_key = any(${arrayOf({ type: "text", values: [...keys] })})`)) as unknown as {
    id: string;
    number_key: string;
  }[];
  return new Map(rows.map((row) => [row.number_key, row.id]));
}

/** The biller's legal entities, by code. */
export async function findEntities(tx: Tx, ctx: Context): Promise<Map<string, Entity>> {
  const { id, code, closedThroughOn } = legalEntities;
  const rows = await tx
    .select({ id, code, closedThroughOn })
    .from(legalEntities)
    .where(eq(legalEntities.organizationId, ctx.organizationId));
  return new Map(rows.map((entity) => [entity.code, entity]));
}

/** What the books have under each draft's number, and under that of the receipt that settled it, by the draft's index. */
export async function findBooked(
  tx: Tx,
  ctx: Context,
  drafts: readonly Draft[],
  entities: ReadonlyMap<string, Entity>,
): Promise<{ documents: Booked[]; receipts: Booked[] }> {
  const keys = drafts.flatMap((draft, index) => {
    const entity = entities.get(draft.entityCode);
    if (!entity) return [];
    const key = { entity: entity.id, kind: draft.kind as string, number: draft.number, index };
    if (draft.settledOn === null) return [key];
    return [key, { ...key, kind: "receipt", number: receiptNumber(draft.number), index: -1 - index }];
  });
  const found: { documents: Booked[]; receipts: Booked[] } = { documents: [], receipts: [] };
  if (keys.length === 0) return found;
  const column = (type: "uuid" | "text" | "bigint", of: (key: (typeof keys)[number]) => string | number) =>
    arrayOf({ type, values: keys.map(of) });
  const rows = (await tx.execute(sql`
    select key.position::int, i.*
    from unnest(${column("uuid", (key) => key.entity)}, ${column("text", (key) => key.kind)},
      ${column("text", (key) => key.number)}, ${column("bigint", (key) => key.index)})
      as key (entity_id, kind, number, position)
    cross join lateral (
      select i.customer_id, c.number as customer_number, i.currency, i.amount_minor::text, i.open_minor::text,
        i.issued_on::text, i.due_on::text
      from items i join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
      where i.organization_id = ${ctx.organizationId} and i.legal_entity_id = key.entity_id
        and i.kind = key.kind and i.number = key.number
      -- Looked up one by one through the unique key: a join would read every item of the biller for each batch.
      offset 0
    ) i`)) as unknown as Booked[];
  for (const row of rows) {
    if (row.position >= 0) found.documents[row.position] = row;
    else found.receipts[-1 - row.position] = row;
  }
  return found;
}
