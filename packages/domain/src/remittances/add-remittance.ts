import { files } from "@openitem/db/schema/files";
import { remittances } from "@openitem/db/schema/remittances";
import { insertRow, send } from "@openitem/db/statement";
import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { attachFiles } from "../files/attach-files.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { submitRemittance } from "./submit-remittance.ts";

export const addRemittanceInput = z.object({
  /** Made by the form, so that a double click or a retry is the same remittance. */
  remittanceId: z.uuid(),
  customerId: z.uuid(),
  /** A file that the actor added and has not sent. */
  fileId: z.uuid(),
});

/**
 * Hands in a file that says what a payment covers. It is read by a job; until then the remittance is `reading`. Refuses
 * `file.missing`, and `remittance.known` when this very file is already there: facts `number` and `remittanceId`.
 */
export async function addRemittance(
  ctx: Context,
  raw: z.input<typeof addRemittanceInput>,
): Promise<{ remittanceId: string; number: string }> {
  const input = addRemittanceInput.parse(raw);
  const command = { name: "remittance.add", key: input.remittanceId, input };
  return submitRemittance(ctx, command, async (tx) => {
    const { remittanceId, customerId, fileId } = input;
    const { organizationId, actor, now } = ctx;
    permit(actor, "remittance.send", customerId);
    const [file] = await tx
      .select({ name: files.name, sha256: files.sha256 })
      .from(files)
      .where(
        and(
          eq(files.organizationId, organizationId),
          eq(files.id, fileId),
          eq(files.customerId, customerId),
          eq(files.addedBy, actorKey(actor)),
        ),
      );
    if (!file) throw missingFile();
    await refuseKnown(tx, ctx, customerId, file);
    await attachFiles(tx, ctx, { fileIds: [fileId], customerId, subject: ["remittance", remittanceId] });
    const number = await takeNumber(tx, ctx, "remittance");
    await insertRow(tx, remittances, {
      organizationId,
      id: remittanceId,
      number,
      customerId,
      source: "upload",
      fileId,
      fileName: file.name,
      sha256: file.sha256,
      status: "reading",
      warnings: [],
      createdBy: actorKey(actor),
      createdByName: actor.name,
      createdAt: now,
    });
    await record(tx, ctx, {
      action: "remittance.added",
      subject: ["remittance", remittanceId],
      customerId,
      data: { number, file: file.name },
    });
    await enqueue(tx, ctx, "remittance.read", { remittanceId });
    return { remittanceId, number };
  });
}

// Two uploads of one file at once: the second waits here and finds the first.
const LOCK_FILE = "select pg_advisory_xact_lock(hashtextextended('remittance of ' || $1::text, 0))";

async function refuseKnown(
  tx: Tx,
  ctx: Context,
  customerId: string,
  { name, sha256 }: { name: string; sha256: string },
): Promise<void> {
  await send(tx, LOCK_FILE, [`${customerId} ${sha256}`]);
  const [known] = await tx
    .select({ id: remittances.id, number: remittances.number })
    .from(remittances)
    .where(
      and(
        eq(remittances.organizationId, ctx.organizationId),
        eq(remittances.customerId, customerId),
        eq(remittances.sha256, sha256),
        ne(remittances.status, "withdrawn"),
      ),
    )
    .orderBy(asc(remittances.position))
    .limit(1);
  if (known)
    throw new Refusal(
      "conflict",
      "remittance.known",
      `${name} is already here as ${known.number}. Nothing was added a second time.`,
      { name, number: known.number, remittanceId: known.id },
    );
}

const missingFile = () =>
  new Refusal("missing", "file.missing", "We cannot find this file. Choose it again and send it.");
