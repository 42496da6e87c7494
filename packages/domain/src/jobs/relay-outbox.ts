import type { Db } from "@openitem/db/client";
import { outbox } from "@openitem/db/schema/activity";
import { asc, inArray, sql } from "drizzle-orm";

/** Work as the queue gets it: which tenant, which kind, which ids. `id` makes handing it over twice harmless. */
export type RelayedJob = {
  id: string;
  organizationId: string;
  kind: string;
  payload: Record<string, string>;
  runAt: Date;
};

const BATCH_MAX = 500;

/**
 * Hands work of all tenants to the queue, oldest first, and tells how much there was. Rows go in the same transaction
 * that took them, after the queue has them: a crash between hands them over again, with the same id.
 */
export async function relayOutbox(db: Db, handOver: (jobs: RelayedJob[]) => Promise<void>): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('role', 'openitem_worker', true)`);
    const rows = await tx
      .select()
      .from(outbox)
      .orderBy(asc(outbox.createdAt))
      .limit(BATCH_MAX)
      .for("update", { skipLocked: true });
    if (rows.length === 0) return 0;
    await handOver(
      rows.map(({ id, organizationId, kind, payload, runAt }) => ({
        id,
        organizationId,
        kind,
        payload,
        runAt,
      })),
    );
    await tx.delete(outbox).where(
      inArray(
        outbox.id,
        rows.map((row) => row.id),
      ),
    );
    return rows.length;
  });
}
