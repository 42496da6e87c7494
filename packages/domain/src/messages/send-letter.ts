import { newId } from "@openitem/db/ids";
import { messages } from "@openitem/db/schema/activity";
import { and, eq, sql } from "drizzle-orm";
import { record, transact } from "../kernel/transact.ts";
import type { LetterKind, LetterProps } from "./letter.ts";
import { type Attachment, MailKeyTaken, MailRefused } from "./mailer.ts";
import type { MailingContext, MailOutcome } from "./mailing-context.ts";

export type LetterToSend<K extends LetterKind> = {
  kind: K;
  props: LetterProps[K];
  /** What the letter is about: one letter of a kind goes to an address about it, however often it is asked for. */
  subject: [kind: string, id: string];
  /** What its sending is told of in the audit trail, when that is something else. */
  timeline?: [kind: string, id: string];
  customerId: string | null;
  /** Null for the biller's own people. */
  contactId: string | null;
  to: string;
  locale: string;
  /** Where answers to this letter go, when not where all others do. */
  replyTo?: string;
  attachments?: readonly Attachment[];
};

type Message = typeof messages.$inferSelect;

/**
 * Resend forgets an idempotency key after 24 hours (resend.com/docs/dashboard/emails/idempotency-keys); an hour is
 * kept back for clocks that differ.
 */
const KEY_LASTS_MS = 23 * 60 * 60 * 1000;

/**
 * Sends a letter once. The message is written down first, then sent outside any transaction under its own id, then
 * marked. A definite no marks it failed; on anything else it stays queued and the error is thrown, so that the job
 * tries again.
 */
export async function sendLetter<K extends LetterKind>(
  ctx: MailingContext,
  letter: LetterToSend<K>,
): Promise<MailOutcome> {
  const { kind, props, locale, to, attachments } = letter;
  const replyTo = letter.replyTo ?? ctx.mailReplyTo;
  const { subject, html, text } = await ctx.letters(kind, props, { locale });
  const message = await enter(ctx, letter, subject);
  const messageId = message.id;
  if (message.status === "failed") return { outcome: "refused", messageId, reason: message.error ?? "" };
  if (message.status !== "queued") return { outcome: "sent_before", messageId };

  const sought = { key: messageId, to, since: message.createdAt };
  try {
    const isKeyGone = ctx.now.getTime() - message.createdAt.getTime() > KEY_LASTS_MS;
    const sent = isKeyGone ? await ctx.mailer.find(sought) : null;
    const { providerId } =
      sent ??
      (await ctx.mailer.send({
        key: messageId,
        from: ctx.mailFrom,
        to,
        ...(replyTo ? { replyTo } : {}),
        subject,
        html,
        text,
        tags: { kind },
        ...(attachments ? { attachments } : {}),
      }));
    await close(ctx, letter, message, { status: "sent", providerId });
    return { outcome: "sent", messageId };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof MailRefused) {
      await close(ctx, letter, message, { status: "failed", error: reason });
      return { outcome: "refused", messageId, reason };
    }
    // What we read afresh differs from what an earlier try sent: that one counts, if it went.
    const earlier = error instanceof MailKeyTaken ? await ctx.mailer.find(sought) : null;
    if (!earlier) {
      await note(ctx, messageId, reason);
      throw error;
    }
    await close(ctx, letter, message, { status: "sent", providerId: earlier.providerId });
    return { outcome: "sent", messageId };
  }
}

/** Writes the message down, or counts another try when it is there and still queued. */
async function enter<K extends LetterKind>(
  ctx: MailingContext,
  { kind, subject, customerId, contactId, to }: LetterToSend<K>,
  title: string,
): Promise<Message> {
  const { organizationId, now: createdAt } = ctx;
  const [subjectKind, subjectId] = subject;
  const once = { organizationId, kind, subjectId, toAddress: to };
  return transact(ctx, async (tx) => {
    const [message] = await tx
      .insert(messages)
      .values({
        ...once,
        id: newId(),
        subjectKind,
        customerId,
        contactId,
        title,
        status: "queued",
        attempts: 1,
        createdAt,
      })
      .onConflictDoUpdate({
        target: [messages.organizationId, messages.kind, messages.subjectId, messages.toAddress],
        set: {
          attempts: sql`${messages.attempts} + case ${messages.status} when 'queued' then 1 else 0 end`,
        },
      })
      .returning();
    return message!;
  });
}

/** Marks what became of a message, unless the provider's own word about it was quicker. */
async function close<K extends LetterKind>(
  ctx: MailingContext,
  { kind, subject, timeline = subject, customerId, to }: LetterToSend<K>,
  { id, title }: Message,
  end: { status: "sent"; providerId: string } | { status: "failed"; error: string },
): Promise<void> {
  await transact(ctx, async (tx) => {
    const changed = await tx
      .update(messages)
      .set({ error: null, ...end, sentAt: end.status === "sent" ? ctx.now : null })
      .where(
        and(
          eq(messages.organizationId, ctx.organizationId),
          eq(messages.id, id),
          eq(messages.status, "queued"),
        ),
      )
      .returning({ id: messages.id });
    if (changed.length === 0) return;
    await record(tx, ctx, {
      action: end.status === "sent" ? "message.sent" : "message.failed",
      subject: timeline,
      customerId,
      data: { messageId: id, kind, to, title, error: end.status === "failed" ? end.error : null },
    });
  });
}

/** Keeps why the last try came to nothing, for whoever looks at mail that waits. */
async function note(ctx: MailingContext, messageId: string, error: string): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx
      .update(messages)
      .set({ error })
      .where(
        and(
          eq(messages.organizationId, ctx.organizationId),
          eq(messages.id, messageId),
          eq(messages.status, "queued"),
        ),
      );
  });
}
