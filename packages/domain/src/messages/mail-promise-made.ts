import { paymentMethods } from "@openitem/db/schema/autopay";
import { promises } from "@openitem/db/schema/promises";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { Promised } from "../promises/promise.ts";
import { readCollectorName } from "../promises/read-promisable.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readPromiseFacts } from "./read-promise-facts.ts";
import { sendPromiseLetters } from "./send-promise-letters.ts";

export const mailPromiseMadeInput = z.object({ promiseId: z.uuid() });

/** Tells the customer what came of a promise when it was made: that it stands, is asked for, or is proposed to him. */
export async function mailPromiseMade(
  ctx: MailingContext,
  { promiseId }: z.infer<typeof mailPromiseMadeInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const found = await read(ctx, async (tx) => {
    const letter = await readPromiseFacts(tx, ctx, promiseId);
    return {
      letter,
      debitedFrom: await readMethodName(tx, ctx, letter.promise),
      answerer: await readCollectorName(tx, ctx, letter.collectorId),
      isCounter: await isCounter(tx, ctx, letter.promise),
    };
  });
  const { letter, debitedFrom, answerer } = found;
  const { status, graceDays, proposedSide, note, madeByName, answerDueAt } = letter.promise;
  if (status === "active")
    return sendPromiseLetters(ctx, letter, "promise-stands", (facts) => ({
      ...facts,
      acceptedBy: null,
      graceDays,
      debitedFrom,
    }));
  if (status !== "proposed" || !answerDueAt)
    return [skipped(`The promise is ${status.replaceAll("_", " ")}`)];
  const answerBy = dayIn(answerDueAt, letter.billerTimeZone);
  return proposedSide === "customer"
    ? sendPromiseLetters(ctx, letter, "promise-requested", (facts) => ({ ...facts, answerer, answerBy }))
    : sendPromiseLetters(ctx, letter, "promise-proposed", (facts) => ({
        ...facts,
        proposer: madeByName,
        note,
        isCounter: found.isCounter,
        answerBy,
      }));
}

/** The saved method that the amounts are debited from, as people recognise it. */
export async function readMethodName(tx: Tx, ctx: MailingContext, promise: Promised): Promise<string | null> {
  if (!promise.chargeMethodId) return null;
  const [method] = await tx
    .select({ brand: paymentMethods.brand, last4: paymentMethods.last4 })
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.organizationId, ctx.organizationId),
        eq(paymentMethods.id, promise.chargeMethodId),
      ),
    );
  return method ? `${method.brand} ••${method.last4}` : null;
}

/** Whether it answers what the other side had proposed. */
async function isCounter(
  tx: Tx,
  ctx: MailingContext,
  { replacesId, proposedSide }: Promised,
): Promise<boolean> {
  if (!replacesId) return false;
  const [replaced] = await tx
    .select({ side: promises.proposedSide, answeredAt: promises.answeredAt })
    .from(promises)
    .where(and(eq(promises.organizationId, ctx.organizationId), eq(promises.id, replacesId)));
  return replaced !== undefined && replaced.side !== proposedSide;
}
