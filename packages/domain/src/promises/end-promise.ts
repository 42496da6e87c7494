import { promises } from "@openitem/db/schema/promises";
import { updateRows } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Promised } from "./promise.ts";

/** Writes the end of a promise that is given up, declined or replaced; the caller records why. */
export async function endPromise(
  tx: Tx,
  ctx: Context,
  promise: Promised,
  changes: Pick<Promised, "status"> & Partial<Promised>,
): Promise<void> {
  const { organizationId, now: endedAt } = ctx;
  await updateRows(tx, promises, { ...changes, endedAt }, { organizationId, id: promise.id });
}
