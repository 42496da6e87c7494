import type { Context } from "../kernel/context.ts";
import type { Letters } from "./letter.ts";
import type { Mailer } from "./mailer.ts";

/** A context whose commands also send mail. */
export type MailingContext = Context & {
  mailer: Mailer;
  letters: Letters;
  /** The sender: "billing@biller.example" or "Parlance <billing@biller.example>". */
  mailFrom: string;
  /** Where answers go, when not to the sender. */
  mailReplyTo?: string;
  /**
   * The domain whose mail comes in to us, such as "parlance.example": answers to a letter about a dispute then land in
   * its conversation. Without it they go where all others go.
   */
  inboundDomain?: string;
  /** Where the portal is reached, without a slash at the end. */
  portalUrl: string;
  /** Where the back office is reached, likewise. */
  backofficeUrl: string;
  /** The address by which the invited person sets his password; it holds the secret that is stored nowhere. */
  invitationLink: (invitationId: string) => string;
  /** The receipt of a settled payment as a PDF; without it receipts go without an attachment. */
  receiptPdf?: (paymentId: string) => Promise<Uint8Array | null>;
};

/** What came of a letter; `skipped` says why nobody was written to. */
export type MailOutcome =
  | { outcome: "sent" | "sent_before"; messageId: string }
  | { outcome: "refused"; messageId: string; reason: string }
  | { outcome: "skipped"; reason: string };

export const skipped = (reason: string): MailOutcome => ({ outcome: "skipped", reason });
