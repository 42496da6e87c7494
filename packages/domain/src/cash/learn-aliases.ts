import { arrayLiteral } from "@openitem/db/array-literal";
import { newId } from "@openitem/db/ids";
import { write } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { BankLine } from "./lock-money-line.ts";
import { aliasesOf } from "./payer-alias.ts";

type Taught = {
  money: { line: BankLine };
  customerId: string;
  learn: "always" | "unless_ended" | "no";
};

const LEARN = `
  insert into payer_aliases (organization_id, id, customer_id, kind, value, written, line_id, learnt_by, learnt_by_name, learnt_at)
  select $1, each.id, each.customer_id, each.kind, each.value, each.written, each.line_id, $2, $3, $4::timestamptz
  from unnest($5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::text[])
    as each (id, customer_id, kind, value, written, line_id, learn)
  where each.learn = 'always' or not exists (
    select from payer_aliases ended where ended.organization_id = $1 and ended.kind = each.kind and ended.value = each.value
      and ended.customer_id = each.customer_id and ended.ended_at is not null)
  on conflict (organization_id, kind, value, customer_id) where ended_at is null do nothing`;

/** Keeps that these accounts and names pay for these customers. What is known already stays as it was learnt. */
export async function learnAliases(tx: Tx, ctx: Context, taught: readonly Taught[]): Promise<void> {
  const rows = taught
    .filter(({ learn }) => learn !== "no")
    .flatMap(({ money: { line }, customerId, learn }) =>
      aliasesOf(line).map((alias) => ({ ...alias, customerId, learn, lineId: line.id, id: newId() })),
    );
  if (rows.length === 0) return;
  await write(tx, LEARN, [
    ctx.organizationId,
    actorKey(ctx.actor),
    ctx.actor.name,
    ctx.now.toISOString(),
    ...(["id", "customerId", "kind", "value", "written", "lineId", "learn"] as const).map((column) =>
      arrayLiteral(rows.map((row) => row[column])),
    ),
  ]);
}
