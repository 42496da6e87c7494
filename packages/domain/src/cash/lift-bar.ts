import { matchBars } from "@openitem/db/schema/matching";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const liftBarInput = z.object({ key: z.uuid(), barId: z.uuid() });

/** The machine may make this match again. Refuses `bar.missing` and `bar.lifted`. */
export async function liftBar(ctx: Context, raw: z.input<typeof liftBarInput>): Promise<{ barId: string }> {
  const input = liftBarInput.parse(raw);
  const { key, barId } = input;
  return transactOnce(ctx, { name: "bar.lift", key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const { organizationId, actor, now } = ctx;
    const [bar] = await tx
      .select()
      .from(matchBars)
      .where(and(eq(matchBars.organizationId, organizationId), eq(matchBars.id, barId)))
      .for("update");
    if (!bar) throw new Refusal("missing", "bar.missing", "We cannot find this undone match.");
    if (bar.liftedAt)
      throw new Refusal(
        "conflict",
        "bar.lifted",
        `${bar.liftedByName ?? "Somebody"} has lifted this already.`,
      );
    await updateRows(
      tx,
      matchBars,
      { liftedBy: actorKey(actor), liftedByName: actor.name, liftedAt: now },
      { organizationId, id: barId },
    );
    await record(tx, ctx, { action: "match_bar.lifted", subject: ["item", bar.receiptId] });
    return { barId };
  });
}
