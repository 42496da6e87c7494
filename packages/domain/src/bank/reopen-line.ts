import { bankLines } from "@openitem/db/schema/bank";
import { updateRows } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";

/** Makes a line open again, whatever it was tied to; what that books is for the caller. */
export const reopenLine = (tx: Tx, ctx: Context, lineId: string): Promise<void> =>
  updateRows(
    tx,
    bankLines,
    {
      state: "open",
      receiptId: null,
      refundId: null,
      payoutId: null,
      note: null,
      decidedBy: null,
      decidedByName: null,
      decidedAt: null,
    },
    { organizationId: ctx.organizationId, id: lineId },
  );
