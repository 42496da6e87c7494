import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, id, organizationId } from "../columns.ts";
import { organizations } from "./organizations.ts";

/** One run over one file of open items: what it held and what came of its rows. */
export const imports = pgTable(
  "imports",
  {
    organizationId: organizationId(),
    id: id(),
    profile: text("profile").notNull(),
    fileName: text("file_name").notNull(),
    sha256: text("sha256"),
    status: text("status", { enum: ["running", "done", "refused"] }).notNull(),
    rows: integer("rows").notNull().default(0),
    imported: integer("imported").notNull().default(0),
    unchanged: integer("unchanged").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    // Imported open amounts by currency, as decimal strings.
    totals: jsonb("totals").$type<Record<string, string>>().notNull(),
    startedBy: text("started_by").notNull(),
    startedAt: at("started_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("imports_started_index").on(t.organizationId, t.startedAt),
    foreignKey({
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
      name: "imports_organization_fk",
    }),
    check("imports_ended_has_time", sql`(${t.status} = 'running') = (${t.endedAt} is null)`),
  ],
);
