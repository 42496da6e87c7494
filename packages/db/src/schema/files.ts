import { sql } from "drizzle-orm";
import { bigint, check, index, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, id, organizationId } from "../columns.ts";

/**
 * Files that people added: evidence, papers of an answer. The bytes lie in storage under `storage_key`; what is known
 * of them, and who may see them, stands here. Without a subject a file was added and not yet sent: it belongs to who
 * added it, and is removed after a day.
 */
export const files = pgTable(
  "files",
  {
    organizationId: organizationId(),
    id: id(),
    // Null for papers that are nobody's but the biller's: evidence of a close, an advice of an unknown payer.
    customerId: uuid("customer_id"),
    // As the person named it, made safe: no paths, no control characters.
    name: text("name").notNull(),
    // By content, never by what the browser said.
    mediaType: text("media_type").notNull(),
    sizeBytes: bigint("size_bytes", { mode: "number" }).notNull(),
    sha256: text("sha256").notNull(),
    storageKey: text("storage_key").notNull(),
    scan: text("scan", { enum: ["not_scanned", "waiting", "clean", "infected"] }).notNull(),
    subjectKind: text("subject_kind"),
    subjectId: uuid("subject_id"),
    visibility: text("visibility", { enum: ["shared", "internal"] }).notNull(),
    addedBy: text("added_by").notNull(),
    addedByName: text("added_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    removedAt: at("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("files_storage_key_unique").on(t.organizationId, t.storageKey),
    index("files_subject_index").on(t.organizationId, t.subjectKind, t.subjectId),
    index("files_unsent_index")
      .on(t.organizationId, t.createdAt)
      .where(sql`subject_id is null and removed_at is null`),
    check("files_subject_whole", sql`(${t.subjectKind} is null) = (${t.subjectId} is null)`),
    check("files_size_positive", sql`${t.sizeBytes} > 0`),
  ],
);
