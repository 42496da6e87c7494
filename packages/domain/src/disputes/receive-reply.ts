import { newId } from "@openitem/db/ids";
import { disputeEntries, disputes } from "@openitem/db/schema/disputes";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { addFile } from "../files/add-file.ts";
import type { FilingContext } from "../files/storage.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, read, record, type Tx, transact } from "../kernel/transact.ts";
import { bareAddress } from "../messages/reply-address.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { say } from "./add-message.ts";
import type { Dispute } from "./dispute.ts";
import { findWriter } from "./find-writer.ts";
import { lockDispute } from "./lock-dispute.ts";
import { stripQuote } from "./strip-quote.ts";
import { writeEntry } from "./write-entry.ts";

export const receiveReplyInput = z.object({
  /** Out of the address that the mail was sent to: see `replyToken` of messages/reply-address.ts. */
  token: z.string().regex(/^[0-9a-f]{40}$/),
  /** The mail's own id (Message-ID), by which the same mail twice is one entry. */
  mailId: z.string().trim().min(1).max(1_000),
  /** "Dana Whitfield <dana@harrow.example>" or the bare address. */
  from: z.string().max(1_000),
  /** The plain text of the mail. */
  text: z.string().max(1_000_000),
  attachments: z
    .array(z.object({ name: z.string().max(1_000), bytes: z.instanceof(Uint8Array) }))
    .max(100)
    .default([]),
});

type Reply = z.output<typeof receiveReplyInput>;

/** `parked`: kept as a note for the biller's people, since its sender may not write here. */
export type ReceivedReply = {
  disputeId: string;
  entryId: string;
  outcome: "entered" | "parked" | "received_before";
};

const BODY_MAX = 10_000;

/**
 * Puts an answer by mail into the conversation of its dispute, as the word of the contact whose address it comes from;
 * while a question waits, it answers it. From anybody else it is parked as a note, with its files internal. Files that
 * cannot be taken are named in a note. Refuses `reply.unknown` when no dispute has this token. The caller has checked
 * that the mail comes from whom it says (DMARC or what the provider offers).
 */
export async function receiveReply(
  ctx: FilingContext,
  raw: z.input<typeof receiveReplyInput>,
): Promise<ReceivedReply> {
  permit(ctx.actor, "message.send");
  const reply = receiveReplyInput.parse(raw);
  const address = bareAddress(reply.from);
  const found = await read(ctx, async (tx) => {
    const dispute = await findDispute(tx, ctx, reply.token);
    return {
      dispute,
      before: await findEntry(tx, ctx, reply.mailId),
      writer: await findWriter(tx, ctx, { email: address, customerId: dispute.customerId }),
    };
  });
  const { dispute, before, writer } = found;
  if (before) return { ...before, outcome: "received_before" };
  const isTaken = writer?.mayAnswer ?? false;
  const as: FilingContext = writer && isTaken ? { ...ctx, actor: writer.actor } : ctx;
  const { fileIds, refused } = await keepFiles(as, dispute, reply);
  const own = stripQuote(reply.text);
  // An answer of nothing but quote is shown as it came rather than as nothing.
  const body = (own === "" && fileIds.length === 0 ? reply.text.trim() : own).slice(0, BODY_MAX);
  const entryId = newId();
  const isEmpty = body === "" && fileIds.length === 0;
  const entry = { entryId, body: isEmpty ? "(no text)" : body, fileIds, mailId: reply.mailId };
  try {
    await transact(as, async (tx) => {
      const locked = await lockDispute(tx, as, dispute.id);
      if (isTaken) await say(tx, as, locked, entry);
      else
        await park(tx, as, locked, {
          ...entry,
          body: `${parkedBecause(address, writer?.actor.name)}\n\n${entry.body}`,
        });
    });
  } catch (error) {
    if (databaseError(error).constraint !== "dispute_entries_mail_unique") throw error;
    const other = await read(ctx, (tx) => findEntry(tx, ctx, reply.mailId));
    if (!other) throw error;
    return { ...other, outcome: "received_before" };
  }
  if (refused.length > 0)
    await transact(ctx, async (tx) => {
      const locked = await lockDispute(tx, ctx, dispute.id);
      const files = `Files of the mail from ${address} that could not be taken:\n${refused.join("\n")}`;
      await park(tx, ctx, locked, { entryId: newId(), body: files.slice(0, BODY_MAX), fileIds: [] });
    });
  return { disputeId: dispute.id, entryId, outcome: isTaken ? "entered" : "parked" };
}

async function park(
  tx: Tx,
  ctx: FilingContext,
  dispute: Dispute,
  { entryId, ...note }: { entryId: string; body: string; fileIds: string[]; mailId?: string },
): Promise<void> {
  await writeEntry(tx, ctx, dispute, { ...note, id: entryId, kind: "note" });
  await record(tx, ctx, {
    action: "dispute.mail_parked",
    subject: ["dispute", dispute.id],
    data: { number: dispute.number },
  });
}

const parkedBecause = (address: string, name: string | undefined): string =>
  name === undefined
    ? `Mail from ${address}, who has no access to this account. Nobody of the customer sees it here.`
    : `Mail from ${name} (${address}), whose role is to look only. Nobody of the customer sees it here.`;

/** The dispute of a token; of one that was merged, the one it goes on in. */
async function findDispute(tx: Tx, ctx: FilingContext, token: string): Promise<Dispute> {
  const mine = eq(disputes.organizationId, ctx.organizationId);
  let [dispute] = await tx
    .select()
    .from(disputes)
    .where(and(mine, eq(disputes.replyToken, token)));
  const seen = new Set<string>();
  while (dispute?.mergedIntoId && !seen.has(dispute.id)) {
    seen.add(dispute.id);
    [dispute] = await tx
      .select()
      .from(disputes)
      .where(and(mine, eq(disputes.id, dispute.mergedIntoId)));
  }
  if (!dispute) throw new Refusal("missing", "reply.unknown", "No dispute belongs to this address.");
  return dispute;
}

async function findEntry(
  tx: Tx,
  ctx: FilingContext,
  mailId: string,
): Promise<{ disputeId: string; entryId: string } | null> {
  const [entry] = await tx
    .select({ disputeId: disputeEntries.disputeId, entryId: disputeEntries.id })
    .from(disputeEntries)
    .where(and(eq(disputeEntries.organizationId, ctx.organizationId), eq(disputeEntries.mailId, mailId)));
  return entry ?? null;
}

/** Keeps what can be kept; says of the others why not. */
async function keepFiles(
  ctx: FilingContext,
  { customerId }: Dispute,
  { attachments }: Reply,
): Promise<{ fileIds: string[]; refused: string[] }> {
  const { filesMax } = await read(ctx, (tx) => readPolicy(tx, ctx, "dispute"));
  const fileIds: string[] = [];
  const refused: string[] = [];
  for (const { name, bytes } of attachments) {
    if (fileIds.length === filesMax) {
      refused.push(`${name}: more than ${filesMax} files`);
      continue;
    }
    try {
      const visibility = ctx.actor.kind === "contact" ? "shared" : "internal";
      const { id } = await addFile(ctx, { customerId, name, visibility }, bytes);
      fileIds.push(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refused.push(`${name}: ${error.message}`);
    }
  }
  return { fileIds, refused };
}
