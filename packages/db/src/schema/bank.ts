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
import { items } from "./items.ts";
import { legalEntities } from "./organizations.ts";

/** An account the biller holds at a bank, in one currency. */
export const bankAccounts = pgTable(
  "bank_accounts",
  {
    organizationId: organizationId(),
    id: id(),
    legalEntityId: ref("legal_entity_id"),
    currency: currency(),
    name: text("name").notNull(),
    // As statements name it, without spaces and in upper case: IBAN, or the bank's own number.
    number: text("number").notNull(),
    // The account of the journal its money stands in: money held for us at Stripe is not at a bank yet.
    ledgerAccount: text("ledger_account", { enum: ["bank", "stripe_clearing"] }).notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("bank_accounts_number_unique").on(t.organizationId, t.number, t.currency),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "bank_accounts_legal_entity_fk",
    }),
    check(
      "bank_accounts_number_plain",
      sql`${t.number} = upper(replace(${t.number}, ' ', '')) and ${t.number} <> ''`,
    ),
  ],
);

/**
 * What customers are shown of an account, so that they can pay into it. Append-only: the newest row holds, and the
 * earlier ones are the log of changes. A row that is not shown withdraws the account from the portal.
 */
export const bankAccountDetails = pgTable(
  "bank_account_details",
  {
    organizationId: organizationId(),
    id: id(),
    bankAccountId: ref("bank_account_id"),
    shown: boolean("shown").notNull(),
    holder: text("holder").notNull(),
    bankName: text("bank_name").notNull(),
    iban: text("iban"),
    accountNumber: text("account_number"),
    routingNumber: text("routing_number"),
    bic: text("bic"),
    address: text("address"),
    reason: text("reason").notNull(),
    changedBy: text("changed_by").notNull(),
    changedByName: text("changed_by_name").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("bank_account_details_newest_index").on(t.organizationId, t.bankAccountId, t.changedAt),
    foreignKey({
      columns: [t.organizationId, t.bankAccountId],
      foreignColumns: [bankAccounts.organizationId, bankAccounts.id],
      name: "bank_account_details_account_fk",
    }),
    check(
      "bank_account_details_can_be_paid_into",
      sql`${t.iban} is not null or ${t.accountNumber} is not null`,
    ),
  ],
);

/**
 * A statement as the bank sent it, or a report of a part of a day. `held` when its figures do not add up: its lines are
 * kept and books nothing until a person accepts or discards it.
 */
