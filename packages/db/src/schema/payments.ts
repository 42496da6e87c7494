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
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";
import { legalEntities } from "./organizations.ts";

/**
 * A customer's wish to pay, and what came of it. Written before the payment provider hears of it, so money can
 * never arrive for a payment we do not know. Amounts in minor units of `currency`.
 */
export const payments = pgTable(
  "payments",
  {
    organizationId: organizationId(),
    id: id(),
    number: text("number").notNull(),
    legalEntityId: ref("legal_entity_id"),
    customerId: ref("customer_id"),
    startedBy: text("started_by").notNull(),
    startedByName: text("started_by_name").notNull(),
    currency: currency(),
    // The cash to be charged; zero when credits alone settle the debits.
    amountMinor: minor("amount_minor").notNull(),
    onAccountMinor: minor("on_account_minor").notNull().default(sql`0`),
    status: text("status", {
      enum: [
        "created",
        "submitted",
        "processing",
        "settled",
        "failed",
        "expired",
        "cancelled",
        "part_refunded",
        "refunded",
        "returned",
        "charged_back",
      ],
    }).notNull(),
    method: text("method"),
    checkoutId: text("checkout_id"),
    checkoutUrl: text("checkout_url"),
    intentId: text("intent_id"),
    chargeId: text("charge_id"),
    failure: text("failure"),
    receiptId: uuid("receipt_id"),
    refundedMinor: minor("refunded_minor").notNull().default(sql`0`),
    expectedOn: day("expected_on"),
    createdAt: at("created_at").notNull(),
    submittedAt: at("submitted_at"),
    settledAt: at("settled_at"),
    // When it failed, expired, was cancelled, returned or charged back.
    endedAt: at("ended_at"),
    expiresAt: at("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("payments_number_unique").on(t.organizationId, t.number),
    unique("payments_checkout_unique").on(t.organizationId, t.checkoutId),
    unique("payments_intent_unique").on(t.organizationId, t.intentId),
    index("payments_customer_index").on(t.organizationId, t.customerId, t.createdAt),
    index("payments_under_way_index")
      .on(t.organizationId, t.status, t.createdAt)
      .where(sql`status in ('created', 'submitted', 'processing')`),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "payments_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "payments_legal_entity_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.receiptId],
      foreignColumns: [items.organizationId, items.id],
      name: "payments_receipt_fk",
    }),
    check("payments_amount_not_negative", sql`${t.amountMinor} >= 0`),
    check("payments_on_account_within_cash", sql`${t.onAccountMinor} between 0 and ${t.amountMinor}`),
    check("payments_refunded_within_amount", sql`${t.refundedMinor} between 0 and ${t.amountMinor}`),
    check(
      "payments_settled_has_facts",
      sql`(${t.status} in ('settled', 'part_refunded', 'refunded', 'returned', 'charged_back')) = (${t.settledAt} is not null)`,
    ),
    check(
      "payments_cash_has_receipt",
      sql`(${t.settledAt} is not null and ${t.amountMinor} > 0) = (${t.receiptId} is not null)`,
    ),
    check(
      "payments_submitted_has_reference",
      sql`${t.status} not in ('submitted', 'processing') or ${t.checkoutId} is not null or ${t.intentId} is not null`,
    ),
    check(
      "payments_ended_has_time",
      sql`(${t.status} in ('failed', 'expired', 'cancelled', 'returned', 'charged_back')) = (${t.endedAt} is not null)`,
    ),
  ],
);

/**
 * What a payment means to put on a debit, or to take from a credit. While `reserved` nobody else can count on
 * the amount; it is `applied` when the payment settles and `released` when it comes to nothing.
 */
export const paymentShares = pgTable(
  "payment_shares",
  {
    organizationId: organizationId(),
    paymentId: ref("payment_id"),
    itemId: ref("item_id"),
    customerId: ref("customer_id"),
    side: text("side", { enum: ["debit", "credit"] }).notNull(),
    amountMinor: minor("amount_minor").notNull(),
    state: text("state", { enum: ["reserved", "applied", "released"] }).notNull(),
    // Why less than the open amount is paid, in the customer's words or by a reason of the policy.
    shortReason: text("short_reason"),
    shortNote: text("short_note"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.paymentId, t.itemId] }),
    index("payment_shares_item_index").on(t.organizationId, t.itemId),
    index("payment_shares_reserved_index")
      .on(t.organizationId, t.customerId, t.itemId)
      .where(sql`state = 'reserved'`),
    foreignKey({
      columns: [t.organizationId, t.paymentId],
      foreignColumns: [payments.organizationId, payments.id],
      name: "payment_shares_payment_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "payment_shares_item_fk",
    }),
    check("payment_shares_amount_positive", sql`${t.amountMinor} > 0`),
  ],
);

