import { z } from "zod";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { DisputeLetter } from "./letter.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import { readDisputeLetter } from "./read-dispute-letter.ts";
import { readDisputeReaders } from "./read-dispute-readers.ts";
import { replyAddress } from "./reply-address.ts";
import { sendLetter } from "./send-letter.ts";

const LETTERS = [
  "dispute-raised",
  "dispute-taken",
  "dispute-question",
  "dispute-message",
  "dispute-decided",
  "dispute-contested",
  "dispute-withdrawn",
  "dispute-merged",
  "dispute-split",
] as const satisfies DisputeLetter[];

export const mailDisputeInput = z.object({
  letter: z.enum(LETTERS),
  disputeId: z.uuid(),
  /** What the letter is about: an entry, a decision, or the dispute itself. */
  subjectId: z.uuid(),
});

const ABOUT: Readonly<Partial<Record<DisputeLetter, string>>> = {
  "dispute-question": "dispute_entry",
  "dispute-message": "dispute_entry",
  "dispute-decided": "dispute_decision",
};

/**
 * Tells those of the customer who want to know of one step of a dispute, each once. Their answers land in its
 * conversation where mail comes in to us. Refuses `dispute.missing`.
 */
export async function mailDispute(
  ctx: MailingContext,
  raw: z.input<typeof mailDisputeInput>,
): Promise<MailOutcome[]> {
  permit(ctx.actor, "message.send");
  const { letter, disputeId, subjectId } = mailDisputeInput.parse(raw);
  const found = await read(ctx, async (tx) => {
    const facts = await readDisputeLetter(tx, ctx, { letter, disputeId, subjectId });
    if (typeof facts === "string") return facts;
    return { ...facts, readers: await readDisputeReaders(tx, ctx, facts.dispute, letter) };
  });
  if (typeof found === "string") return [skipped(found)];
  const { dispute, writeFor, readers } = found;
  if (readers.length === 0) return [skipped("Nobody of the customer wants to be told")];
  const { inboundDomain } = ctx;
  const outcomes: MailOutcome[] = [];
  for (const reader of readers) {
    const canReply = inboundDomain !== undefined && reader.mayAnswer;
    outcomes.push(
      await sendLetter(ctx, {
        kind: letter,
        props: writeFor({ reader: reader.name, canReply }),
        subject: [ABOUT[letter] ?? "dispute", subjectId],
        timeline: ["dispute", disputeId],
        customerId: dispute.customerId,
        contactId: reader.contactId,
        to: reader.email,
        locale: reader.locale,
        ...(canReply ? { replyTo: replyAddress(inboundDomain, dispute.replyToken) } : {}),
      }),
    );
  }
  return outcomes;
}
