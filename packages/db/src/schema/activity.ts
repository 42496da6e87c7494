import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, id, organizationId, ref } from "../columns.ts";

/** Who did what, when, to what: the audit trail, and the timeline on every screen. Append-only. */
export const auditRecords = pgTable(
  "audit_records",
  {
    organizationId: organizationId(),
    id: id(),
    at: at("at").notNull(),
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: ref("subject_id"),
    customerId: uuid("customer_id"),
    actor: text("actor").notNull(),
    actorName: text("actor_name").notNull(),
    requestId: text("request_id").notNull(),
    data: jsonb("data").$type<AuditData>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("audit_records_subject_index").on(t.organizationId, t.subjectKind, t.subjectId, t.at),
    index("audit_records_customer_index").on(t.organizationId, t.customerId, t.at),
  ],
);

/** Plain facts for the timeline; amounts in minor units as decimal strings, with their currency beside them. */
export type AuditData = Record<string, string | number | boolean | null | string[]>;

/**
 * Work to be done after commit, written in the transaction that calls for it, so it happens if and only if the
 * change did. A relay hands rows to the job queue; the row goes when the queue has it.
 */
export const outbox = pgTable(
  "outbox",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind").notNull(),
    payload: jsonb("payload").$type<Record<string, string>>().notNull(),
    runAt: at("run_at").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.id] }), index("outbox_created_index").on(t.createdAt)],
);

/** Commands already done, by the key their caller gave them: asked again, they answer the same and do nothing. */
export const commands = pgTable(
  "commands",
  {
    organizationId: organizationId(),
    key: text("key").notNull(),
    name: text("name").notNull(),
    fingerprint: text("fingerprint").notNull(),
    actor: text("actor").notNull(),
    result: jsonb("result"),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.name, t.key] })],
);

/** Mail we sent or tried to send: one row a message, kept with what became of it. */
export const messages = pgTable(
  "messages",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind").notNull(),
    // What it is about; unique with kind and address, so that a retried job sends nothing twice.
    subjectKind: text("subject_kind").notNull(),
    subjectId: ref("subject_id"),
    customerId: uuid("customer_id"),
    contactId: uuid("contact_id"),
    toAddress: text("to_address").notNull(),
    title: text("title").notNull(),
    status: text("status", {
      enum: ["queued", "sent", "delivered", "bounced", "complained", "failed"],
    }).notNull(),
    providerId: text("provider_id"),
    error: text("error"),
    attempts: integer("attempts").notNull().default(0),
    createdAt: at("created_at").notNull(),
    sentAt: at("sent_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("messages_once").on(t.organizationId, t.kind, t.subjectId, t.toAddress),
    index("messages_customer_index").on(t.organizationId, t.customerId, t.createdAt),
    index("messages_provider_index").on(t.organizationId, t.providerId),
    check("messages_sent_has_time", sql`${t.status} in ('queued', 'failed') or ${t.sentAt} is not null`),
  ],
);

/** The next number of each kind of document, per legal entity. Taken last in a transaction: the lock is short. */
export const numberSeries = pgTable(
  "number_series",
  {
    organizationId: organizationId(),
    series: text("series").notNull(),
    next: integer("next").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.series] }),
    check("number_series_positive", sql`${t.next} > 0`),
  ],
);
