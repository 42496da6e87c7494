/*
 * What letters need of a mail provider. `send` throws `MailRefused` (it will never go), `MailKeyTaken` (the key was
 * used with other contents) or anything else (it is unknown whether it went).
 */

export type Attachment = { filename: string; content: Uint8Array; contentType: string };

export type Mail = {
  /** The message's id: the provider sends one mail for it, however often it is asked within 24 hours. */
  key: string;
  from: string;
  to: string;
  replyTo?: string;
  subject: string;
  html: string;
  text: string;
  /** Letters, digits, "_" and "-" only. */
  tags?: Readonly<Record<string, string>>;
  attachments?: readonly Attachment[];
};

export type Mailer = {
  send(mail: Mail): Promise<{ providerId: string }>;
  /** Looks for the mail of a key among those sent to an address since, when we do not know whether it went. */
  find(sought: { key: string; to: string; since: Date }): Promise<{ providerId: string } | null>;
};

/** The provider's definite no. `message` is its reason in words fit for our log. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}

/** The key was used before with other contents, so an earlier try probably went: look with `find`. */
export class MailKeyTaken extends Error {
  override readonly name = "MailKeyTaken";
}
