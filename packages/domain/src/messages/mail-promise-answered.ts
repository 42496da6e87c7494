import { z } from "zod";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readMethodName } from "./mail-promise-made.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readPromiseFacts } from "./read-promise-facts.ts";
import { sendPromiseLetters } from "./send-promise-letters.ts";

export const mailPromiseAnsweredInput = z.object({ promiseId: z.uuid() });

/** Tells the customer that a promise stands because it was accepted, or that the biller declined it, and why. */
export async function mailPromiseAnswered(
  ctx: MailingContext,
  { promiseId }: z.infer<typeof mailPromiseAnsweredInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { letter, debitedFrom } = await read(ctx, async (tx) => {
    const letter = await readPromiseFacts(tx, ctx, promiseId);
    return { letter, debitedFrom: await readMethodName(tx, ctx, letter.promise) };
  });
  const { status, graceDays, proposedSide, answeredByName, answerNote: note } = letter.promise;
  const name = answeredByName ?? "";
  const byCustomer = proposedSide === "biller";
  if (status === "active")
    return sendPromiseLetters(ctx, letter, "promise-stands", (facts) => ({
      ...facts,
      acceptedBy: { side: byCustomer ? "customer" : "biller", name, note },
      graceDays,
      debitedFrom,
    }));
  if (status !== "declined") return [skipped(`The promise is ${status.replaceAll("_", " ")}`)];
  if (byCustomer) return [skipped("The customer declined it himself")];
  return sendPromiseLetters(ctx, letter, "promise-declined", (facts) => ({ ...facts, decliner: name, note }));
}
