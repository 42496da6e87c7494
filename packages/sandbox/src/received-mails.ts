import { randomUUID } from "node:crypto";
import type { ResendWebhooks } from "./resend-webhooks.ts";

/** A file of a mail that comes in. */
export interface IncomingFile {
  filename: string;
  /** Base64. */
  content: string;
  content_type?: string;
  content_disposition?: "inline" | "attachment";
  content_id?: string;
}

/** A mail that somebody sends to the receiving domain. */
export interface IncomingMail {
  from: string;
  to: string | string[];
  subject: string;
  text?: string;
  html?: string;
  /** Beside those that every mail has, such as `Auto-Submitted`. */
  headers?: Record<string, string>;
  /** Made up when not given; the same twice is the same mail delivered twice. */
  message_id?: string;
  attachments?: IncomingFile[];
}

type KeptFile = { id: string; bytes: Buffer } & Required<Pick<IncomingFile, "filename" | "content_type">> & {
    content_disposition: "inline" | "attachment";
    content_id: string | null;
  };

interface Kept {
  id: string;
  created_at: string;
  message_id: string;
  mail: IncomingMail;
  to: string[];
  files: KeptFile[];
}

const linkLastsMs = 60 * 60 * 1000;

export interface ReceivedMails {
  /** Takes a mail in and tells of it; answers its id. */
  receive(mail: IncomingMail): { id: string };
  /** Answers Resend's API of received mails; null for any other address. */
  answer(request: Request): Response | null;
}

/**
 * Mail that came in, as Resend's receiving API has it: events carry no body, the API has text and headers, and files are
 * fetched from links. Kept in memory only. Source: resend.com/docs/api-reference/emails/retrieve-received-email.
 */
export function receivedMails(webhooks: ResendWebhooks | null): ReceivedMails {
  const mails = new Map<string, Kept>();
  return {
    receive(mail) {
      const id = randomUUID();
      const kept: Kept = {
        id,
        created_at: new Date().toISOString(),
        message_id: mail.message_id ?? `<${randomUUID()}@sandbox.example>`,
        mail,
        to: [mail.to].flat(),
        files: (mail.attachments ?? []).map((file) => ({
          id: randomUUID(),
          filename: file.filename,
          bytes: Buffer.from(file.content, "base64"),
          content_type: file.content_type ?? "application/octet-stream",
          content_disposition: file.content_disposition ?? "attachment",
          content_id: file.content_id ?? null,
        })),
      };
      mails.set(id, kept);
      webhooks?.tell("email.received", {
        email_id: id,
        ...headOf(kept),
        attachments: kept.files.map(({ bytes: _, ...file }) => file),
      });
      return { id };
    },
    answer(request) {
      const url = new URL(request.url);
      const download = /^\/_received\/([\w-]+)\/([\w-]+)$/.exec(url.pathname);
      const asked =
        download ?? /^\/emails\/receiving\/([\w-]+)(?:\/attachments(?:\/([\w-]+))?)?$/.exec(url.pathname);
      if (request.method !== "GET" || !asked) return null;
      const kept = mails.get(asked[1] ?? "");
      const file = kept?.files.find(({ id }) => id === asked[2]);
      if (!kept || (asked[2] && !file)) return missing();
      if (download && file)
        return new Response(new Uint8Array(file.bytes), { headers: { "Content-Type": file.content_type } });
      if (file) return Response.json({ object: "attachment", ...linked(url, kept, file) });
      if (url.pathname.endsWith("/attachments"))
        return Response.json({
          object: "list",
          has_more: false,
          data: kept.files.map((each) => linked(url, kept, each)),
        });
      return Response.json(whole(kept));
    },
  };
}

const headOf = ({ created_at, message_id, mail, to }: Kept) => ({
  created_at,
  from: mail.from,
  to,
  bcc: [],
  cc: [],
  received_for: to,
  message_id,
  subject: mail.subject,
});

const whole = (kept: Kept) => ({
  object: "email",
  id: kept.id,
  ...headOf(kept),
  reply_to: [],
  html: kept.mail.html ?? null,
  text: kept.mail.text ?? null,
  headers: { "mime-version": "1.0", ...kept.mail.headers },
  raw: null,
  attachments: kept.files.map(({ bytes, ...file }) => ({ ...file, size: bytes.length })),
});

const linked = ({ origin }: URL, { id }: Kept, { bytes, ...file }: KeptFile) => ({
  ...file,
  size: bytes.length,
  download_url: `${origin}/_received/${id}/${file.id}`,
  expires_at: new Date(Date.now() + linkLastsMs).toISOString(),
});

const missing = () =>
  Response.json({ statusCode: 404, name: "not_found", message: "Email not found" }, { status: 404 });
