import { promiseInstalments, promises } from "@openitem/db/schema/promises";
import { updateRows } from "@openitem/db/statement";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { checkMethod } from "./check-method.ts";
import { endPromise } from "./end-promise.ts";
import { lockPromise } from "./lock-promise.ts";
import {
  isAnswerer,
  PROMISE_TRANSITIONS,
  type Promised,
  type PromiseEvent,
  type PromiseStatus,
  sideOf,
} from "./promise.ts";
import { transactPromise } from "./transact-promise.ts";
import { type MadePromise, promiseTermsInput, writePromise } from "./write-promise.ts";

const note = z.string().trim().max(1_000);

export const answerPromiseInput = z.discriminatedUnion("answer", [
  z.object({
    answer: z.literal("accept"),
    key: z.uuid(),
    promiseId: z.uuid(),
    note: note.nullish(),
    /** The customer who accepts a plan may have each amount debited on its day from this saved method. */
    chargeMethodId: z.uuid().nullish(),
  }),
  z.object({
    answer: z.literal("decline"),
    key: z.uuid(),
    promiseId: z.uuid(),
    note: note.min(3, "Say why, in a few words."),
  }),
]);

export type AnswerPromiseInput = z.infer<typeof answerPromiseInput>;

/**
 * Accepts or declines what the other side proposed. Nobody accepts his own side's proposal, nor one that he passed on
 * himself. Refuses `promise.state`, `promise.own_proposal` and `promise.past`.
 */
export async function answerPromise(
  ctx: Context,
  input: AnswerPromiseInput,
): Promise<{ promiseId: string; status: PromiseStatus }> {
  const { answer, key, promiseId } = input;
  return transactOnce(ctx, { name: "promise.answer", key, input }, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, promiseId);
    const status = answered(ctx, promise, answer);
    const facts = { status, ...answeredBy(ctx), answerNote: input.note || null };
    if (answer === "accept") {
      await checkDays(tx, ctx, promise, dayIn(ctx.now, account.timeZone));
      const { chargeMethodId } = input;
      if (chargeMethodId) await checkMethod(tx, ctx, promise.customerId, chargeMethodId);
      const consent = chargeMethodId ? { chargeMethodId, chargeConsentAt: ctx.now } : {};
      const { organizationId } = ctx;
      await updateRows(tx, promises, { ...facts, ...consent }, { organizationId, id: promiseId });
    } else await endPromise(tx, ctx, promise, facts);
    await record(tx, ctx, {
      action: answer === "accept" ? "promise.accepted" : "promise.declined",
      subject: ["promise", promiseId],
      customerId: promise.customerId,
      data: { number: promise.number, note: input.note || null },
    });
    await enqueue(tx, ctx, "promise.answered_mail", { promiseId });
    return { promiseId, status };
  });
}

export const counterPromiseInput = promiseTermsInput.extend({
  /** The proposal that is answered. */
  countersId: z.uuid(),
});

/**
 * Answers the other side's proposal with one's own, which takes its place: the biller's waits for the customer; the
 * customer's stands at once within the rules. Refuses as `answerPromise` and `makePromise` do.
 */
export async function counterPromise(
  ctx: Context,
  input: z.infer<typeof counterPromiseInput>,
): Promise<MadePromise> {
  const { countersId, ...terms } = input;
  return transactPromise(ctx, { name: "promise.counter", key: terms.promiseId, input }, async (tx) => {
    const { promise, account } = await lockPromise(tx, ctx, countersId);
    const status = answered(ctx, promise, "counter");
    await endPromise(tx, ctx, promise, { status, ...answeredBy(ctx), answerNote: terms.note || null });
    await record(tx, ctx, {
      action: "promise.countered",
      subject: ["promise", promise.id],
      customerId: promise.customerId,
      data: { number: promise.number, byId: terms.promiseId, note: terms.note || null },
    });
    const { renewals } = promise;
    return writePromise(tx, ctx, { account, terms, side: sideOf(ctx.actor), replaces: promise, renewals });
  });
}

/** The state that follows from the answer, when it is this actor's to give. */
function answered(ctx: Context, promise: Promised, event: PromiseEvent): PromiseStatus {
  const { actor } = ctx;
  const { status: from, customerId } = promise;
  const status = transit("promise", PROMISE_TRANSITIONS, { event, from, actor, customerId });
  if (isAnswerer(promise, actor)) return status;
  throw promise.proposedSide === sideOf(actor)
    ? new Refusal(
        "conflict",
        "promise.own_proposal",
        "This is your own side’s proposal. The other side has to answer it.",
      )
    : new Refusal(
        "conflict",
        "promise.own_proposal",
        "You entered this yourself. A colleague has to answer it.",
      );
}

const answeredBy = ({ actor, now }: Context) => ({
  answeredBy: actorKey(actor),
  answeredByName: actor.name,
  answeredAt: now,
});

/** A day that went by while it waited cannot be kept any more. */
async function checkDays(tx: Tx, ctx: Context, promise: Promised, today: string): Promise<void> {
  const [first] = await tx
    .select({ dueOn: promiseInstalments.dueOn })
    .from(promiseInstalments)
    .where(
      and(
        eq(promiseInstalments.organizationId, ctx.organizationId),
        eq(promiseInstalments.promiseId, promise.id),
      ),
    )
    .orderBy(asc(promiseInstalments.no))
    .limit(1);
  if (first && first.dueOn < today)
    throw new Refusal(
      "conflict",
      "promise.past",
      "The first date is over by now. Propose other dates, or decline.",
      { dueOn: first.dueOn },
    );
}
