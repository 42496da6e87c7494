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
import { at, day, id, minor, organizationId, ref } from "../columns.ts";
import { bankLines } from "./bank.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";

/**
 * A payer's word on what his money covers: a remittance advice that was read from a file, or "I paid by wire" with its
 * allocation. It books nothing. Confirmed, it tells what the money covers when it lands, and until `paused_until_on`
 * nobody chases what it names.
 */
export const remittances = pgTable(
  "remittances",
  {
    organizationId: organizationId(),
    id: id(),
    number: text("number").notNull(),
    // Unknown when it came from a bank or by mail and names no payer we know.
    customerId: uuid("customer_id"),
    source: text("source", { enum: ["upload", "declaration", "import", "mail"] }).notNull(),
    format: text("format"),
    fileId: uuid("file_id"),
    fileName: text("file_name"),
    sha256: text("sha256"),
    // Which of the file's advices it is, from 1.
    position: integer("position").notNull().default(1),
    // Read by character recognition from a picture: to be looked at with care.
    isScanned: boolean("is_scanned").notNull().default(false),
    payer: text("payer"),
    payee: text("payee"),
    reference: text("reference"),
    method: text("method", { enum: ["wire", "cheque", "bank_debit", "other"] }),
    paidOn: day("paid_on"),
    currency: text("currency"),
    totalMinor: minor("total_minor"),
    status: text("status", {
      enum: ["reading", "unreadable", "draft", "confirmed", "tied", "withdrawn"],
    }).notNull(),
    problem: text("problem"),
    warnings: jsonb("warnings").$type<readonly string[]>().notNull(),
    pausedUntilOn: day("paused_until_on"),
    // The money it was about, once it landed.
    lineId: uuid("line_id"),
    receiptId: uuid("receipt_id"),
    paymentId: uuid("payment_id"),
    createdBy: text("created_by").notNull(),
    createdByName: text("created_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    confirmedBy: text("confirmed_by"),
    confirmedByName: text("confirmed_by_name"),
    confirmedAt: at("confirmed_at"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("remittances_number_unique").on(t.organizationId, t.number),
    index("remittances_customer_index").on(t.organizationId, t.customerId, t.createdAt),
    index("remittances_waiting_index").on(t.organizationId, t.createdAt).where(sql`status = 'confirmed'`),
    index("remittances_file_index").on(t.organizationId, t.sha256, t.position),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "remittances_customer_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.lineId],
      foreignColumns: [bankLines.organizationId, bankLines.id],
      name: "remittances_line_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.receiptId],
      foreignColumns: [items.organizationId, items.id],
      name: "remittances_receipt_fk",
    }),
    check(
      "remittances_confirmed_has_facts",
      sql`${t.status} not in ('confirmed', 'tied') or (${t.confirmedAt} is not null and ${t.currency} is not null and ${t.totalMinor} is not null)`,
    ),
    check(
      "remittances_tied_to_money",
      sql`(${t.status} = 'tied') = (${t.lineId} is not null or ${t.receiptId} is not null)`,
    ),
    check("remittances_unreadable_says_why", sql`${t.status} <> 'unreadable' or ${t.problem} is not null`),
  ],
);

/** A document the payer names, with what he says he pays of it. Amounts in minor units of the remittance's currency. */
export const remittanceLines = pgTable(
  "remittance_lines",
  {
    organizationId: organizationId(),
    remittanceId: ref("remittance_id"),
    lineNo: integer("line_no").notNull(),
    customerId: uuid("customer_id"),
    // As he wrote it, and the document we read it as.
    written: text("written"),
    itemId: uuid("item_id"),
    grossMinor: minor("gross_minor"),
    discountMinor: minor("discount_minor").notNull().default(sql`0`),
    deductionMinor: minor("deduction_minor").notNull().default(sql`0`),
    reasonCode: text("reason_code"),
    // What he chose for a deduction, in our words; disputes of that reason come of it.
    reason: text("reason"),
    netMinor: minor("net_minor").notNull(),
    // How the document was found, and what is odd about the line: codes with facts.
    readAs: jsonb("read_as").$type<Record<string, string>>().notNull(),
    settled: text("settled", { enum: ["document", "on_account", "open"] }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.remittanceId, t.lineNo] }),
    index("remittance_lines_item_index").on(t.organizationId, t.itemId),
    foreignKey({
      columns: [t.organizationId, t.remittanceId],
      foreignColumns: [remittances.organizationId, remittances.id],
      name: "remittance_lines_remittance_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "remittance_lines_item_fk",
    }),
    check("remittance_lines_document_has_item", sql`(${t.settled} = 'document') = (${t.itemId} is not null)`),
  ],
);