/**
 * Settled money that went back: a refund we made, a bank debit returned, a card payment charged back. Booked as a
 * refund document that uses the receipt; `reinstated` when it came to us again (refund failed, dispute won).
 */
export const paymentReversals = pgTable(
  "payment_reversals",
  {
    organizationId: organizationId(),
    id: id(),
    paymentId: ref("payment_id"),
    kind: text("kind", { enum: ["refund", "return", "chargeback"] }).notNull(),
    providerRef: text("provider_ref").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    reason: text("reason"),
    state: text("state", { enum: ["booked", "reinstated"] }).notNull(),
    itemId: ref("item_id"),
    reinstatedItemId: uuid("reinstated_item_id"),
    bookedAt: at("booked_at").notNull(),
    reinstatedAt: at("reinstated_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("payment_reversals_provider_unique").on(t.organizationId, t.providerRef),
    index("payment_reversals_payment_index").on(t.organizationId, t.paymentId),
    foreignKey({
      columns: [t.organizationId, t.paymentId],
      foreignColumns: [payments.organizationId, payments.id],
      name: "payment_reversals_payment_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "payment_reversals_item_fk",
    }),
    check("payment_reversals_amount_positive", sql`${t.amountMinor} > 0`),
    check(
      "payment_reversals_reinstated_has_item",
      sql`(${t.state} = 'reinstated') = (${t.reinstatedItemId} is not null and ${t.reinstatedAt} is not null)`,
    ),
  ],
);

/** A call to the payment provider, written before it is made; `unknown` until looking has told what became of it. */
export const gatewayCalls = pgTable(
  "gateway_calls",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind", {
      enum: ["checkout.create", "checkout.expire", "refund.create", "charge.create"],
    }).notNull(),
    paymentId: ref("payment_id"),
    amountMinor: minor("amount_minor"),
    status: text("status", { enum: ["pending", "succeeded", "refused", "unknown"] }).notNull(),
    resultRef: text("result_ref"),
    error: text("error"),
    requestedBy: text("requested_by").notNull(),
    createdAt: at("created_at").notNull(),
    resolvedAt: at("resolved_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("gateway_calls_payment_index").on(t.organizationId, t.paymentId),
    index("gateway_calls_unresolved_index")
      .on(t.organizationId, t.createdAt)
      .where(sql`status in ('pending', 'unknown')`),
    foreignKey({
      columns: [t.organizationId, t.paymentId],
      foreignColumns: [payments.organizationId, payments.id],
      name: "gateway_calls_payment_fk",
    }),
    check(
      "gateway_calls_resolved_has_time",
      sql`(${t.status} in ('succeeded', 'refused')) = (${t.resolvedAt} is not null)`,
    ),
  ],
);

/** Every event a provider sent us, as it came. `unique` makes redelivery harmless; what came of it stands beside. */
export const providerEvents = pgTable(
  "provider_events",
  {
    organizationId: organizationId(),
    id: id(),
    provider: text("provider", { enum: ["stripe", "resend"] }).notNull(),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    objectId: text("object_id"),
    paymentId: uuid("payment_id"),
    body: jsonb("body").notNull(),
    source: text("source", { enum: ["webhook", "sweep"] }).notNull(),
    occurredAt: at("occurred_at").notNull(),
    receivedAt: at("received_at").notNull(),
    status: text("status", { enum: ["received", "processed", "ignored", "parked", "failed"] }).notNull(),
    outcome: text("outcome"),
    attempts: integer("attempts").notNull().default(0),
    processedAt: at("processed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("provider_events_event_unique").on(t.organizationId, t.provider, t.eventId),
    index("provider_events_payment_index").on(t.organizationId, t.paymentId, t.receivedAt),
    index("provider_events_stuck_index")
      .on(t.organizationId, t.receivedAt)
      .where(sql`status in ('received', 'parked', 'failed')`),
    check(
      "provider_events_done_has_time",
      sql`(${t.status} in ('processed', 'ignored')) = (${t.processedAt} is not null)`,
    ),
  ],
);
