import { z } from "zod";
import { decimal } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { instalmentKey } from "../promises/instalment-key.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readPromiseFacts } from "./read-promise-facts.ts";
import { sendPromiseLetters } from "./send-promise-letters.ts";

export const mailPromiseReminderInput = z.object({ promiseId: z.uuid(), no: z.string() });

/** Reminds the customer of one date of a promise, once. Nothing is sent when it was kept or given up meanwhile. */
export async function mailPromiseReminder(
  ctx: MailingContext,
  { promiseId, no }: z.infer<typeof mailPromiseReminderInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const letter = await read(ctx, (tx) => readPromiseFacts(tx, ctx, promiseId));
  const { promise, instalments } = letter;
  const date = instalments.find((each) => each.no === Number(no));
  if (promise.status !== "active" || date?.state !== "waiting")
    return [skipped("Nothing waits for this date")];
  const { currency } = promise;
  return sendPromiseLetters(
    ctx,
    letter,
    "promise-reminder",
    (facts) => ({
      ...facts,
      on: date.dueOn,
      amount: decimal(date.amountMinor - date.keptMinor, currency),
      graceDays: promise.graceDays,
    }),
    ["promise_instalment", instalmentKey(promiseId, date.no)],
  );
}
