import { z } from "zod";
import { decimal } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { judge } from "../promises/judge.ts";
import { readEvidence } from "../promises/read-evidence.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readPromiseFacts } from "./read-promise-facts.ts";
import { sendPromiseLetters } from "./send-promise-letters.ts";

export const mailPromiseBrokenInput = z.object({ promiseId: z.uuid() });

/** Tells the customer that promised money did not come in time, and how much is missing now. Once a promise. */
export async function mailPromiseBroken(
  ctx: MailingContext,
  { promiseId }: z.infer<typeof mailPromiseBrokenInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { letter, missingMinor } = await read(ctx, async (tx) => {
    const letter = await readPromiseFacts(tx, ctx, promiseId);
    const evidence = await readEvidence(tx, ctx, letter.promise, letter);
    return { letter, missingMinor: judge(evidence).missingMinor };
  });
  const { promise, instalments } = letter;
  const missed = instalments.find(({ state }) => state === "broken" || state === "part_kept");
  const isBroken = promise.status === "broken" || promise.status === "part_kept";
  if (!isBroken || !missed || missingMinor === 0n) return [skipped("Nothing of this promise is missing")];
  return sendPromiseLetters(ctx, letter, "promise-broken", (facts) => ({
    ...facts,
    on: missed.dueOn,
    missing: decimal(missingMinor, promise.currency),
    isKeptInPart: promise.status === "part_kept",
  }));
}
