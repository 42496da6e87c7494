import { type ErrorResponse, Resend } from "resend";
import { type Mail, type Mailer, MailKeyTaken, MailRefused } from "./mailer.ts";

export type ResendSettings = {
  apiKey: string;
  /** Another place than Resend's own, such as a stand-in on this machine. */
  apiUrl?: string;
};

const TIMEOUT_MS = 20_000;
const PAGE = 100;
/** How far their clock and ours may differ. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Carries our key on the mail itself, so that it can be found when the answer was lost. */
const KEY_TAG = "message";

/**
 * Noes that no repetition changes. Quotas, rate limits, keys to the API and their own faults are not among them: those
 * mails still go later. Source: resend.com/docs/api-reference/errors.
 */
const DEFINITE: readonly string[] = [
  "validation_error",
  "invalid_parameter",
  "missing_required_field",
  "invalid_from_address",
  "invalid_attachment",
  "invalid_idempotency_key",
];

/** The one module that talks to Resend. No open or click tracking is asked for. */
export function resendMailer({ apiKey, apiUrl }: ResendSettings): Mailer {
  const resend = new Resend(apiKey, apiUrl ? { baseUrl: apiUrl.replace(/\/+$/, "") } : {});

  return {
    async send(mail) {
      const { data, error } = await resend.emails.send(asEmail(mail), {
        idempotencyKey: mail.key,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (error) throw asFailure(error);
      return { providerId: data.id };
    },

    async find({ key, to, since }) {
      const from = new Date(since.getTime() - CLOCKS_DIFFER_MS);
      let after: string | undefined;
      for (;;) {
        const { data, error } = await resend.emails.list(after ? { limit: PAGE, after } : { limit: PAGE });
        if (error) throw asFailure(error);
        const recent = data.data.filter((email) => new Date(email.created_at) >= from);
        for (const { id } of recent.filter((email) => email.to.includes(to))) {
          const found = await resend.emails.get(id);
          if (found.error) throw asFailure(found.error);
          if (found.data.tags?.some((tag) => tag.name === KEY_TAG && tag.value === key))
            return { providerId: id };
        }
        after = data.data.at(-1)?.id;
        // Newest first: a page that reaches further back is the last that can hold it.
        if (!data.has_more || !after || recent.length < data.data.length) return null;
      }
    },
  };
}

function asEmail({ key, from, to, replyTo, subject, html, text, tags = {}, attachments }: Mail) {
  return {
    from,
    to,
    subject,
    html,
    text,
    tags: Object.entries({ ...tags, [KEY_TAG]: key }).map(([name, value]) => ({ name, value })),
    ...(replyTo ? { replyTo } : {}),
    ...(attachments ? { attachments: [...attachments] } : {}),
  };
}

function asFailure({ name, message, statusCode }: ErrorResponse): Error {
  const words = `Resend: ${message} (${name}, ${statusCode ?? "no answer"})`;
  if (name === "invalid_idempotent_request") return new MailKeyTaken(words);
  return DEFINITE.includes(name) ? new MailRefused(words) : new Error(words);
}
