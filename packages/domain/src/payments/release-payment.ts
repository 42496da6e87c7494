import { preparedPayments } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { PayingContext } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { decidePrepared } from "./decide-prepared.ts";
import { lockPrepared } from "./lock-prepared.ts";
import { missingPrepared, wishesOf } from "./prepared-payment.ts";
import { beginPayment, type StartedPayment } from "./start-payment.ts";

export const releasePaymentInput = z.object({
  preparedId: z.uuid(),
  /** Made by the form: the payment that it becomes. */
  paymentId: z.uuid(),
});

/**
 * Releases a payment that somebody else of the account prepared: it starts, checked again as things stand now, and who
 * released it goes on to pay. Refuses `prepared_payment.stale` when it no longer fits, `prepared_payment.own` to who
 * prepared it, and in words when it was decided meanwhile. Pressed twice it is one payment.
 */
export async function releasePayment(
  ctx: PayingContext,
  { preparedId, paymentId }: z.infer<typeof releasePaymentInput>,
): Promise<StartedPayment> {
  const prepared = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(preparedPayments)
      .where(
        and(eq(preparedPayments.organizationId, ctx.organizationId), eq(preparedPayments.id, preparedId)),
      );
    if (!row) throw missingPrepared();
    return row;
  });
  permit(ctx.actor, "payment.release", prepared.customerId);
  const input = { paymentId, customerId: prepared.customerId, ...wishesOf(prepared) };
  try {
    return await beginPayment(ctx, input, async (tx) =>
      decidePrepared(tx, ctx, await lockPrepared(tx, ctx, preparedId), "release", { paymentId }),
    );
  } catch (error) {
    if (error instanceof Refusal && isStale(error))
      throw new Refusal(
        "conflict",
        "prepared_payment.stale",
        `${error.message} It was prepared when this was still so: decline it, and have it prepared again.`,
        error.facts,
      );
    throw error;
  }
}

/** What was checked when it was prepared does not hold any more; troubles with the page are told as they are. */
const isStale = ({ code }: Refusal): boolean =>
  code.startsWith("payment.") &&
  !["payment.provider", "payment.over", "payment.state"].includes(code) &&
  !/^payment\.(start|release)\./.test(code);
