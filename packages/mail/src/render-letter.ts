import type { LetterKind, LetterProps, WrittenLetter } from "@openitem/domain/messages/letter";
import { render } from "@react-email/render";
import { cleaned } from "./cleaned.ts";
import type { Content } from "./content.ts";
import { layout } from "./layout.ts";
import { invitation } from "./letters/invitation.ts";
import { paymentFailed } from "./letters/payment-failed.ts";
import { paymentReceipt } from "./letters/payment-receipt.ts";
import { paymentRefunded } from "./letters/payment-refunded.ts";
import { paymentReturned } from "./letters/payment-returned.ts";
import { plainText } from "./plain-text.ts";
import { type Words, wordsFor } from "./words.ts";

const WRITERS: { [K in LetterKind]: (props: LetterProps[K], words: Words) => Content } = {
  invitation,
  "payment-receipt": paymentReceipt,
  "payment-failed": paymentFailed,
  "payment-returned": paymentReturned,
  "payment-refunded": paymentRefunded,
};

/** Writes a letter in the reader's locale (BCP 47), as HTML and as plain text of the same contents. */
export async function renderLetter<K extends LetterKind>(
  kind: K,
  props: LetterProps[K],
  { locale }: { locale: string },
): Promise<WrittenLetter> {
  const words = wordsFor(locale);
  const content = WRITERS[kind](cleaned(props), words);
  return {
    subject: content.subject,
    html: await render(layout(content, words.language)),
    text: plainText(content),
  };
}
