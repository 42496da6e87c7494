import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";
import { legalEntities } from "./organizations.ts";

/** Why disputes of one kind come about, who sees to it that they stop, and how. */
export const disputeCauses = pgTable(
  "dispute_causes",
  {
    organizationId: organizationId(),
    id: id(),
    title: text("title").notNull(),
    reason: text("reason"),
    product: text("product"),
    ownerId: uuid("owner_id"),
    action: text("action"),
    actionDueOn: day("action_due_on"),
    status: text("status", { enum: ["open", "fixed"] }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: at("created_at").notNull(),
    fixedAt: at("fixed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    check("dispute_causes_fixed_has_time", sql`(${t.status} = 'fixed') = (${t.fixedAt} is not null)`),
  ],
);

/**
 * A customer says that an amount of one or several documents is not owed. What is held follows from the state and the
 * amounts in `dispute_items`; it is not stored. One customer, one legal entity, one currency.
 */
export const disputes = pgTable(
  "disputes",
  {
    organizationId: organizationId(),
    id: id(),
    number: text("number").notNull(),
    customerId: ref("customer_id"),
    legalEntityId: ref("legal_entity_id"),
    currency: currency(),
    reason: text("reason").notNull(),
    // The whole amount in question when it was raised.
    amountMinor: minor("amount_minor").notNull(),
    status: text("status", {
      enum: [
        "submitted",
        "in_review",
        "waiting_customer",
        "waiting_internal",
        "awaiting_approval",
        "accepted",
        "part_accepted",
        "rejected",
        "contested",
        "withdrawn",
        "merged",
        "closed",
      ],
    }).notNull(),
    // What the reason's guide asks for: expected price, rate card, date of the outage; by the policy's field names.
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    product: text("product"),
    causeId: uuid("cause_id"),
    raisedBy: text("raised_by").notNull(),
    raisedByName: text("raised_by_name").notNull(),
    raisedAt: at("raised_at").notNull(),
    assigneeId: uuid("assignee_id"),
    // The answer is due at an instant while the clock runs; while it stands, so many business minutes are left.
    answerDueAt: at("answer_due_at"),
    clockLeftMinutes: integer("clock_left_minutes"),
    // A reply by mail finds the dispute by this; it is random and says nothing.
    replyToken: text("reply_token").notNull(),
    mergedIntoId: uuid("merged_into_id"),
    splitFromId: uuid("split_from_id"),
    decidedAt: at("decided_at"),
    contestedAt: at("contested_at"),
    // Until then the outcome may be contested, once.
    contestUntil: at("contest_until"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("disputes_number_unique").on(t.organizationId, t.number),
    unique("disputes_reply_token_unique").on(t.organizationId, t.replyToken),
    index("disputes_customer_index").on(t.organizationId, t.customerId, t.raisedAt),
    index("disputes_open_index").on(t.organizationId, t.status, t.answerDueAt).where(sql`ended_at is null`),
    index("disputes_cause_index").on(t.organizationId, t.causeId),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "disputes_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "disputes_legal_entity_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.causeId],
      foreignColumns: [disputeCauses.organizationId, disputeCauses.id],
      name: "disputes_cause_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.mergedIntoId],
      foreignColumns: [t.organizationId, t.id],
      name: "disputes_merged_into_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.splitFromId],
      foreignColumns: [t.organizationId, t.id],
      name: "disputes_split_from_fk",
    }),
    check("disputes_amount_positive", sql`${t.amountMinor} > 0`),
    check("disputes_clock_one_way", sql`${t.answerDueAt} is null or ${t.clockLeftMinutes} is null`),
    check("disputes_merged_names_other", sql`(${t.status} = 'merged') = (${t.mergedIntoId} is not null)`),
    check(
      "disputes_ended_has_time",
      sql`(${t.status} in ('withdrawn', 'merged', 'closed')) = (${t.endedAt} is not null)`,
    ),
    check(
      "disputes_decided_has_time",
      sql`${t.status} not in ('accepted', 'part_accepted', 'rejected', 'contested', 'closed') or ${t.decidedAt} is not null`,
    ),
    check("disputes_contested_has_time", sql`${t.status} <> 'contested' or ${t.contestedAt} is not null`),
  ],
);

/** What of which document, and of which line of it, is in question. Line 0 is the document without its lines. */
export const disputeItems = pgTable(
  "dispute_items",
  {
    organizationId: organizationId(),
    disputeId: ref("dispute_id"),
    itemId: ref("item_id"),
    lineNo: integer("line_no").notNull(),
    customerId: ref("customer_id"),
    amountMinor: minor("amount_minor").notNull(),
    // As the customer would have it, for the line: decimals as typed, they are not money.
    quantity: text("quantity"),
    unitPrice: text("unit_price"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.disputeId, t.itemId, t.lineNo] }),
    index("dispute_items_item_index").on(t.organizationId, t.itemId),
    index("dispute_items_customer_index").on(t.organizationId, t.customerId),
    foreignKey({
      columns: [t.organizationId, t.disputeId],
      foreignColumns: [disputes.organizationId, disputes.id],
      name: "dispute_items_dispute_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "dispute_items_item_fk",
    }),
    check("dispute_items_amount_positive", sql`${t.amountMinor} > 0`),
    check("dispute_items_line_not_negative", sql`${t.lineNo} >= 0`),
  ],
);

