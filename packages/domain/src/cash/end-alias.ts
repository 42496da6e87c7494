import { payerAliases } from "@openitem/db/schema/matching";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

export const endAliasInput = z.object({ key: z.uuid(), aliasId: z.uuid() });

/**
 * This account or name does not say any more who paid. It stays in the history, and the machine does not learn it again
 * by itself. Refuses `alias.missing` and `alias.ended`.
 */
export async function endAlias(
  ctx: Context,
  raw: z.input<typeof endAliasInput>,
): Promise<{ aliasId: string }> {
  const input = endAliasInput.parse(raw);
  const { key, aliasId } = input;
  return transactOnce(ctx, { name: "alias.end", key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const { organizationId, actor, now } = ctx;
    const [alias] = await tx
      .select()
      .from(payerAliases)
      .where(and(eq(payerAliases.organizationId, organizationId), eq(payerAliases.id, aliasId)))
      .for("update");
    if (!alias) throw new Refusal("missing", "alias.missing", "We cannot find this payer.");
    if (alias.endedAt)
      throw new Refusal(
        "conflict",
        "alias.ended",
        `${alias.endedByName ?? "Somebody"} has ended this already.`,
        { by: alias.endedByName ?? "" },
      );
    await updateRows(
      tx,
      payerAliases,
      { endedBy: actorKey(actor), endedByName: actor.name, endedAt: now },
      { organizationId, id: aliasId },
    );
    await record(tx, ctx, {
      action: "payer_alias.ended",
      subject: ["payer_alias", aliasId],
      data: { kind: alias.kind, written: alias.written },
    });
    return { aliasId };
  });
}
