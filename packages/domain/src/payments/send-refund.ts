import { gatewayCalls, payments } from "@openitem/db/schema/payments";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { addWorkingDays, dayIn } from "../kernel/business-day.ts";
import type { PayingContext } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { openTask } from "../tasks/open-task.ts";
import { GatewayRefused } from "./gateway.ts";
import { resolveCall } from "./resolve-call.ts";

export const sendRefundInput = z.object({ callId: z.uuid() });

/**
 * Makes the call for a refund that was approved. It may run twice: the provider does the same thing once for its key.
 * When the provider refuses it nothing is sent back, and finance gets a task, since nobody is at the screen any more.
 */
export async function sendRefund(
  ctx: PayingContext,
  { callId }: z.infer<typeof sendRefundInput>,
): Promise<string> {
  permit(ctx.actor, "payment.follow");
  const call = await read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        status: gatewayCalls.status,
        amountMinor: gatewayCalls.amountMinor,
        paymentId: payments.id,
        number: payments.number,
        customerId: payments.customerId,
        intentId: payments.intentId,
      })
      .from(gatewayCalls)
      .innerJoin(
        payments,
        and(
          eq(payments.organizationId, gatewayCalls.organizationId),
          eq(payments.id, gatewayCalls.paymentId),
        ),
      )
      .where(and(eq(gatewayCalls.organizationId, ctx.organizationId), eq(gatewayCalls.id, callId)));
    return row;
  });
  invariant(
    call?.intentId && call.amountMinor,
    "an approved refund has an amount and a payment at the provider",
  );
  if (call.status === "succeeded" || call.status === "refused") return call.status;
  const { intentId, amountMinor, paymentId, customerId, number } = call;
  try {
    const refund = await ctx.gateway.refund({ key: callId, intentId, amountMinor, paymentId });
    await resolveCall(ctx, callId, { status: "succeeded", resultRef: refund.ref });
    return "succeeded";
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    await resolveCall(ctx, callId, { status: "refused", error: error.message });
    await transact(ctx, async (tx) => {
      await openTask(tx, ctx, {
        kind: "other",
        subject: ["payment", paymentId],
        customerId,
        team: "finance",
        title: `Stripe did not accept the approved refund of ${number}`,
        note: `Nothing was sent back. Stripe says: ${error.message}`,
        dueOn: addWorkingDays(dayIn(ctx.now, "UTC"), 1),
      });
    });
    return "refused";
  }
}
