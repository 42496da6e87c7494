import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, organizationId } from "../columns.ts";

/** Versions of a policy. The highest one rules; what is not written down comes from the shipped default. */
export const policies = pgTable(
  "policies",
  {
    organizationId: organizationId(),
    kind: text("kind").notNull(),
    version: integer("version").notNull(),
    rules: jsonb("rules").notNull(),
    reason: text("reason").notNull(),
    changedBy: text("changed_by").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.kind, t.version] }),
    check("policies_version_positive", sql`${t.version} > 0`),
  ],
);
