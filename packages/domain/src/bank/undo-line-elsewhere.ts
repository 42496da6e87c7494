import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockLine, requireState } from "./lock-line.ts";
import { unclearLine } from "./post-line.ts";
import { reopenLine } from "./reopen-line.ts";

export const undoLineElsewhereInput = z.object({
  key: z.uuid(),
  lineId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** Takes back that money is no customer's: the line is open again, as of today. */
export async function undoLineElsewhere(
  ctx: Context,
  input: z.infer<typeof undoLineElsewhereInput>,
): Promise<{ lineId: string }> {
  const { key, lineId, reason } = undoLineElsewhereInput.parse(input);
  return transactOnce(ctx, { name: "line.elsewhere_undo", key, input }, async (tx) => {
    permit(ctx.actor, "bank.decide");
    const line = await lockLine(tx, ctx, lineId);
    requireState(line, "elsewhere");
    await reopenLine(tx, ctx, lineId);
    await unclearLine(tx, ctx, line, "elsewhere");
    await record(tx, ctx, {
      action: "bank_line.elsewhere_undone",
      subject: ["bank_line", lineId],
      data: { reason, note: line.note, amountMinor: String(line.amountMinor), currency: line.currency },
    });
    return { lineId };
  });
}
