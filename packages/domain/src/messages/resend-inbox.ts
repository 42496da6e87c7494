import { type ErrorResponse, Resend } from "resend";
import type { MailInbox, ReceivedMail } from "./inbox.ts";
import type { ResendSettings } from "./resend.ts";
import { textOfHtml } from "./text-of-html.ts";

const TIMEOUT_MS = 30_000;
const ATTACHMENTS_MAX = 100;
const TEXT_MAX = 1_000_000;
/** Smaller pictures within the text are logos of signatures; a screenshot has more. */
const LOGO_BYTES_MAX = 20_000;

/** Mail that came in at Resend. Its events name a mail only; text and files are asked for here. Source: resend.com/docs/dashboard/receiving. */
export function resendInbox({ apiKey, apiUrl }: ResendSettings): MailInbox {
  const resend = new Resend(apiKey, apiUrl ? { baseUrl: apiUrl.replace(/\/+$/, "") } : {});
  const within = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    async read(emailId) {
      const mail = answerOf(await resend.emails.receiving.get(emailId, { html_format: "cid" }, within()));
      const headers = lowerCased(mail.headers ?? {});
      const files =
        mail.attachments.length === 0
          ? []
          : answerOf(
              await resend.emails.receiving.attachments.list({ emailId, limit: ATTACHMENTS_MAX }, within()),
            ).data;
      const attachments: ReceivedMail["attachments"] = [];
      for (const file of files) {
        const isLogo = file.content_disposition === "inline" && file.content_id && file.size < LOGO_BYTES_MAX;
        if (isLogo) continue;
        const answer = await fetch(file.download_url, within());
        if (!answer.ok)
          throw new Error(`Resend: attachment ${file.id} of ${emailId} answered ${answer.status}`);
        attachments.push({
          name: file.filename || "attachment",
          bytes: new Uint8Array(await answer.arrayBuffer()),
        });
      }
      const text = mail.text?.trim() ? mail.text : textOfHtml((mail.html ?? "").slice(0, TEXT_MAX));
      return {
        mailId: mail.message_id || emailId,
        from: mail.from,
        to: [...mail.to, ...(mail.cc ?? []), ...(mail.received_for ?? [])],
        subject: mail.subject,
        text: text.slice(0, TEXT_MAX),
        isAutomatic: isAutomatic(headers),
        isDisowned: /\bdmarc=fail\b/i.test(headers["authentication-results"] ?? ""),
        attachments,
      };
    },
  };
}

/** RFC 3834: absence notes and reports say that no person wrote them. */
const isAutomatic = (headers: Readonly<Record<string, string>>): boolean =>
  !/^\s*(no\b.*)?$/i.test(headers["auto-submitted"] ?? "") ||
  /^<>$/.test((headers["return-path"] ?? "").trim());

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

type Answer<T> = { data: T; error: null } | { data: null; error: ErrorResponse };

function answerOf<T>({ data, error }: Answer<T>): T {
  if (error) throw new Error(`Resend: ${error.message} (${error.name}, ${error.statusCode ?? "no answer"})`);
  return data;
}
