import { read, type Tx } from "@openitem/domain/kernel/transact";
import { type Pause, pausedBy } from "@openitem/domain/remittances/read-pauses";
import type { Viewer } from "../../context.ts";

/** By document, what its payer says of money that is on its way. */
export const readDeclared = (
  { ctx, today }: Viewer,
  itemIds: readonly string[],
): Promise<Map<string, Pause[]>> => read(ctx, (tx) => readDeclaredIn(tx, { ctx, today }, itemIds));

/** The same within a read that is under way. */
export const readDeclaredIn = (
  tx: Tx,
  { ctx, today }: Pick<Viewer, "ctx" | "today">,
  itemIds: readonly string[],
): Promise<Map<string, Pause[]>> => pausedBy(tx, ctx, itemIds, today);
