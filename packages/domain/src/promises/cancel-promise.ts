import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { endPromise } from "./end-promise.ts";
import { lockPromise } from "./lock-promise.ts";
import { isSpeaker, PROMISE_TRANSITIONS } from "./promise.ts";

export const cancelPromiseInput = z.object({
  key: z.uuid(),
  promiseId: z.uuid(),
  note: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** Gives up a promise, or takes back one's own proposal; its amounts are chased again. Refuses `promise.state`. */
export async function cancelPromise(
  ctx: Context,
  input: z.infer<typeof cancelPromiseInput>,
): Promise<{ promiseId: string }> {
  const { key, promiseId, note } = input;
  return transactOnce(ctx, { name: "promise.cancel", key, input }, async (tx) => {
    const { promise } = await lockPromise(tx, ctx, promiseId);
    const { actor } = ctx;
    const { status: from, customerId } = promise;
    const status = transit("promise", PROMISE_TRANSITIONS, { event: "cancel", from, actor, customerId });
    if (!isSpeaker(promise, actor))
      throw new Refusal(
        "conflict",
        "promise.answer_instead",
        "This was proposed by the other side. Decline it instead.",
      );
    await endPromise(tx, ctx, promise, { status });
    await record(tx, ctx, {
      action: "promise.cancelled",
      subject: ["promise", promiseId],
      customerId,
      data: { number: promise.number, note, by: actorKey(actor) },
    });
    return { promiseId };
  });
}
