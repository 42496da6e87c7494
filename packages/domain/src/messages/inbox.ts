/* What we need of a provider that receives mail for us and tells what became of mail we sent. */

/** Something the provider told us, checked to be from him. `body` is what he said, whole. */
export type MailEvent = {
  eventId: string;
  /** "email.delivered", "email.bounced", "email.received"; others are kept and left alone. */
  type: string;
  occurredAt: Date;
  /** The provider's id of the mail it is about. */
  emailId: string | null;
  body: unknown;
};

/** A mail that came in. */
export type ReceivedMail = {
  /** Its own id (Message-ID), the same however often it is delivered. */
  mailId: string;
  from: string;
  /** Every address it was sent to, and those it was received for. */
  to: string[];
  subject: string;
  /** Plain text; out of the HTML where the mail has nothing else. */
  text: string;
  /** Whether a program sent it: an absence note, a delivery report. */
  isAutomatic: boolean;
  /** Whether its sender's domain disowns it (DMARC said fail). */
  isDisowned: boolean;
  attachments: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
};

export type MailInbox = {
  /** Reads a mail that came in, with its attachments. Throws when it cannot be had now. */
  read(emailId: string): Promise<ReceivedMail>;
};

/** What claims to come from the provider does not. */
export class MailEventRefused extends Error {
  override readonly name = "MailEventRefused";
}
