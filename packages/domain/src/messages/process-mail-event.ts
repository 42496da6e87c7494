import { messages } from "@openitem/db/schema/activity";
import { providerEvents } from "@openitem/db/schema/payments";
import { and, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import { receiveReply } from "../disputes/receive-reply.ts";
import type { FilingContext } from "../files/storage.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { MailInbox } from "./inbox.ts";
import { replyToken } from "./reply-address.ts";

export type InboxContext = FilingContext & { inbox: MailInbox };

type EventRow = typeof providerEvents.$inferSelect;
type Message = typeof messages.$inferSelect;

/** What an event says became of a mail we sent. */
const BECAME: Readonly<Record<string, Message["status"]>> = {
  "email.delivered": "delivered",
  "email.bounced": "bounced",
  "email.suppressed": "bounced",
  "email.failed": "failed",
  "email.complained": "complained",
};
/** Events come in any order: what is known of a mail is never replaced by something that happens earlier. */
const ORDER: readonly Message["status"][] = [
  "queued",
  "sent",
  "delivered",
  "failed",
  "bounced",
  "complained",
];

export const processMailEventInput = z.object({ eventId: z.uuid() });

/** Acts on what the mail provider told: marks what became of our mail, puts answers into their dispute. Twice is once. */
export async function processMailEvent(
  ctx: InboxContext,
  { eventId }: z.infer<typeof processMailEventInput>,
): Promise<void> {
  permit(ctx.actor, "message.send");
  const event = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(providerEvents)
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, eventId)));
    return row;
  });
  if (!event) throw new Refusal("missing", "event.missing", "We cannot find this event.");
  try {
    if (event.type === "email.received") return await enter(ctx, event);
    const status = BECAME[event.type];
    if (!status) return await close(ctx, event, "ignored", "Says nothing of what became of a mail");
    return await mark(ctx, event, status);
  } catch (error) {
    await note(ctx, event, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** A mail that came in: an answer to a dispute's letter lands in its conversation, others are left alone. */
async function enter(ctx: InboxContext, event: EventRow): Promise<void> {
  if (!event.objectId) return close(ctx, event, "ignored", "It names no mail");
  const mail = await ctx.inbox.read(event.objectId);
  const token = replyToken(mail.to);
  if (!token) return close(ctx, event, "ignored", "Not an answer to a dispute");
  if (mail.isAutomatic) return close(ctx, event, "ignored", "Written by a program, not by a person");
  const { mailId, text, attachments } = mail;
  // Its sender's domain says that it is not his: then it is nobody's we know, and is parked.
  const from = mail.isDisowned ? `${mail.from} (not verified)` : mail.from;
  try {
    const { outcome, disputeId } = await receiveReply(ctx, { token, mailId, from, text, attachments });
    await close(ctx, event, "processed", `Answer ${outcome.replaceAll("_", " ")}, dispute ${disputeId}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "reply.unknown") throw error;
    await close(ctx, event, "ignored", error.message);
  }
}

async function mark(ctx: InboxContext, event: EventRow, status: Message["status"]): Promise<void> {
  const { organizationId } = ctx;
  const outcome = await transact(ctx, async (tx) => {
    const [message] = await tx
      .select()
      .from(messages)
      .where(and(eq(messages.organizationId, organizationId), isIts(event)))
      .for("update");
    if (!message) return "No mail of ours";
    if (ORDER.indexOf(status) <= ORDER.indexOf(message.status))
      return `The mail is ${message.status} already`;
    await tx
      .update(messages)
      .set({
        status,
        providerId: event.objectId,
        error: reasonOf(event.body),
        // The provider may be quicker than the answer to our own call.
        sentAt: sql`coalesce(${messages.sentAt}, ${event.occurredAt.toISOString()}::timestamptz)`,
      })
      .where(and(eq(messages.organizationId, organizationId), eq(messages.id, message.id)));
    // That a mail has arrived is the rule, and not worth a line.
    if (status !== "delivered")
      await record(tx, ctx, {
        action: `message.${status}`,
        subject: [message.subjectKind, message.subjectId],
        customerId: message.customerId,
        data: { messageId: message.id, kind: message.kind, to: message.toAddress, title: message.title },
      });
    return `The mail is ${status}`;
  });
  await close(ctx, event, outcome === "No mail of ours" ? "ignored" : "processed", outcome);
}

/** By the provider's id, or by ours that the mail carries: his may not be written down yet. */
function isIts({ objectId, body }: EventRow) {
  const ours = z.object({ data: z.object({ tags: z.object({ message: z.uuid() }) }) }).safeParse(body);
  return or(
    objectId ? eq(messages.providerId, objectId) : sql`false`,
    ours.success ? eq(messages.id, ours.data.data.tags.message) : sql`false`,
  );
}

const said = z.object({ message: z.string() }).or(z.object({ reason: z.string() }));
const bad = z.object({
  data: z.object({ bounce: said.optional(), failed: said.optional(), suppressed: said.optional() }),
});

/** Why a mail did not arrive, in the provider's words. */
function reasonOf(body: unknown): string | null {
  const parsed = bad.safeParse(body);
  const why =
    parsed.success && (parsed.data.data.bounce ?? parsed.data.data.failed ?? parsed.data.data.suppressed);
  if (!why) return null;
  return "message" in why ? why.message : why.reason;
}

async function close(
  ctx: InboxContext,
  event: EventRow,
  status: "processed" | "ignored",
  outcome: string,
): Promise<void> {
  await write(ctx, event, { status, outcome, processedAt: ctx.now });
}

/** Keeps why it came to nothing; the job tries again. */
const note = (ctx: InboxContext, event: EventRow, outcome: string): Promise<void> =>
  write(ctx, event, { status: "failed", outcome, processedAt: null });

async function write(ctx: InboxContext, { id }: EventRow, change: Partial<EventRow>): Promise<void> {
  await transact(ctx, async (tx) => {
    await tx
      .update(providerEvents)
      .set({ ...change, attempts: sql`${providerEvents.attempts} + 1` })
      .where(and(eq(providerEvents.organizationId, ctx.organizationId), eq(providerEvents.id, id)));
  });
}
