import { bankLines } from "@openitem/db/schema/bank";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockLine, requireState } from "./lock-line.ts";
import { clearLine } from "./post-line.ts";

export const setLineElsewhereInput = z.object({
  key: z.uuid(),
  lineId: z.uuid(),
  /** What it is instead: interest, rent, a tax refund. */
  note: z.string().trim().min(3, "Say what it is, in a few words.").max(500),
});

/** Decides that money at the bank is no customer's: it leaves bank clearing for the account of such things. */
export async function setLineElsewhere(
  ctx: Context,
  input: z.infer<typeof setLineElsewhereInput>,
): Promise<{ lineId: string }> {
  const { key, lineId, note } = setLineElsewhereInput.parse(input);
  return transactOnce(ctx, { name: "line.elsewhere", key, input }, async (tx) => {
    permit(ctx.actor, "bank.decide");
    const line = await lockLine(tx, ctx, lineId);
    requireState(line, "open");
    await updateRows(
      tx,
      bankLines,
      {
        state: "elsewhere",
        note,
        decidedBy: actorKey(ctx.actor),
        decidedByName: ctx.actor.name,
        decidedAt: ctx.now,
      },
      { organizationId: ctx.organizationId, id: lineId },
    );
    await clearLine(tx, ctx, line, "elsewhere");
    await record(tx, ctx, {
      action: "bank_line.elsewhere",
      subject: ["bank_line", lineId],
      data: { note, amountMinor: String(line.amountMinor), currency: line.currency },
    });
    return { lineId };
  });
}
