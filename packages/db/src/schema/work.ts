import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, day, id, minor, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";

/** Something a person at the biller is to do by a day: an answer from billing or legal, a call about a broken promise. */
export const tasks = pgTable(
  "tasks",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind", {
      enum: ["ask_colleague", "broken_promise", "failed_charge", "returned_payment", "other"],
    }).notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: ref("subject_id"),
    customerId: ref("customer_id"),
    // Which team is asked; the person within it may be left open.
    team: text("team", { enum: ["collections", "billing", "sales", "legal", "finance"] }).notNull(),
    assigneeId: uuid("assignee_id"),
    title: text("title").notNull(),
    note: text("note"),
    dueOn: day("due_on").notNull(),
    status: text("status", { enum: ["open", "done", "cancelled"] }).notNull(),
    answer: text("answer"),
    createdBy: text("created_by").notNull(),
    createdByName: text("created_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    endedBy: text("ended_by"),
    endedByName: text("ended_by_name"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("tasks_open_index").on(t.organizationId, t.dueOn).where(sql`status = 'open'`),
    index("tasks_subject_index").on(t.organizationId, t.subjectKind, t.subjectId),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "tasks_customer_fk",
    }),
    check("tasks_ended_has_facts", sql`(${t.status} = 'open') = (${t.endedAt} is null)`),
    check("tasks_ended_by_somebody", sql`(${t.endedAt} is null) = (${t.endedBy} is null)`),
  ],
);

/**
 * A decision beyond its maker's limit, waiting for somebody else who has the authority. What is to be done stands in
 * the subject (a dispute's decision, a write-off); nothing of it happens before it is granted.
 */
export const approvals = pgTable(
  "approvals",
  {
    organizationId: organizationId(),
    id: id(),
    action: text("action", { enum: ["dispute.decide", "cash.decide", "payment.refund"] }).notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: ref("subject_id"),
    customerId: ref("customer_id"),
    currency: text("currency").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    // Why it needs one: the limit that was exceeded and by whom, as facts for the screen.
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    note: text("note"),
    requestedBy: text("requested_by").notNull(),
    requestedByName: text("requested_by_name").notNull(),
    requestedAt: at("requested_at").notNull(),
    status: text("status", { enum: ["pending", "granted", "refused", "withdrawn"] }).notNull(),
    decidedBy: text("decided_by"),
    decidedByName: text("decided_by_name"),
    decidedAt: at("decided_at"),
    decisionNote: text("decision_note"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("approvals_pending_index").on(t.organizationId, t.requestedAt).where(sql`status = 'pending'`),
    index("approvals_subject_index").on(t.organizationId, t.subjectKind, t.subjectId),
    check("approvals_amount_positive", sql`${t.amountMinor} > 0`),
    check("approvals_decided_has_facts", sql`(${t.status} = 'pending') = (${t.decidedAt} is null)`),
    check("approvals_decided_by_somebody", sql`(${t.decidedAt} is null) = (${t.decidedBy} is null)`),
    // Maker is never checker; only he himself may take it back.
    check(
      "approvals_four_eyes",
      sql`${t.status} not in ('granted', 'refused') or ${t.decidedBy} <> ${t.requestedBy}`,
    ),
  ],
);
