import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import { nameKey } from "../customers/customer.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { insertRows, writtenBy } from "../kernel/insert-rows.ts";
import { record, type Tx } from "../kernel/transact.ts";

export type NewCustomer = { id: string; number: string; name: string };
export type NewEntity = { id: string; code: string; country: string };

/** A step: opens legal entities under their codes; name and address are for somebody to complete. */
export async function openEntities(
  tx: Tx,
  ctx: Context,
  entities: readonly NewEntity[],
  timeZone: string,
): Promise<void> {
  for (const { id, code, country } of entities) {
    const { organizationId, now: createdAt } = ctx;
    await tx
      .insert(legalEntities)
      .values({ organizationId, id, code, name: code, country, timeZone, createdAt });
    await record(tx, ctx, {
      action: "legal_entity.created",
      subject: ["legal_entity", id],
      data: { code, country },
    });
  }
}

/** A step: opens accounts, given by `customerKey`, with an audit record for each, all in two statements. */
export async function openCustomers(
  tx: Tx,
  ctx: Context,
  opened: ReadonlyMap<string, NewCustomer>,
  timeZone: string,
): Promise<void> {
  const rows = [...opened].map(([key, customer]) => ({ key, ...customer }));
  const text = (value: string) => ({ type: "text", value }) as const;
  const { organization_id, created_at } = writtenBy(ctx);
  const ids = rows.map((row) => row.id);
  await insertRows(tx, "customers", { ...writtenBy(ctx), time_zone: text(timeZone) }, [
    { name: "id", type: "uuid", values: ids },
    { name: "number", type: "text", values: rows.map((row) => row.number) },
    { name: "number_key", type: "text", values: rows.map((row) => row.key) },
    { name: "name", type: "text", values: rows.map((row) => row.name) },
    { name: "name_key", type: "text", values: rows.map((row) => nameKey(row.name)) },
  ]);
  const happening = {
    organization_id,
    at: created_at,
    action: text("customer.created"),
    subject_kind: text("customer"),
    actor: text(actorKey(ctx.actor)),
    actor_name: text(ctx.actor.name),
    request_id: text(ctx.requestId),
  };
  await insertRows(tx, "audit_records", happening, [
    { name: "id", type: "uuid", values: rows.map(() => newId()) },
    { name: "subject_id", type: "uuid", values: ids },
    { name: "customer_id", type: "uuid", values: ids },
    {
      name: "data",
      type: "jsonb",
      values: rows.map(({ number, name }) => JSON.stringify({ number, name })),
    },
  ]);
}
