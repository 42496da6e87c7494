import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";
import { payments } from "./payments.ts";

/**
 * A way to charge an account without somebody at the screen: the provider's reference and what people recognise it
 * by, never a number. With the mandate under which it may be used.
 */
export const paymentMethods = pgTable(
  "payment_methods",
  {
    organizationId: organizationId(),
    id: id(),
    customerId: ref("customer_id"),
    kind: text("kind", { enum: ["card", "us_bank_account", "sepa_debit"] }).notNull(),
    // "Visa 4242", "Chase 6789".
    brand: text("brand").notNull(),
    last4: text("last4").notNull(),
    expiresOn: day("expires_on"),
    providerCustomerRef: text("provider_customer_ref").notNull(),
    providerRef: text("provider_ref"),
    // The page on which it was added; null until the provider has answered.
    setupRef: text("setup_ref"),
    mandateRef: text("mandate_ref"),
    status: text("status", { enum: ["pending", "active", "revoked", "failed"] }).notNull(),
    failure: text("failure"),
    // Which wording of the mandate was shown on that page.
    consentWords: text("consent_words"),
    addedBy: text("added_by").notNull(),
    addedByName: text("added_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    activeAt: at("active_at"),
    endedAt: at("ended_at"),
    // When the provider let go of it; a revoked one without is still to be detached there.
    detachedAt: at("detached_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("payment_methods_setup_unique").on(t.organizationId, t.setupRef),
    index("payment_methods_customer_index").on(t.organizationId, t.customerId),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "payment_methods_customer_fk",
    }),
    check(
      "payment_methods_active_has_facts",
      sql`${t.status} <> 'active' or (${t.activeAt} is not null and ${t.providerRef} is not null)`,
    ),
    check(
      "payment_methods_ended_has_time",
      sql`(${t.status} in ('revoked', 'failed')) = (${t.endedAt} is not null)`,
    ),
  ],
);

/** Paying by itself, per account and currency: when, up to how much, from where, and by whose consent. */
export const autopays = pgTable(
  "autopays",
  {
    organizationId: organizationId(),
    id: id(),
    customerId: ref("customer_id"),
    currency: currency(),
    methodId: ref("method_id"),
    // Days before an invoice is due; 0 is the day itself.
    daysBefore: integer("days_before").notNull(),
    // The most that one charge may be; more waits for a person.
    capMinor: minor("cap_minor"),
    status: text("status", { enum: ["on", "paused", "off"] }).notNull(),
    pausedUntilOn: day("paused_until_on"),
    pauseReason: text("pause_reason"),
    // Documents whose day to be charged is before this are none of its business.
    fromOn: day("from_on").notNull(),
    consentBy: text("consent_by").notNull(),
    consentByName: text("consent_by_name").notNull(),
    consentAt: at("consent_at").notNull(),
    // Which wording was agreed to.
    consentWords: text("consent_words").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("autopays_account_unique").on(t.organizationId, t.customerId, t.currency),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "autopays_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.methodId],
      foreignColumns: [paymentMethods.organizationId, paymentMethods.id],
      name: "autopays_method_fk",
    }),
    check("autopays_days_in_range", sql`${t.daysBefore} between 0 and 60`),
    check("autopays_cap_positive", sql`${t.capMinor} is null or ${t.capMinor} > 0`),
    check("autopays_pause_has_reason", sql`(${t.status} = 'paused') = (${t.pauseReason} is not null)`),
  ],
);

/**
 * A charge that comes by itself on a day: of an autopay, of a promise's instalment, or scheduled by a person. It is
 * announced before, may be stopped until then, and is made as a payment like any other.
 */
