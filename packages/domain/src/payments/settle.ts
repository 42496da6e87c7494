import { together } from "@openitem/db/statement";
import { lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { LockedPayment } from "./lock-payments.ts";
import { type Settlement, writeSettlement } from "./write-settlement.ts";

/** Settles a payment whose money is there. The caller holds its lock and has seen that it is not settled. */
export async function settle(
  tx: Tx,
  ctx: Context,
  payment: LockedPayment,
  settlement: Settlement,
): Promise<void> {
  const ids = payment.shares.map((share) => share.itemId);
  const items = await lockItems(tx, ctx, ids);
  await together(tx, () => writeSettlement(tx, ctx, payment, items, settlement));
}
