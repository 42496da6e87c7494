import type { LetterProps } from "./letter.ts";
import { type MailingContext, type MailOutcome, skipped } from "./mailing-context.ts";
import type { PromiseFacts, PromiseLetterProps } from "./promise-letters.ts";
import type { PromiseLetterFacts } from "./read-promise-facts.ts";
import { sendLetter } from "./send-letter.ts";

type Kind = keyof PromiseLetterProps;

/** What those are told who want to hear only what they have to do. */
const NEEDED: readonly Kind[] = ["promise-proposed", "promise-reminder", "promise-broken"];

/** One letter about a promise to each of its readers who wants it. `subject` is what it is sent once about. */
export async function sendPromiseLetters<K extends Kind>(
  ctx: MailingContext,
  { promise, to, facts }: PromiseLetterFacts,
  kind: K,
  write: (facts: PromiseFacts) => LetterProps[K],
  subject: [kind: string, id: string] = ["promise", promise.id],
): Promise<MailOutcome[]> {
  if (to.length === 0) return [skipped("Nobody of the account may answer for it")];
  const outcomes: MailOutcome[] = [];
  for (const { contactId, name, email, locale, wants } of to) {
    if (wants === "none" || (wants === "needed" && !NEEDED.includes(kind))) {
      outcomes.push(skipped("The contact has chosen not to be told"));
      continue;
    }
    outcomes.push(
      await sendLetter(ctx, {
        kind,
        props: write({ ...facts, reader: name }),
        subject,
        timeline: ["promise", promise.id],
        customerId: promise.customerId,
        contactId,
        to: email,
        locale,
      }),
    );
  }
  return outcomes;
}
