import { remittances } from "@openitem/db/schema/remittances";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { record } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { lockRemittance } from "./lock-remittance.ts";
import { REMITTANCE_TRANSITIONS } from "./remittance.ts";
import { submitRemittance } from "./submit-remittance.ts";

export const withdrawRemittanceInput = z.object({ remittanceId: z.uuid(), key: z.uuid() });

/**
 * Takes back what was said of a payment; the pause of chasing ends. It stays in the history. Refuses
 * `remittance.missing`, and `remittance.state` once its money was found.
 */
export async function withdrawRemittance(
  ctx: Context,
  raw: z.input<typeof withdrawRemittanceInput>,
): Promise<{ remittanceId: string }> {
  const input = withdrawRemittanceInput.parse(raw);
  const command = { name: "remittance.withdraw", key: input.key, input };
  return submitRemittance(ctx, command, async (tx) => {
    const { organizationId, actor, now } = ctx;
    const { id, customerId, status: from, number } = await lockRemittance(tx, ctx, input.remittanceId);
    const status = transit("remittance", REMITTANCE_TRANSITIONS, {
      event: "withdraw",
      from,
      actor,
      customerId: customerId ?? "",
    });
    await updateRows(tx, remittances, { status, pausedUntilOn: null, endedAt: now }, { organizationId, id });
    await record(tx, ctx, {
      action: "remittance.withdrawn",
      subject: ["remittance", id],
      customerId,
      data: { number, from },
    });
    return { remittanceId: id };
  });
}
