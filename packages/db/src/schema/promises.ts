import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { paymentMethods } from "./autopay.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";

/**
 * A dated commitment to pay amounts of one or several documents. Within policy it stands at once; beyond, it is a
 * request until the other side accepts. Kept or broken is judged from settled cash and may be judged again.
 */
export const promises = pgTable(
  "promises",
  {
    organizationId: organizationId(),
    id: id(),
    number: text("number").notNull(),
    customerId: ref("customer_id"),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    status: text("status", {
      enum: ["proposed", "active", "kept", "part_kept", "broken", "cancelled", "replaced", "declined"],
    }).notNull(),
    // Whose word it is, and who has to accept it when it does not stand by itself.
    proposedSide: text("proposed_side", { enum: ["customer", "biller"] }).notNull(),
    // The rules it goes beyond, by their codes: why it has to be accepted.
    beyond: text("beyond").array().notNull().default(sql`'{}'`),
    note: text("note"),
    madeBy: text("made_by").notNull(),
    madeByName: text("made_by_name").notNull(),
    madeAt: at("made_at").notNull(),
    // Chasing stays paused until then while it waits for an answer.
    answerDueAt: at("answer_due_at"),
    answeredBy: text("answered_by"),
    answeredByName: text("answered_by_name"),
    answeredAt: at("answered_at"),
    answerNote: text("answer_note"),
    // Of the rules when it was made: what was agreed holds when the rules change.
    graceDays: integer("grace_days").notNull(),
    // A change is a new promise that takes the place of this one; a chain of them counts as renewals.
    replacesId: uuid("replaces_id"),
    renewals: integer("renewals").notNull().default(0),
    // The customer consents that each amount is debited on its day from this method.
    chargeMethodId: uuid("charge_method_id"),
    chargeConsentAt: at("charge_consent_at"),
    judgedAt: at("judged_at"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("promises_number_unique").on(t.organizationId, t.number),
    unique("promises_replaced_once").on(t.organizationId, t.replacesId),
    index("promises_customer_index").on(t.organizationId, t.customerId, t.madeAt),
    index("promises_open_index").on(t.organizationId, t.status).where(sql`status in ('proposed', 'active')`),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "promises_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.replacesId],
      foreignColumns: [t.organizationId, t.id],
      name: "promises_replaces_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.chargeMethodId],
      foreignColumns: [paymentMethods.organizationId, paymentMethods.id],
      name: "promises_charge_method_fk",
    }),
    check("promises_grace_days_known", sql`${t.graceDays} between 0 and 30`),
    check("promises_amount_positive", sql`${t.amountMinor} > 0`),
    check("promises_charge_has_consent", sql`(${t.chargeMethodId} is null) = (${t.chargeConsentAt} is null)`),
    check("promises_answered_whole", sql`(${t.answeredAt} is null) = (${t.answeredBy} is null)`),
    check(
      "promises_ended_has_time",
      sql`(${t.status} in ('cancelled', 'replaced', 'declined')) = (${t.endedAt} is not null)`,
    ),
    check(
      "promises_judged_has_time",
      sql`${t.status} not in ('kept', 'part_kept', 'broken') or ${t.judgedAt} is not null`,
    ),
  ],
);

/** How much of which document is promised. */
export const promiseItems = pgTable(
  "promise_items",
  {
    organizationId: organizationId(),
    promiseId: ref("promise_id"),
    itemId: ref("item_id"),
    customerId: ref("customer_id"),
    amountMinor: minor("amount_minor").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.promiseId, t.itemId] }),
    index("promise_items_item_index").on(t.organizationId, t.itemId),
    index("promise_items_customer_index").on(t.organizationId, t.customerId),
    foreignKey({
      columns: [t.organizationId, t.promiseId],
      foreignColumns: [promises.organizationId, promises.id],
      name: "promise_items_promise_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "promise_items_item_fk",
    }),
    check("promise_items_amount_positive", sql`${t.amountMinor} > 0`),
  ],
);

/** The days and amounts. What was kept of each by its day plus grace is the last judgement, from settled cash. */
export const promiseInstalments = pgTable(
  "promise_instalments",
  {
    organizationId: organizationId(),
    promiseId: ref("promise_id"),
    no: integer("no").notNull(),
    customerId: ref("customer_id"),
    dueOn: day("due_on").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    state: text("state", { enum: ["waiting", "pending", "kept", "part_kept", "broken"] }).notNull(),
    keptMinor: minor("kept_minor").notNull().default(sql`0`),
    judgedAt: at("judged_at"),
    remindedAt: at("reminded_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.promiseId, t.no] }),
    index("promise_instalments_due_index")
      .on(t.organizationId, t.dueOn)
      .where(sql`state in ('waiting', 'pending')`),
    foreignKey({
      columns: [t.organizationId, t.promiseId],
      foreignColumns: [promises.organizationId, promises.id],
      name: "promise_instalments_promise_fk",
    }),
    check("promise_instalments_amount_positive", sql`${t.amountMinor} > 0`),
    check("promise_instalments_kept_within", sql`${t.keptMinor} between 0 and ${t.amountMinor}`),
    check("promise_instalments_numbered", sql`${t.no} > 0`),
    check(
      "promise_instalments_kept_in_full",
      sql`(${t.state} = 'kept') = (${t.keptMinor} = ${t.amountMinor})`,
    ),
  ],
);

/** Who of an account wants what: the customer's own rules about paying. */
export const customerSettings = pgTable(
  "customer_settings",
  {
    organizationId: organizationId(),
    customerId: ref("customer_id"),
    // A clerk prepares, an approver of the same account releases.
    paymentApproval: boolean("payment_approval").notNull().default(false),
    changedBy: text("changed_by").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.customerId] }),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "customer_settings_customer_fk",
    }),
  ],
);
