import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { legalEntities } from "./organizations.ts";
import { payments } from "./payments.ts";

/** Stripe's transfers to the bank. `amount_minor` is negative when Stripe takes money back from the account. */
export const payouts = pgTable(
  "payouts",
  {
    organizationId: organizationId(),
    id: id(),
    legalEntityId: ref("legal_entity_id"),
    providerId: text("provider_id").notNull(),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    status: text("status", { enum: ["pending", "in_transit", "paid", "failed", "canceled"] }).notNull(),
    isAutomatic: boolean("is_automatic").notNull(),
    // What the bank prints beside it, when Stripe says.
    descriptor: text("descriptor"),
    traceId: text("trace_id"),
    arrivesOn: day("arrives_on").notNull(),
    failure: text("failure"),
    // Whether all of its balance transactions have been read.
    isRead: boolean("is_read").notNull(),
    createdAt: at("created_at").notNull(),
    recordedAt: at("recorded_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("payouts_provider_unique").on(t.organizationId, t.providerId),
    index("payouts_arrival_index").on(t.organizationId, t.arrivesOn),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "payouts_legal_entity_fk",
    }),
    check("payouts_amount_not_zero", sql`${t.amountMinor} <> 0`),
  ],
);

/**
 * Every movement of the balance at Stripe, as Stripe has it: net = amount - fee. Append-only but for the payout it went
 * out with. What it books beside the payment itself (fees, exchange, adjustments) has this row as its cause.
 */
export const balanceTransactions = pgTable(
  "balance_transactions",
  {
    organizationId: organizationId(),
    id: id(),
    legalEntityId: ref("legal_entity_id"),
    providerId: text("provider_id").notNull(),
    type: text("type").notNull(),
    category: text("category").notNull(),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    feeMinor: minor("fee_minor").notNull(),
    netMinor: minor("net_minor").notNull(),
    // Rate of Stripe's exchange from the payment's currency, when it had another.
    exchangeRate: numeric("exchange_rate"),
    sourceId: text("source_id"),
    paymentId: uuid("payment_id"),
    payoutId: uuid("payout_id"),
    description: text("description"),
    availableOn: day("available_on").notNull(),
    occurredAt: at("occurred_at").notNull(),
    recordedAt: at("recorded_at").notNull(),
    // Why nothing of ours explains it; null when something does.
    unexplained: text("unexplained"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("balance_transactions_provider_unique").on(t.organizationId, t.providerId),
    index("balance_transactions_payout_index").on(t.organizationId, t.payoutId),
    index("balance_transactions_payment_index").on(t.organizationId, t.paymentId),
    index("balance_transactions_unexplained_index")
      .on(t.organizationId, t.occurredAt)
      .where(sql`unexplained is not null`),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "balance_transactions_legal_entity_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.paymentId],
      foreignColumns: [payments.organizationId, payments.id],
      name: "balance_transactions_payment_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.payoutId],
      foreignColumns: [payouts.organizationId, payouts.id],
      name: "balance_transactions_payout_fk",
    }),
    check("balance_transactions_add_up", sql`${t.netMinor} = ${t.amountMinor} - ${t.feeMinor}`),
  ],
);
