import { arrayLiteral } from "@openitem/db/array-literal";
import { send } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { takeNumbers } from "../kernel/take-number.ts";
import type { Tx } from "../kernel/transact.ts";

const TAKEN = `
  select number from items where organization_id = $1 and kind = 'receipt' and number = any($2::text[])`;

/** The next `count` numbers of receipts, without those that somebody gave to one by hand or an import brought along. */
export async function takeReceiptNumbers(tx: Tx, ctx: Context, count: number): Promise<string[]> {
  const free: string[] = [];
  while (free.length < count) {
    const numbers = await takeNumbers(tx, ctx, "receipt", count - free.length);
    const rows = await send(tx, TAKEN, [ctx.organizationId, arrayLiteral(numbers)]);
    const taken = new Set(rows.map((row) => String(row.number)));
    free.push(...numbers.filter((number) => !taken.has(number)));
  }
  return free;
}
