import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { endPromise } from "./end-promise.ts";
import { lockPromise } from "./lock-promise.ts";
import { isSpeaker, PROMISE_TRANSITIONS, type PromiseSide } from "./promise.ts";
import { transactPromise } from "./transact-promise.ts";
import { type MadePromise, promiseTermsInput, writePromise } from "./write-promise.ts";

export const changePromiseInput = promiseTermsInput.extend({
  /** The promise that is changed, as the person saw it: when it is over by now, the change is refused. */
  replacesId: z.uuid(),
});

/**
 * Puts a new promise in the place of one that stands, or of one's own proposal; the old one stays as history. Changing
 * what stood counts as a renewal. Beyond the rules the new one is a request, and the old one no longer stands.
 */
export async function changePromise(
  ctx: Context,
  input: z.infer<typeof changePromiseInput>,
): Promise<MadePromise> {
  const { replacesId, ...terms } = input;
  return transactPromise(ctx, { name: "promise.change", key: terms.promiseId, input }, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, replacesId);
    const { actor } = ctx;
    const { status: from, customerId } = promise;
    const status = transit("promise", PROMISE_TRANSITIONS, { event: "change", from, actor, customerId });
    if (!isSpeaker(promise, actor))
      throw new Refusal(
        "conflict",
        "promise.answer_instead",
        "This was proposed by the other side. Accept it, decline it or propose something else.",
      );
    await endPromise(tx, ctx, promise, { status });
    await record(tx, ctx, {
      action: "promise.replaced",
      subject: ["promise", promise.id],
      customerId,
      data: { number: promise.number, byId: terms.promiseId },
    });
    // What stood was the customer's word, whoever proposed it.
    const side: PromiseSide = from === "active" ? "customer" : promise.proposedSide;
    const renewals = promise.renewals + (from === "active" ? 1 : 0);
    return writePromise(tx, ctx, { account, terms, side, replaces: promise, renewals });
  });
}
