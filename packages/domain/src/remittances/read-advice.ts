import { buffer } from "node:stream/consumers";
import { newId } from "@openitem/db/ids";
import { files } from "@openitem/db/schema/files";
import { remittances } from "@openitem/db/schema/remittances";
import { insertRow, updateRows } from "@openitem/db/statement";
import { RefusedFile } from "@openitem/readers/refused-file";
import { readRemittance } from "@openitem/readers/remittance/read-remittance";
import { and, eq } from "drizzle-orm";
import type { FilingContext } from "../files/storage.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { read, record, type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import type { WrittenAdvice } from "./advice.ts";
import { lockRemittance } from "./lock-remittance.ts";
import { REMITTANCE_TRANSITIONS, type Remittance } from "./remittance.ts";
import { settleAdvice } from "./settle-advice.ts";
import { writeLines } from "./write-remittance.ts";

/** What a file says of payments, or why it cannot be used. */
export type ReadAdvices = { format: string; advices: readonly WrittenAdvice[] } | { problem: string };

/** The advices of a file's bytes. What is wrong with the file is a sentence, never thrown. */
export async function readAdvices(
  bytes: Uint8Array,
  fileName: string,
  linesMax: number,
): Promise<ReadAdvices> {
  try {
    const { format, remittances: advices } = await readRemittance(bytes, { fileName });
    if (advices.length === 0)
      return { problem: "This file can be read, but it names no payment. Choose the one that does." };
    const lines = advices.reduce((count, advice) => count + advice.lines.length, 0);
    if (lines > linesMax)
      return {
        problem: `This file has ${lines} lines; up to ${linesMax} can be taken from one. Split it and add the parts.`,
      };
    return { format, advices };
  } catch (error) {
    if (error instanceof RefusedFile) return { problem: error.message };
    throw error;
  }
}

/**
 * A job: reads the file of a remittance and fills it in; a file with several advices makes several remittances. Done
 * twice it does nothing the second time, and what was withdrawn meanwhile stays so.
 */
export async function readAdvice(
  ctx: FilingContext,
  { remittanceId }: { remittanceId: string },
): Promise<void> {
  permit(ctx.actor, "remittance.read");
  const asked = await read(ctx, async (tx) => {
    const [row] = await tx
      .select({ storageKey: files.storageKey, name: files.name, status: remittances.status })
      .from(remittances)
      .innerJoin(
        files,
        and(eq(files.organizationId, remittances.organizationId), eq(files.id, remittances.fileId)),
      )
      .where(and(eq(remittances.organizationId, ctx.organizationId), eq(remittances.id, remittanceId)));
    return row && { ...row, policy: await readPolicy(tx, ctx, "remittance") };
  });
  if (asked?.status !== "reading") return;
  const bytes = await buffer(await ctx.storage.get(asked.storageKey));
  const found = await readAdvices(bytes, asked.name, asked.policy.linesMax);
  await transact(ctx, async (tx) => {
    const remittance = await lockRemittance(tx, ctx, remittanceId);
    if (remittance.status !== "reading") return;
    if ("problem" in found) await refuse(tx, ctx, remittance, found.problem);
    else await fill(tx, ctx, remittance, found);
  });
}

async function refuse(tx: Tx, ctx: Context, remittance: Remittance, problem: string): Promise<void> {
  const { organizationId, actor } = ctx;
  const { id, customerId } = remittance;
  invariant(customerId, "what a customer sent is his");
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "fail",
    from: remittance.status,
    actor,
    customerId,
  });
  await updateRows(tx, remittances, { status, problem }, { organizationId, id });
  await record(tx, ctx, {
    action: "remittance.unreadable",
    subject: ["remittance", id],
    customerId,
    data: { problem },
  });
}

async function fill(
  tx: Tx,
  ctx: Context,
  remittance: Remittance,
  { format, advices }: Extract<ReadAdvices, { format: string }>,
): Promise<void> {
  const { organizationId, actor, now } = ctx;
  const { customerId, fileId, fileName, sha256, source, createdBy, createdByName } = remittance;
  invariant(customerId, "what a customer sent is his");
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "read",
    from: remittance.status,
    actor,
    customerId,
  });
  for (const [index, advice] of advices.entries()) {
    const { head, lines } = await settleAdvice(tx, ctx, advice, customerId);
    const id = index === 0 ? remittance.id : newId();
    if (index === 0) await updateRows(tx, remittances, { ...head, format, status }, { organizationId, id });
    else
      await insertRow(tx, remittances, {
        ...head,
        organizationId,
        id,
        number: await takeNumber(tx, ctx, "remittance"),
        customerId,
        source,
        format,
        fileId,
        fileName,
        sha256,
        position: index + 1,
        status,
        createdBy,
        createdByName,
        createdAt: now,
      });
    await writeLines(tx, ctx, { id, customerId }, lines);
    await record(tx, ctx, {
      action: "remittance.read",
      subject: ["remittance", id],
      customerId,
      data: { format, lines: lines.length, found: lines.filter((line) => line.itemId !== null).length },
    });
  }
}