/** The conversation: what was said, asked and noted. Append-only; a note is for the biller's people alone. */
export const disputeEntries = pgTable(
  "dispute_entries",
  {
    organizationId: organizationId(),
    id: id(),
    disputeId: ref("dispute_id"),
    customerId: ref("customer_id"),
    kind: text("kind", { enum: ["message", "question", "answer", "note"] }).notNull(),
    visibility: text("visibility", { enum: ["shared", "internal"] }).notNull(),
    body: text("body").notNull(),
    author: text("author").notNull(),
    authorName: text("author_name").notNull(),
    // The mail it came by, when it did: the same mail twice is one entry.
    mailId: text("mail_id"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("dispute_entries_mail_unique").on(t.organizationId, t.mailId),
    index("dispute_entries_dispute_index").on(t.organizationId, t.disputeId, t.createdAt),
    foreignKey({
      columns: [t.organizationId, t.disputeId],
      foreignColumns: [disputes.organizationId, disputes.id],
      name: "dispute_entries_dispute_fk",
    }),
    check("dispute_entries_notes_are_internal", sql`(${t.kind} = 'note') = (${t.visibility} = 'internal')`),
  ],
);

/** What was decided, or waits for approval to be. A contested dispute has a second one. */
export const disputeDecisions = pgTable(
  "dispute_decisions",
  {
    organizationId: organizationId(),
    id: id(),
    disputeId: ref("dispute_id"),
    customerId: ref("customer_id"),
    outcome: text("outcome", {
      enum: ["credit", "part_credit", "rebill", "goodwill", "write_off", "reject"],
    }).notNull(),
    // What is credited or written off in all; zero when rejected.
    amountMinor: minor("amount_minor").notNull(),
    taxMinor: minor("tax_minor").notNull(),
    reason: text("reason"),
    // Told to the customer.
    grounds: text("grounds"),
    status: text("status", { enum: ["pending", "applied", "refused", "withdrawn"] }).notNull(),
    approvalId: uuid("approval_id"),
    decidedBy: text("decided_by").notNull(),
    decidedByName: text("decided_by_name").notNull(),
    decidedAt: at("decided_at").notNull(),
    appliedAt: at("applied_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("dispute_decisions_dispute_index").on(t.organizationId, t.disputeId, t.decidedAt),
    uniqueIndex("dispute_decisions_one_pending")
      .on(t.organizationId, t.disputeId)
      .where(sql`status = 'pending'`),
    foreignKey({
      columns: [t.organizationId, t.disputeId],
      foreignColumns: [disputes.organizationId, disputes.id],
      name: "dispute_decisions_dispute_fk",
    }),
    check("dispute_decisions_amount", sql`(${t.outcome} = 'reject') = (${t.amountMinor} = 0)`),
    check("dispute_decisions_tax_within", sql`${t.taxMinor} between 0 and ${t.amountMinor}`),
    check("dispute_decisions_grounds", sql`${t.outcome} <> 'reject' or ${t.grounds} is not null`),
    check(
      "dispute_decisions_applied_has_time",
      sql`(${t.status} = 'applied') = (${t.appliedAt} is not null)`,
    ),
    check(
      "dispute_decisions_pending_has_approval",
      sql`${t.status} <> 'pending' or ${t.approvalId} is not null`,
    ),
  ],
);

/** A corrected invoice before it is issued: it has a day and lines, and waits for approval with its decision. */
export type RebillTerms = {
  dueOn: string;
  poNumber: string | null;
  reference: string | null;
  terms: string | null;
  /** Amounts in minor units as decimal text. Without lines it is one amount. */
  lines: {
    description: string;
    quantity: string;
    unit: string;
    unitPrice: string;
    amountMinor: string;
    periodFromOn: string | null;
    periodToOn: string | null;
  }[];
};

/** What of a decision falls on which document, and the documents it made: credit memo, corrected invoice. */
export const disputeDecisionItems = pgTable(
  "dispute_decision_items",
  {
    organizationId: organizationId(),
    decisionId: ref("decision_id"),
    itemId: ref("item_id"),
    customerId: ref("customer_id"),
    amountMinor: minor("amount_minor").notNull(),
    taxMinor: minor("tax_minor").notNull(),
    // What the corrected invoice is to say; null unless it is billed anew.
    rebillMinor: minor("rebill_minor"),
    rebill: jsonb("rebill").$type<RebillTerms>(),
    creditItemId: uuid("credit_item_id"),
    rebillItemId: uuid("rebill_item_id"),
    // What of the credit found nothing open any more, and stays on account.
    onAccountMinor: minor("on_account_minor"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.decisionId, t.itemId] }),
    foreignKey({
      columns: [t.organizationId, t.decisionId],
      foreignColumns: [disputeDecisions.organizationId, disputeDecisions.id],
      name: "dispute_decision_items_decision_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "dispute_decision_items_item_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.creditItemId],
      foreignColumns: [items.organizationId, items.id],
      name: "dispute_decision_items_credit_fk",
    }),
    index("dispute_decision_items_item_index").on(t.organizationId, t.itemId),
    index("dispute_decision_items_credit_index")
      .on(t.organizationId, t.creditItemId)
      .where(sql`credit_item_id is not null`),
    index("dispute_decision_items_rebill_index")
      .on(t.organizationId, t.rebillItemId)
      .where(sql`rebill_item_id is not null`),
    check("dispute_decision_items_amount_positive", sql`${t.amountMinor} > 0`),
    check("dispute_decision_items_rebill_whole", sql`(${t.rebillMinor} is null) = (${t.rebill} is null)`),
  ],
);
