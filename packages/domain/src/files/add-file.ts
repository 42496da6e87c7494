import { createHash, randomBytes } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { files } from "@openitem/db/schema/files";
import { insertRow } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { type StoredFile, safeName, typeNames, writtenSize } from "./file.ts";
import { findMediaType } from "./find-media-type.ts";
import type { FilingContext } from "./storage.ts";

export const addFileInput = z.object({
  id: z.uuid().default(newId),
  /** Null for papers that are nobody's but the biller's. */
  customerId: z.uuid().nullable(),
  name: z.string().max(1_000),
  /** Internal files are for the biller's people alone; a contact's are always shared. */
  visibility: z.enum(["shared", "internal"]).default("shared"),
  /** What it is for: remittances come as data too, which no other paper does. */
  purpose: z.enum(["paper", "remittance"]).default("paper"),
});

export type AddedFile = Pick<StoredFile, "id" | "name" | "mediaType" | "sizeBytes" | "scan">;

/**
 * Keeps a file that somebody chose, before he has sent what it belongs to. The same id again is the same file. Refuses
 * `file.empty`, `file.too_large`, `file.type` and `file.infected`, each naming the file.
 */
export async function addFile(
  ctx: FilingContext,
  raw: z.input<typeof addFileInput>,
  bytes: Uint8Array,
): Promise<AddedFile> {
  const { id, customerId, name: given, visibility, purpose } = addFileInput.parse(raw);
  permit(ctx.actor, "file.add", customerId ?? undefined);
  const policy = await read(ctx, (tx) => readPolicy(tx, ctx, "file"));
  const { mediaTypes } =
    purpose === "paper" ? policy : await read(ctx, (tx) => readPolicy(tx, ctx, "remittance"));
  const shown = given.slice(0, 120);
  if (bytes.length === 0)
    throw new Refusal("invalid", "file.empty", `${shown} is empty. Choose the file again.`, { name: shown });
  if (bytes.length > policy.sizeMaxBytes)
    throw new Refusal(
      "invalid",
      "file.too_large",
      `${shown} has ${writtenSize(bytes.length)}; up to ${writtenSize(policy.sizeMaxBytes)} can be added. Nothing else you entered is lost.`,
      { name: shown, size: writtenSize(bytes.length), max: writtenSize(policy.sizeMaxBytes) },
    );
  const mediaType = await findMediaType(bytes, given, purpose);
  if (mediaType === null || !mediaTypes.includes(mediaType)) {
    const known = typeNames(mediaTypes);
    throw new Refusal(
      "invalid",
      "file.type",
      `We cannot take ${shown}: it is none of ${known}. Save it as one of them and add it again. Nothing else you entered is lost.`,
      { name: shown, known },
    );
  }
  const scan: StoredFile["scan"] = ctx.scanner ? await ctx.scanner.scan(bytes) : "not_scanned";
  if (scan === "infected")
    throw new Refusal("invalid", "file.infected", `Our virus scanner stopped ${shown}. It was not kept.`, {
      name: shown,
    });

  const storageKey = `${ctx.organizationId}/${customerId ?? "own"}/${randomBytes(24).toString("base64url")}`;
  await ctx.storage.put(storageKey, bytes, mediaType);
  const row = {
    organizationId: ctx.organizationId,
    id,
    customerId,
    name: safeName(given, mediaType),
    mediaType,
    sizeBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    storageKey,
    scan,
    visibility: ctx.actor.kind === "contact" ? ("shared" as const) : visibility,
    addedBy: actorKey(ctx.actor),
    addedByName: ctx.actor.name,
    createdAt: ctx.now,
  };
  try {
    return await transact(ctx, async (tx) => {
      await insertRow(tx, files, row);
      await record(tx, ctx, {
        action: "file.added",
        subject: ["file", id],
        customerId,
        data: { name: row.name, mediaType, sizeBytes: bytes.length, sha256: row.sha256 },
      });
      return addedOf(row);
    });
  } catch (error) {
    // Bytes that no row names would stay for ever.
    await ctx.storage.remove(storageKey);
    const known = await readOwn(ctx, id, row.sha256);
    if (known) return known;
    throw error;
  }
}

/** The file that the same request added before. */
async function readOwn(ctx: FilingContext, id: string, sha256: string): Promise<AddedFile | null> {
  const [found] = await read(ctx, (tx) =>
    tx
      .select()
      .from(files)
      .where(
        and(
          eq(files.organizationId, ctx.organizationId),
          eq(files.id, id),
          eq(files.addedBy, actorKey(ctx.actor)),
          eq(files.sha256, sha256),
        ),
      ),
  );
  return found ? addedOf(found) : null;
}

const addedOf = ({ id, name, mediaType, sizeBytes, scan }: AddedFile): AddedFile => ({
  id,
  name,
  mediaType,
  sizeBytes,
  scan,
});