export const charges = pgTable(
  "charges",
  {
    organizationId: organizationId(),
    id: id(),
    customerId: ref("customer_id"),
    currency: currency(),
    causeKind: text("cause_kind", { enum: ["autopay", "promise", "schedule"] }).notNull(),
    causeId: ref("cause_id"),
    // Which of the cause's charges: an instalment's number, the day of an autopay run. Unique, so none is made twice.
    causeKey: text("cause_key").notNull(),
    methodId: ref("method_id"),
    chargeOn: day("charge_on").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    status: text("status", {
      enum: ["planned", "announced", "held", "started", "settled", "failed", "stopped"],
    }).notNull(),
    // What it leaves out or waits for, and why: amounts per document in dispute, promised, in flight, covered by credit.
    held: jsonb("held")
      .$type<{ itemId: string; number: string; reason: string; amountMinor: string }[]>()
      .notNull(),
    attempts: integer("attempts").notNull().default(0),
    failure: text("failure"),
    retryOn: day("retry_on"),
    paymentId: uuid("payment_id"),
    requestedBy: text("requested_by").notNull(),
    requestedByName: text("requested_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    announcedAt: at("announced_at"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("charges_cause_unique").on(t.organizationId, t.causeKind, t.causeId, t.causeKey),
    index("charges_customer_index").on(t.organizationId, t.customerId, t.chargeOn),
    index("charges_due_index")
      .on(t.organizationId, t.chargeOn)
      .where(sql`status in ('planned', 'announced', 'held')`),
    index("charges_payment_index").on(t.organizationId, t.paymentId),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "charges_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.methodId],
      foreignColumns: [paymentMethods.organizationId, paymentMethods.id],
      name: "charges_method_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.paymentId],
      foreignColumns: [payments.organizationId, payments.id],
      name: "charges_payment_fk",
    }),
    check("charges_amount_not_negative", sql`${t.amountMinor} >= 0`),
    check(
      "charges_started_has_payment",
      sql`${t.status} not in ('started', 'settled') or ${t.paymentId} is not null`,
    ),
    check(
      "charges_ended_has_time",
      sql`(${t.status} in ('settled', 'failed', 'stopped')) = (${t.endedAt} is not null)`,
    ),
  ],
);

/** What a charge means to pay. */
export const chargeItems = pgTable(
  "charge_items",
  {
    organizationId: organizationId(),
    chargeId: ref("charge_id"),
    itemId: ref("item_id"),
    customerId: ref("customer_id"),
    amountMinor: minor("amount_minor").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.chargeId, t.itemId] }),
    index("charge_items_item_index").on(t.organizationId, t.itemId),
    foreignKey({
      columns: [t.organizationId, t.chargeId],
      foreignColumns: [charges.organizationId, charges.id],
      name: "charge_items_charge_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "charge_items_item_fk",
    }),
    check("charge_items_amount_positive", sql`${t.amountMinor} > 0`),
  ],
);

/** A payment that a clerk made ready and an approver of the same account releases, when the account wants it so. */
export const preparedPayments = pgTable(
  "prepared_payments",
  {
    organizationId: organizationId(),
    id: id(),
    number: text("number").notNull(),
    customerId: ref("customer_id"),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    // What is to be paid with what, as `startPayment` takes it; checked again when it is released.
    wishes: jsonb("wishes").$type<unknown>().notNull(),
    note: text("note"),
    status: text("status", { enum: ["prepared", "released", "declined", "withdrawn"] }).notNull(),
    automatic: boolean("automatic").notNull().default(false),
    preparedBy: text("prepared_by").notNull(),
    preparedByName: text("prepared_by_name").notNull(),
    preparedAt: at("prepared_at").notNull(),
    decidedBy: text("decided_by"),
    decidedByName: text("decided_by_name"),
    decidedAt: at("decided_at"),
    decisionNote: text("decision_note"),
    paymentId: uuid("payment_id"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("prepared_payments_number_unique").on(t.organizationId, t.number),
    index("prepared_payments_customer_index").on(t.organizationId, t.customerId, t.preparedAt),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "prepared_payments_customer_fk",
    }),
    check("prepared_payments_amount_not_negative", sql`${t.amountMinor} >= 0`),
    check("prepared_payments_decided_has_facts", sql`(${t.status} = 'prepared') = (${t.decidedAt} is null)`),
    check("prepared_payments_decided_by_somebody", sql`(${t.decidedAt} is null) = (${t.decidedBy} is null)`),
    check(
      "prepared_payments_four_eyes",
      sql`${t.status} not in ('released', 'declined') or ${t.decidedBy} <> ${t.preparedBy}`,
    ),
    check(
      "prepared_payments_released_has_payment",
      sql`(${t.status} = 'released') = (${t.paymentId} is not null)`,
    ),
  ],
);
