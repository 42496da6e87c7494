import { newId } from "@openitem/db/ids";
import { imports } from "@openitem/db/schema/imports";
import { and, eq, sql } from "drizzle-orm";
import { nameKey } from "../customers/customer.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { record, transact } from "../kernel/transact.ts";
import type { ProfileName } from "./profile.ts";
import type { ImportReport } from "./report.ts";

/*
 * The row that a run leaves behind. It stays "running" when the process is killed: what was committed until then is
 * in the books under its id, and the same file again completes it.
 */

export async function beginRun(
  ctx: Context,
  { profile, fileName }: { profile: ProfileName; fileName: string },
): Promise<string> {
  const id = newId();
  const { organizationId, now: startedAt } = ctx;
  await transact(ctx, async (tx) => {
    await tx.insert(imports).values({
      organizationId,
      id,
      profile,
      fileName,
      status: "running",
      totals: {},
      startedBy: actorKey(ctx.actor),
      startedAt,
    });
  });
  return id;
}

export type RunEnd = Pick<
  ImportReport,
  "status" | "sha256" | "rows" | "imported" | "unchanged" | "rejectedCount" | "totals"
> & {
  importId: string;
  fileName: string;
  /** What ended it early, in words for a person. */
  stoppedBy: string | null;
  /** Accounts the run opened and now knows better how to write. */
  renamed: readonly { id: string; number: string; name: string }[];
};

/** Closes a run with its counts, and gives the accounts it opened their final number and name. */
export async function endRun(ctx: Context, end: RunEnd): Promise<void> {
  const { importId, status, sha256, rows, imported, unchanged, rejectedCount, totals, renamed } = end;
  const endedAt = ctx.now;
  await transact(ctx, async (tx) => {
    if (renamed.length > 0) {
      const column = (of: (account: RunEnd["renamed"][number]) => string) =>
        arrayOf({ type: "text", values: renamed.map(of) });
      await tx.execute(sql`
        update customers set number = better.number, name = better.name, name_key = better.name_key
        from unnest(${column((account) => account.id)}, ${column((account) => account.number)},
          ${column((account) => account.name)}, ${column((account) => nameKey(account.name))})
          as better (id, number, name, name_key)
        where customers.organization_id = ${ctx.organizationId} and customers.id = better.id::uuid`);
    }
    await tx
      .update(imports)
      .set({
        status,
        sha256: sha256 || null,
        rows,
        imported,
        unchanged,
        rejected: rejectedCount,
        totals,
        endedAt,
      })
      .where(and(eq(imports.organizationId, ctx.organizationId), eq(imports.id, importId)));
    await record(tx, ctx, {
      action: end.stoppedBy === null ? `import.${status}` : "import.stopped",
      subject: ["import", importId],
      data: {
        fileName: end.fileName,
        rows,
        imported,
        unchanged,
        rejected: rejectedCount,
        customersRenamed: renamed.length,
        stoppedBy: end.stoppedBy,
        totals: Object.entries(totals).map(([currency, amount]) => `${amount} ${currency}`),
      },
    });
  });
}
