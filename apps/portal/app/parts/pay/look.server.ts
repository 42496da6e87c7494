import { followPayment } from "@openitem/domain/payments/follow-payment";
import type { RequestFacts } from "../../context.ts";
import { contextFor } from "../../services.server.ts";

const LOOK_EVERY_MS = 4_000;
/** So many payments are remembered; the oldest are forgotten first. */
const REMEMBERED_MAX = 5_000;

/** When each payment was last looked at by this process. */
const lookedAt = new Map<string, number>();

/**
 * Asks the provider how a payment stands, so that the page is right before the event has come. At most once in some
 * seconds for a payment, however often the page is asked for. Tells whether it looked.
 */
export async function lookAtProvider(
  paymentId: string,
  { requestId, log }: Pick<RequestFacts, "requestId" | "log">,
): Promise<boolean> {
  const ctx = await contextFor({ kind: "worker", name: "portal-return" }, requestId);
  const nowMs = ctx.now.getTime();
  if (nowMs - (lookedAt.get(paymentId) ?? 0) < LOOK_EVERY_MS) return false;
  lookedAt.delete(paymentId);
  lookedAt.set(paymentId, nowMs);
  const [oldest] = lookedAt.keys();
  if (lookedAt.size > REMEMBERED_MAX && oldest) lookedAt.delete(oldest);
  try {
    await followPayment(ctx, { paymentId });
    return true;
  } catch (error) {
    // The event or the sweep will tell; meanwhile the page says that it is not confirmed.
    log.warn({ err: error, paymentId }, "looking at the provider failed");
    return false;
  }
}
