import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";
import { legalEntities } from "./organizations.ts";

/**
 * Open items: every document that makes somebody owe or be owed. Debits are invoice, debit memo and refund
 * (money sent back); credits are credit memo and receipt (money in). Immutable in everything that is money.
 */
export const items = pgTable(
  "items",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind", { enum: ["invoice", "debit_memo", "refund", "credit_memo", "receipt"] }).notNull(),
    number: text("number").notNull(),
    // The last run of digits in the number: what people type when they look for "…-10188".
    numberTail: text("number_tail").notNull(),
    legalEntityId: ref("legal_entity_id"),
    customerId: ref("customer_id"),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    // The part not yet applied, today. Written by `ledger/apply.ts` alone, in the transaction that writes the
    // applications it follows from; `ledger/verify.ts` recomputes it from them.
    openMinor: minor("open_minor").notNull(),
    // The newest day anything was applied or undone; nothing is dated before it, so no earlier day ever changes.
    lastAppliedOn: day("last_applied_on"),
    issuedOn: day("issued_on").notNull(),
    dueOn: day("due_on"),
    postedOn: day("posted_on").notNull(),
    // Where a receipt's unapplied rest is held: not yet decided, or left on account by decision.
    heldAs: text("held_as", { enum: ["unapplied", "on_account"] }),
    poNumber: text("po_number"),
    reference: text("reference"),
    terms: text("terms"),
    note: text("note"),
    importId: uuid("import_id"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("items_number_unique").on(t.organizationId, t.legalEntityId, t.kind, t.number),
    index("items_open_due_index")
      .on(t.organizationId, t.customerId, t.dueOn, t.id)
      .where(sql`open_minor > 0`),
    index("items_open_amount_index")
      .on(t.organizationId, t.customerId, t.openMinor, t.id)
      .where(sql`open_minor > 0`),
    index("items_open_by_total_index")
      .on(t.organizationId, t.customerId, t.amountMinor, t.id)
      .where(sql`open_minor > 0`),
    index("items_open_number_index")
      .on(t.organizationId, t.customerId, t.number, t.id)
      .where(sql`open_minor > 0 and kind in ('invoice', 'debit_memo')`),
    index("items_open_issued_index")
      .on(t.organizationId, t.customerId, t.issuedOn, t.id)
      .where(sql`open_minor > 0 and kind in ('invoice', 'debit_memo')`),
    index("items_open_credits_index")
      .on(t.organizationId, t.customerId, t.issuedOn, t.id)
      .where(sql`open_minor > 0 and kind in ('credit_memo', 'receipt')`),
    index("items_part_paid_index")
      .on(t.organizationId, t.customerId, t.dueOn, t.id)
      .where(sql`open_minor > 0 and open_minor < amount_minor`),
    index("items_paid_due_index")
      .on(t.organizationId, t.customerId, t.dueOn, t.id)
      .where(sql`open_minor = 0`),
    index("items_number_index").on(t.organizationId, t.customerId, t.number, t.id),
    index("items_number_tail_index").on(t.organizationId, t.customerId, t.numberTail),
    // Search over all customers. Each begins where the search does, so that a few rows are read however many fit.
    index("items_all_by_number_index").on(t.organizationId, t.number, t.id),
    index("items_all_by_number_tail_index").on(t.organizationId, t.numberTail, t.id),
    index("items_all_by_po_number_index")
      .on(t.organizationId, t.poNumber, t.id)
      .where(sql`po_number is not null`),
    // Receipts of an amount, to find those recorded by hand whose money has come.
    index("items_receipt_amount_index")
      .on(t.organizationId, t.legalEntityId, t.currency, t.amountMinor)
      .where(sql`kind = 'receipt'`),
    index("items_issued_index").on(t.organizationId, t.customerId, t.issuedOn, t.id),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "items_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "items_legal_entity_fk",
    }),
    check("items_amount_positive", sql`${t.amountMinor} > 0`),
    check("items_open_within_amount", sql`${t.openMinor} between 0 and ${t.amountMinor}`),
    check(
      "items_invoices_are_due",
      sql`${t.kind} not in ('invoice', 'debit_memo') or ${t.dueOn} is not null`,
    ),
    check("items_receipts_are_held", sql`(${t.kind} = 'receipt') = (${t.heldAs} is not null)`),
    check("items_currency_upper_case", sql`${t.currency} = upper(${t.currency})`),
  ],
);

/** What an invoice is made of. Quantities and unit prices keep the decimals of their source; the amount is money. */
export const itemLines = pgTable(
  "item_lines",
  {
    organizationId: organizationId(),
    itemId: ref("item_id"),
    lineNo: integer("line_no").notNull(),
    description: text("description").notNull(),
    quantity: numeric("quantity").notNull(),
    unit: text("unit").notNull(),
    unitPrice: numeric("unit_price").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    periodFromOn: day("period_from_on"),
    periodToOn: day("period_to_on"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.itemId, t.lineNo] }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "item_lines_item_fk",
    }),
  ],
);

/**
 * Dated links that use part of a credit to settle part of a debit. Append-only: undoing one is a row of the
 * opposite sign that names it, so the open amount of any item on any day is its amount less the sum to that day.
 */
export const applications = pgTable(
  "applications",
  {
    organizationId: organizationId(),
    id: id(),
    creditId: ref("credit_id"),
    debitId: ref("debit_id"),
    creditCustomerId: ref("credit_customer_id"),
    debitCustomerId: ref("debit_customer_id"),
    amountMinor: minor("amount_minor").notNull(),
    reversesId: uuid("reverses_id"),
    appliedOn: day("applied_on").notNull(),
    postedOn: day("posted_on").notNull(),
    causeKind: text("cause_kind").notNull(),
    causeId: ref("cause_id"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("applications_reversed_once").on(t.organizationId, t.reversesId),
    index("applications_credit_index").on(t.organizationId, t.creditId),
    index("applications_debit_index").on(t.organizationId, t.debitId),
    foreignKey({
      columns: [t.organizationId, t.creditId],
      foreignColumns: [items.organizationId, items.id],
      name: "applications_credit_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.debitId],
      foreignColumns: [items.organizationId, items.id],
      name: "applications_debit_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.reversesId],
      foreignColumns: [t.organizationId, t.id],
      name: "applications_reverses_fk",
    }),
    check(
      "applications_signed",
      sql`case when ${t.reversesId} is null then ${t.amountMinor} > 0 else ${t.amountMinor} < 0 end`,
    ),
    check("applications_two_items", sql`${t.creditId} <> ${t.debitId}`),
  ],
);
