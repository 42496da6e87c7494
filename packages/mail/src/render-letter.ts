import type { LetterKind, LetterProps, WrittenLetter } from "@openitem/domain/messages/letter";
import { render } from "@react-email/render";
import { cleaned } from "./cleaned.ts";
import type { Content } from "./content.ts";
import { layout } from "./layout.ts";
import { approvalDecided, approvalRequested } from "./letters/approval.ts";
import { chargeAnnounced, chargeFailed, chargeHeld, methodAdded, methodRevoked } from "./letters/charge.ts";
import {
  disputeContested,
  disputeDecided,
  disputeMerged,
  disputeMessage,
  disputeQuestion,
  disputeRaised,
  disputeSplit,
  disputeTaken,
  disputeWithdrawn,
} from "./letters/dispute.ts";
import { invitation } from "./letters/invitation.ts";
import { paymentFailed } from "./letters/payment-failed.ts";
import { paymentReceipt } from "./letters/payment-receipt.ts";
import { paymentRefunded } from "./letters/payment-refunded.ts";
import { paymentReturned } from "./letters/payment-returned.ts";
import {
  promiseBroken,
  promiseDeclined,
  promiseProposed,
  promiseReminder,
  promiseRequested,
  promiseStands,
} from "./letters/promise.ts";
import { paymentDeclined, paymentReleased, paymentToRelease } from "./letters/release.ts";
import { plainText } from "./plain-text.ts";
import { type Words, wordsFor } from "./words.ts";

const WRITERS: { [K in LetterKind]: (props: LetterProps[K], words: Words) => Content } = {
  invitation,
  "payment-receipt": paymentReceipt,
  "payment-failed": paymentFailed,
  "payment-returned": paymentReturned,
  "payment-refunded": paymentRefunded,
  "dispute-raised": disputeRaised,
  "dispute-taken": disputeTaken,
  "dispute-question": disputeQuestion,
  "dispute-message": disputeMessage,
  "dispute-decided": disputeDecided,
  "dispute-contested": disputeContested,
  "dispute-withdrawn": disputeWithdrawn,
  "dispute-merged": disputeMerged,
  "dispute-split": disputeSplit,
  "promise-stands": promiseStands,
  "promise-requested": promiseRequested,
  "promise-proposed": promiseProposed,
  "promise-declined": promiseDeclined,
  "promise-reminder": promiseReminder,
  "promise-broken": promiseBroken,
  "charge-announced": chargeAnnounced,
  "charge-held": chargeHeld,
  "charge-failed": chargeFailed,
  "method-added": methodAdded,
  "method-revoked": methodRevoked,
  "payment-to-release": paymentToRelease,
  "payment-released": paymentReleased,
  "payment-declined": paymentDeclined,
  "approval-requested": approvalRequested,
  "approval-decided": approvalDecided,
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
