import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, day, id, organizationId, ref } from "../columns.ts";
import { legalEntities } from "./organizations.ts";

/**
 * A month of a legal entity's books. A closed one takes no postings: `legal_entities.closed_through_on` follows from the
 * newest closed period and is written with it.
 */
export const periods = pgTable(
  "periods",
  {
    organizationId: organizationId(),
    id: id(),
    legalEntityId: ref("legal_entity_id"),
    fromOn: day("from_on").notNull(),
    toOn: day("to_on").notNull(),
    status: text("status", { enum: ["open", "closing", "closed"] }).notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("periods_once").on(t.organizationId, t.legalEntityId, t.fromOn),
    foreignKey({
      columns: [t.organizationId, t.legalEntityId],
      foreignColumns: [legalEntities.organizationId, legalEntities.id],
      name: "periods_legal_entity_fk",
    }),
    check("periods_have_days", sql`${t.fromOn} <= ${t.toOn}`),
  ],
);

/** What happened to a period: begun to close, closed, reopened; who, and why. Append-only, with the figures of the day. */
export const periodEvents = pgTable(
  "period_events",
  {
    organizationId: organizationId(),
    id: id(),
    periodId: ref("period_id"),
    kind: text("kind", { enum: ["closing", "back_to_open", "closed", "reopened"] }).notNull(),
    reason: text("reason"),
    // The checklist and the roll-forward as they stood, so that what was signed can be read again.
    figures: jsonb("figures").notNull(),
    by: text("by").notNull(),
    byName: text("by_name").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("period_events_period_index").on(t.organizationId, t.periodId, t.at),
    foreignKey({
      columns: [t.organizationId, t.periodId],
      foreignColumns: [periods.organizationId, periods.id],
      name: "period_events_period_fk",
    }),
    check("period_events_reopened_says_why", sql`${t.kind} <> 'reopened' or ${t.reason} is not null`),
  ],
);

/** What people add to a check of the list: who has it, a note, evidence, a signature. The check itself is computed. */
export const periodChecks = pgTable(
  "period_checks",
  {
    organizationId: organizationId(),
    periodId: ref("period_id"),
    check: text("check").notNull(),
    ownerId: uuid("owner_id"),
    note: text("note"),
    fileId: uuid("file_id"),
    signedBy: text("signed_by"),
    signedByName: text("signed_by_name"),
    signedAt: at("signed_at"),
    // What the check said when it was signed: another figure later asks for another signature.
    signedFigure: text("signed_figure"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.periodId, t.check] }),
    foreignKey({
      columns: [t.organizationId, t.periodId],
      foreignColumns: [periods.organizationId, periods.id],
      name: "period_checks_period_fk",
    }),
    check("period_checks_signed_whole", sql`(${t.signedBy} is null) = (${t.signedAt} is null)`),
  ],
);
