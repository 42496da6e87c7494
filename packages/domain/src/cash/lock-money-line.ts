import { arrayLiteral } from "@openitem/db/array-literal";
import { bankLines } from "@openitem/db/schema/bank";
import { columnList, send, toRow } from "@openitem/db/statement";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Money } from "../matching/match.ts";

export type BankLine = typeof bankLines.$inferSelect;

/** The legal entity a line belongs to, as far as booking needs it. */
export type Entity = { id: string; timeZone: string; closedThroughOn: string | null };

/** A line that brought money, under a lock, with the receipt it became. */
export type MoneyLine = { line: BankLine; entity: Entity; receipt: LockedItem | null };

const LOCK_LINES = `
  select ${columnList(bankLines)}, e.time_zone as entity_time_zone, e.closed_through_on::text as entity_closed_through_on
  from bank_lines
  join legal_entities e on e.organization_id = bank_lines.organization_id and e.id = bank_lines.legal_entity_id
  where bank_lines.organization_id = $1 and bank_lines.id = any($2::uuid[])
  order by bank_lines.value_on, bank_lines.id for update of bank_lines`;

/** Reads lines for update, in their order. Lines are locked before documents. */
export async function lockLines(
  tx: Tx,
  ctx: Context,
  ids: readonly string[],
): Promise<{ line: BankLine; entity: Entity }[]> {
  if (ids.length === 0) return [];
  const rows = await send(tx, LOCK_LINES, [ctx.organizationId, arrayLiteral(ids)]);
  return rows.map((row) => {
    const line = toRow(bankLines, row);
    const closed = row.entity_closed_through_on;
    return {
      line,
      entity: {
        id: line.legalEntityId,
        timeZone: String(row.entity_time_zone),
        closedThroughOn: closed === null ? null : String(closed),
      },
    };
  });
}

/**
 * One line of money in for update, with its receipt if it has one. Refuses `line.missing`, and `line.state` when it is
 * nothing a customer may have paid any more.
 */
export async function lockMoneyLine(tx: Tx, ctx: Context, lineId: string): Promise<MoneyLine> {
  const [found] = await lockLines(tx, ctx, [lineId]);
  if (!found) throw new Refusal("missing", "line.missing", "We cannot find this bank line.");
  const { line, entity } = found;
  if (line.amountMinor <= 0n)
    throw new Refusal(
      "invalid",
      "line.money_out",
      "This money went out. Only money that came in is matched.",
    );
  if (line.state !== "open" && line.state !== "receipt") throw changedMeanwhile(line);
  const [receipt] = line.receiptId ? await lockItems(tx, ctx, [line.receiptId]) : [];
  return { line, entity, receipt: receipt ?? null };
}

/** What the person saw is not so any more. */
export const changedMeanwhile = ({ state, decidedByName }: BankLine): Refusal =>
  new Refusal(
    "conflict",
    "line.state",
    `${decidedByName ?? "Somebody"} has dealt with this bank line meanwhile. Reload the page to see how.`,
    { state, by: decidedByName ?? "" },
  );

/** A line as the engine is told of it: what came, less what its receipt has paid already. */
export function moneyOf(
  line: BankLine,
  receipt: Pick<LockedItem, "id" | "customerId" | "openMinor"> | null,
): Money {
  return {
    lineId: line.id,
    receiptId: receipt?.id ?? null,
    legalEntityId: line.legalEntityId,
    currency: line.currency,
    amountMinor: receipt ? receipt.openMinor : line.amountMinor,
    valueOn: line.valueOn,
    counterpartyName: line.counterpartyName,
    counterpartyAccount: line.counterpartyAccount,
    endToEndId: line.endToEndId,
    reference: line.reference,
    structured: line.structured,
    unstructured: line.unstructured,
    customerId: receipt?.customerId ?? null,
  };
}
