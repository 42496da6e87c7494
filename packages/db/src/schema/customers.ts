import { sql } from "drizzle-orm";
import {
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
import { at, id, organizationId } from "../columns.ts";
import { organizations } from "./organizations.ts";

/** An account that owes: a company, or a subsidiary below its parent. */
export const customers = pgTable(
  "customers",
  {
    organizationId: organizationId(),
    id: id(),
    // As a person writes it. Numbers that differ only in leading zeros are one account: see `number_key`.
    number: text("number").notNull(),
    numberKey: text("number_key").notNull(),
    name: text("name").notNull(),
    // Lower-case and without accents, for searching by what somebody types.
    nameKey: text("name_key").notNull(),
    parentId: uuid("parent_id"),
    country: text("country"),
    addressLines: text("address_lines").array().notNull().default(sql`'{}'`),
    timeZone: text("time_zone").notNull(),
    locale: text("locale").notNull().default("en"),
    termsDays: integer("terms_days").notNull().default(30),
    collectorId: uuid("collector_id"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("customers_number_unique").on(t.organizationId, t.numberKey),
    index("customers_name_index").on(t.organizationId, t.nameKey, t.id),
    index("customers_parent_index").on(t.organizationId, t.parentId),
    foreignKey({
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
      name: "customers_organization_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.parentId],
      foreignColumns: [t.organizationId, t.id],
      name: "customers_parent_fk",
    }),
    check("customers_not_own_parent", sql`${t.parentId} is distinct from ${t.id}`),
    check("customers_terms_not_negative", sql`${t.termsDays} >= 0`),
  ],
);
