import { autopays, charges } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { PAUSED_BY_US } from "../autopay/autopay.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { mailReversals } from "./mail-reversals.ts";
import type { MailingContext, MailOutcome } from "./mailing-context.ts";

export const mailReturnedInput = z.object({ paymentId: z.uuid() });

/**
 * Tells the contact who paid that a bank took settled money back, why, what is open again since when it is due, and
 * that autopay rests when it was autopay that had paid.
 */
export async function mailReturned(
  ctx: MailingContext,
  { paymentId }: z.infer<typeof mailReturnedInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const pausesAutopay = await isAutopayPaused(ctx, paymentId);
  return mailReversals(
    ctx,
    { paymentId, kinds: ["return", "chargeback"] },
    "payment-returned",
    (facts, { kind }) => ({ ...facts, kind: kind === "return" ? "return" : "chargeback", pausesAutopay }),
  );
}

/** Whether the autopay that made a payment is paused because it came back, or about to be: both follow the return. */
async function isAutopayPaused(ctx: Context, paymentId: string): Promise<boolean> {
  const [autopay] = await read(ctx, (tx) =>
    tx
      .select({ status: autopays.status, pauseReason: autopays.pauseReason })
      .from(charges)
      .innerJoin(
        autopays,
        and(eq(autopays.organizationId, charges.organizationId), eq(autopays.id, charges.causeId)),
      )
      .where(
        and(
          eq(charges.organizationId, ctx.organizationId),
          eq(charges.paymentId, paymentId),
          eq(charges.causeKind, "autopay"),
        ),
      ),
  );
  return autopay?.status === "on" || autopay?.pauseReason === PAUSED_BY_US.returned;
}
