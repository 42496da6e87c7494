import type { IncomingMail } from "./received-mails.ts";
import { html, type Markup, page, pageHeaders } from "./stripe/html.ts";

/** A mail that was sent, as far as it can be answered. */
export interface Answerable {
  from: string;
  to: string[];
  replyTo: string;
  subject: string;
}

const shownMax = 50;

/** Reads a request that sent mail; null when it was none. */
export function answerable(body: string): Answerable | null {
  const mail: { from?: string; to?: string | string[]; reply_to?: string | string[]; subject?: string } =
    JSON.parse(body);
  if (typeof mail.from !== "string" || !mail.to) return null;
  return {
    from: mail.from,
    to: [mail.to].flat(),
    replyTo: [mail.reply_to ?? mail.from].flat()[0] ?? mail.from,
    subject: mail.subject ?? "",
  };
}

/** The page on which the reader of a mail answers it: the newest mails, and below each a form. */
export function answerPage(mails: readonly Answerable[], note: string): Response {
  const newest = mails.slice(-shownMax).reverse();
  const body = html`<main>
<h1>Answer a mail</h1>
<p>What you write comes in as mail from its reader. <a href="/inbox">Inbox</a></p>
${note === "" ? null : html`<p role="status">${note}</p>`}
${newest.length === 0 ? html`<p>No mail was sent yet.</p>` : newest.map(formOf)}
</main>`;
  return new Response(page("Answer a mail", body), {
    headers: { ...pageHeaders(), "Content-Type": "text/html; charset=utf-8" },
  });
}

function formOf({ to, replyTo, subject }: Answerable, at: number): Markup {
  const reader = to[0] ?? "";
  return html`<form method="post" action="/answers">
<h2>${subject}</h2>
<p>To ${reader}, answers go to ${replyTo}</p>
<input type="hidden" name="to" value="${replyTo}">
<input type="hidden" name="subject" value="Re: ${subject}">
<p><label for="from-${at}">From</label> <input id="from-${at}" name="from" value="${reader}"></p>
<p><label for="text-${at}">Answer</label> <textarea id="text-${at}" name="text" rows="3"></textarea></p>
<p><button>Send</button></p>
</form>`;
}

/** The answer that a form says. */
export function answerOf(form: URLSearchParams): IncomingMail {
  const field = (name: string) => form.get(name) ?? "";
  return { from: field("from"), to: field("to"), subject: field("subject"), text: field("text") };
}
