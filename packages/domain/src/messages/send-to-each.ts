import type { LetterKind, LetterProps } from "./letter.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import type { Addressee } from "./read-addressee.ts";
import { type LetterToSend, sendLetter } from "./send-letter.ts";

/** One letter to each of its readers, in his own language. */
export async function sendToEach<K extends LetterKind>(
  ctx: MailingContext,
  to: readonly Addressee[],
  letter: Pick<LetterToSend<K>, "kind" | "subject" | "timeline" | "customerId">,
  write: (reader: string) => LetterProps[K],
): Promise<MailOutcome[]> {
  if (to.length === 0) return [skipped("Nobody of the account is to be told")];
  const outcomes: MailOutcome[] = [];
  for (const { contactId, name, email, locale } of to)
    outcomes.push(await sendLetter(ctx, { ...letter, props: write(name), contactId, to: email, locale }));
  return outcomes;
}
