import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { legalEntities } from "./organizations.ts";

/**
 * The journal. One row moves one positive amount from one account to another, so it balances by construction.
 * An account is the name of its kind within a legal entity and a currency, and within a customer where it is his:
 * all accounts a row touches share these. Rows are never changed: a mistake is undone by a row the other way.
 */
export const transfers = pgTable(
  "transfers",
  {
    organizationId: organizationId(),
    id: id(),
    legalEntityId: ref("legal_entity_id"),
    customerId: uuid("customer_id"),
    currency: currency(),
    debit: text("debit").notNull(),
    credit: text("credit").notNull(),
    amountMinor: minor("amount_minor").notNull(),
    // When the money or the document was, and the day of an open period it is booked on.
    valueOn: day("value_on").notNull(),
    postedOn: day("posted_on").notNull(),
    // What caused it. Unique with `line`, so the same cause posted twice fails instead of doubling.
    causeKind: text("cause_kind").notNull(),
    causeId: ref("cause_id"),
    line: smallint("line").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("transfers_cause_unique").on(t.organizationId, t.causeKind, t.causeId, t.line),
    index("transfers_posted_index").on(t.organizationId, t.legalEntityId, t.currency, t.postedOn),
    index("transfers_customer_index").on(t.organizationId, t.customerId, t.postedOn),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "transfers_legal_entity_fk",
    }),
    check("transfers_amount_positive", sql`${t.amountMinor} > 0`),
    check("transfers_two_accounts", sql`${t.debit} <> ${t.credit}`),
  ],
);
