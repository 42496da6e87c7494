import { disputes } from "@openitem/db/schema/disputes";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { DECIDED_DISPUTE, isDecided } from "./dispute.ts";
import { lockDispute } from "./lock-dispute.ts";
import { moveDispute } from "./move-dispute.ts";

const PER_SWEEP = 500;

/** Closes decided disputes that nobody contested in time. Each by itself; answers how many. */
export async function lapseDisputes(ctx: Context): Promise<{ closed: number }> {
  permit(ctx.actor, "dispute.lapse");
  const { organizationId, now } = ctx;
  const over = await read(ctx, (tx) =>
    tx
      .select({ id: disputes.id })
      .from(disputes)
      .where(
        and(
          eq(disputes.organizationId, organizationId),
          inArray(disputes.status, [...DECIDED_DISPUTE]),
          lte(disputes.contestUntil, now),
        ),
      )
      .orderBy(asc(disputes.contestUntil))
      .limit(PER_SWEEP),
  );
  let closed = 0;
  for (const { id } of over) if (await lapse(ctx, id)) closed += 1;
  return { closed };
}

async function lapse(ctx: Context, disputeId: string): Promise<boolean> {
  return transact(ctx, async (tx) => {
    const dispute = await lockDispute(tx, ctx, disputeId);
    const { status, contestUntil, customerId, number } = dispute;
    // Contested or agreed to while the sweep went on.
    if (!isDecided(status) || !contestUntil || contestUntil > ctx.now) return false;
    await moveDispute(tx, ctx, dispute, "lapse");
    await record(tx, ctx, {
      action: "dispute.lapsed",
      subject: ["dispute", disputeId],
      customerId,
      data: { number, outcome: status },
    });
    return true;
  });
}
