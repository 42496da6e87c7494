import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, day, id, organizationId } from "../columns.ts";
import { newId } from "../ids.ts";

/** A biller: the tenant that owns everything else. */
export const organizations = pgTable(
  "organizations",
  {
    id: uuid("id").primaryKey().$defaultFn(newId),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    timeZone: text("time_zone").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [unique("organizations_slug_unique").on(t.slug)],
);

/** A company of the biller that issues invoices and keeps books of its own (SAP: company code). */
export const legalEntities = pgTable(
  "legal_entities",
  {
    organizationId: organizationId(),
    id: id(),
    code: text("code").notNull(),
    name: text("name").notNull(),
    country: text("country").notNull(),
    addressLines: text("address_lines").array().notNull().default(sql`'{}'`),
    taxId: text("tax_id"),
    timeZone: text("time_zone").notNull(),
    // The currency its own books are kept in; gains and losses of exchange are told in it.
    functionalCurrency: text("functional_currency"),
    // Nothing is posted on or before this day; money that belongs there posts on the day after it.
    closedThroughOn: day("closed_through_on"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("legal_entities_code_unique").on(t.organizationId, t.code),
    foreignKey({
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
      name: "legal_entities_organization_fk",
    }),
    check("legal_entities_code_not_empty", sql`${t.code} <> ''`),
  ],
);