export const bankStatements = pgTable(
  "bank_statements",
  {
    organizationId: organizationId(),
    id: id(),
    bankAccountId: ref("bank_account_id"),
    format: text("format").notNull(),
    fileName: text("file_name").notNull(),
    sha256: text("sha256").notNull(),
    // Which of the file's statements it is, from 1.
    position: integer("position").notNull(),
    // A statement is all there was in its time; a report is of a day that is not over, a notification has no balances.
    kind: text("kind", { enum: ["statement", "report", "notification"] })
      .notNull()
      .default("statement"),
    fromOn: day("from_on"),
    toOn: day("to_on"),
    openingMinor: minor("opening_minor"),
    closingMinor: minor("closing_minor"),
    entries: integer("entries").notNull(),
    newEntries: integer("new_entries").notNull(),
    status: text("status", { enum: ["booked", "held", "discarded"] }).notNull(),
    // Why it is held, as codes with their facts, and what was odd about the file.
    faults: jsonb("faults").$type<Record<string, string>[]>().notNull(),
    warnings: jsonb("warnings").$type<string[]>().notNull(),
    importedBy: text("imported_by").notNull(),
    importedByName: text("imported_by_name").notNull(),
    importedAt: at("imported_at").notNull(),
    decidedBy: text("decided_by"),
    decidedAt: at("decided_at"),
    decisionNote: text("decision_note"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("bank_statements_once").on(t.organizationId, t.bankAccountId, t.sha256, t.position),
    index("bank_statements_days_index").on(t.organizationId, t.bankAccountId, t.toOn),
    foreignKey({
      columns: [t.organizationId, t.bankAccountId],
      foreignColumns: [bankAccounts.organizationId, bankAccounts.id],
      name: "bank_statements_account_fk",
    }),
    check("bank_statements_decided_whole", sql`(${t.decidedBy} is null) = (${t.decidedAt} is null)`),
  ],
);

/**
 * Money as the bank booked it. A batch whose parts are known is one line a part, all of one entry; else an entry is one
 * line. An entry books bank against bank clearing, once; what its lines turn out to be clears that again, so the
 * balance of bank clearing is what nobody has explained yet. Facts are immutable, the state is not.
 */
export const bankLines = pgTable(
  "bank_lines",
  {
    organizationId: organizationId(),
    id: id(),
    bankAccountId: ref("bank_account_id"),
    statementId: ref("statement_id"),
    legalEntityId: ref("legal_entity_id"),
    currency: currency(),
    entryId: ref("entry_id"),
    // 0 is the entry itself; its parts count from 1, and the entry is `split` once they are there.
    part: integer("part").notNull(),
    // What makes two bookings equal, and which of several truly equal ones of a day it is, from 1.
    print: text("print").notNull(),
    occurrence: integer("occurrence").notNull(),
    // Signed, in minor units: money out is negative.
    amountMinor: minor("amount_minor").notNull(),
    bookedOn: day("booked_on").notNull(),
    valueOn: day("value_on").notNull(),
    reference: text("reference"),
    endToEndId: text("end_to_end_id"),
    transactionCode: text("transaction_code"),
    counterpartyName: text("counterparty_name"),
    counterpartyAccount: text("counterparty_account"),
    structured: text("structured").array().notNull().default(sql`'{}'`),
    unstructured: text("unstructured"),
    isReversal: boolean("is_reversal").notNull(),
    /*
     * open: nobody knows yet what it is; receipt: money of a customer (`receipt_id`), issued from it or found again;
     * refund: money we sent back or a bank took back (`refund_id`, a document); payout: Stripe's (`payout_id`);
     * elsewhere: no customer's and none of our concern, by decision; split: its parts stand beside it;
     * held: its statement is held.
     */
    state: text("state", {
      enum: ["open", "receipt", "refund", "payout", "elsewhere", "split", "held"],
    }).notNull(),
    receiptId: uuid("receipt_id"),
    refundId: uuid("refund_id"),
    payoutId: uuid("payout_id"),
    note: text("note"),
    decidedBy: text("decided_by"),
    decidedByName: text("decided_by_name"),
    decidedAt: at("decided_at"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("bank_lines_once").on(t.organizationId, t.bankAccountId, t.print, t.occurrence, t.part),
    unique("bank_lines_receipt_unique").on(t.organizationId, t.receiptId),
    unique("bank_lines_refund_unique").on(t.organizationId, t.refundId),
    index("bank_lines_entry_index").on(t.organizationId, t.entryId, t.part),
    index("bank_lines_open_index")
      .on(t.organizationId, t.bankAccountId, t.valueOn, t.id)
      .where(sql`state = 'open'`),
    index("bank_lines_days_index").on(t.organizationId, t.bankAccountId, t.bookedOn, t.id),
    index("bank_lines_statement_index").on(t.organizationId, t.statementId),
    index("bank_lines_payout_index").on(t.organizationId, t.payoutId).where(sql`payout_id is not null`),
    foreignKey({
      columns: [t.organizationId, t.bankAccountId],
      foreignColumns: [bankAccounts.organizationId, bankAccounts.id],
      name: "bank_lines_account_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.statementId],
      foreignColumns: [bankStatements.organizationId, bankStatements.id],
      name: "bank_lines_statement_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.receiptId],
      foreignColumns: [items.organizationId, items.id],
      name: "bank_lines_receipt_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.refundId],
      foreignColumns: [items.organizationId, items.id],
      name: "bank_lines_refund_fk",
    }),
    check("bank_lines_amount_not_zero", sql`${t.amountMinor} <> 0`),
    check("bank_lines_receipt_has_item", sql`(${t.state} = 'receipt') = (${t.receiptId} is not null)`),
    check("bank_lines_refund_has_item", sql`(${t.state} = 'refund') = (${t.refundId} is not null)`),
    check("bank_lines_payout_has_payout", sql`(${t.state} = 'payout') = (${t.payoutId} is not null)`),
    check("bank_lines_receipt_comes_in", sql`${t.state} <> 'receipt' or ${t.amountMinor} > 0`),
    check("bank_lines_refund_goes_out", sql`${t.state} <> 'refund' or ${t.amountMinor} < 0`),
    check("bank_lines_elsewhere_says_why", sql`${t.state} <> 'elsewhere' or ${t.note} is not null`),
  ],
);

/** Which entries a statement shows, those included that an earlier one had shown: what its balances are checked by. */
export const bankStatementEntries = pgTable(
  "bank_statement_entries",
  {
    organizationId: organizationId(),
    statementId: ref("statement_id"),
    entryId: ref("entry_id"),
    // Its place among the entries of the statement, from 0.
    position: integer("position").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.statementId, t.entryId] }),
    index("bank_statement_entries_entry_index").on(t.organizationId, t.entryId),
    foreignKey({
      columns: [t.organizationId, t.statementId],
      foreignColumns: [bankStatements.organizationId, bankStatements.id],
      name: "bank_statement_entries_statement_fk",
    }),
  ],
);
