import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, currency, day, id, minor, organizationId, ref } from "../columns.ts";
import { bankLines } from "./bank.ts";
import { customers } from "./customers.ts";
import { items } from "./items.ts";

/** Names and accounts that pay for a customer, learnt from decisions. An ended one is kept: it is the history. */
export const payerAliases = pgTable(
  "payer_aliases",
  {
    organizationId: organizationId(),
    id: id(),
    customerId: ref("customer_id"),
    kind: text("kind", { enum: ["account", "name"] }).notNull(),
    // Normalised, as `matching` compares it; `written` is how it stood on the line.
    value: text("value").notNull(),
    written: text("written").notNull(),
    lineId: uuid("line_id"),
    learntBy: text("learnt_by").notNull(),
    learntByName: text("learnt_by_name").notNull(),
    learntAt: at("learnt_at").notNull(),
    endedBy: text("ended_by"),
    endedByName: text("ended_by_name"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    // One payer may pay for several customers, but once each.
    uniqueIndex("payer_aliases_current_unique")
      .on(t.organizationId, t.kind, t.value, t.customerId)
      .where(sql`ended_at is null`),
    index("payer_aliases_customer_index").on(t.organizationId, t.customerId),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "payer_aliases_customer_fk",
    }),
    check("payer_aliases_ended_whole", sql`(${t.endedBy} is null) = (${t.endedAt} is null)`),
  ],
);

/** One run of the engine over lines that wait, with the rules as they were when it began. Can be stopped and resumed. */
export const matchRuns = pgTable(
  "match_runs",
  {
    organizationId: organizationId(),
    id: id(),
    status: text("status", {
      enum: ["queued", "running", "stopping", "stopped", "done", "failed"],
    }).notNull(),
    bankAccountId: uuid("bank_account_id"),
    policy: jsonb("policy").notNull(),
    policyVersion: text("policy_version").notNull(),
    // How many lines there were when it began, how many are done, and what came of them.
    total: integer("total").notNull().default(0),
    done: integer("done").notNull().default(0),
    applied: integer("applied").notNull().default(0),
    proposed: integer("proposed").notNull().default(0),
    // The last line that was looked at, in the order of lines: where a resumed run goes on.
    afterLineId: uuid("after_line_id"),
    error: text("error"),
    startedBy: text("started_by").notNull(),
    startedByName: text("started_by_name").notNull(),
    createdAt: at("created_at").notNull(),
    startedAt: at("started_at"),
    // The worker says that it is alive; a run that fell silent is taken up again.
    seenAt: at("seen_at"),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    // One at a time.
    uniqueIndex("match_runs_one_at_a_time")
      .on(t.organizationId)
      .where(sql`status in ('queued', 'running', 'stopping')`),
    index("match_runs_created_index").on(t.organizationId, t.createdAt),
    check(
      "match_runs_ended_has_time",
      sql`(${t.status} in ('stopped', 'done', 'failed')) = (${t.endedAt} is not null)`,
    ),
  ],
);

/**
 * What was made of a line: by the engine, or by a person. Append-only; the newest of a line holds. `proposals` is what
 * was laid out, best first, with the signals that speak for each and why the others were not taken.
 */
export const matchOutcomes = pgTable(
  "match_outcomes",
  {
    organizationId: organizationId(),
    id: id(),
    lineId: ref("line_id"),
    runId: uuid("run_id"),
    kind: text("kind", { enum: ["applied", "proposed", "nothing", "confirmed", "undone"] }).notNull(),
    // Which rule of the policy applied it or would have; null when none fits.
    rule: text("rule"),
    customerId: uuid("customer_id"),
    proposals: jsonb("proposals").$type<readonly unknown[]>().notNull(),
    // Why a person has to look, as codes with their facts.
    waits: jsonb("waits").$type<readonly unknown[]>().notNull(),
    decidedBy: text("decided_by").notNull(),
    decidedByName: text("decided_by_name").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("match_outcomes_line_index").on(t.organizationId, t.lineId, t.at),
    index("match_outcomes_run_index").on(t.organizationId, t.runId).where(sql`run_id is not null`),
    foreignKey({
      columns: [t.organizationId, t.lineId],
      foreignColumns: [bankLines.organizationId, bankLines.id],
      name: "match_outcomes_line_fk",
    }),
  ],
);

/** A match that a person undid: the engine does not make it again until it is lifted. */
export const matchBars = pgTable(
  "match_bars",
  {
    organizationId: organizationId(),
    id: id(),
    receiptId: ref("receipt_id"),
    debitId: ref("debit_id"),
    applicationId: ref("application_id"),
    reason: text("reason").notNull(),
    setBy: text("set_by").notNull(),
    setByName: text("set_by_name").notNull(),
    setAt: at("set_at").notNull(),
    liftedBy: text("lifted_by"),
    liftedByName: text("lifted_by_name"),
    liftedAt: at("lifted_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("match_bars_application_unique").on(t.organizationId, t.applicationId),
    index("match_bars_receipt_index").on(t.organizationId, t.receiptId),
    foreignKey({
      columns: [t.organizationId, t.receiptId],
      foreignColumns: [items.organizationId, items.id],
      name: "match_bars_receipt_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.debitId],
      foreignColumns: [items.organizationId, items.id],
      name: "match_bars_debit_fk",
    }),
    check("match_bars_lifted_whole", sql`(${t.liftedBy} is null) = (${t.liftedAt} is null)`),
  ],
);

/**
 * What was decided about money on hand or about the difference of a match: a discount, a write-off, a residual, a
 * refund, a transfer to another customer, a change of currency. Beyond its maker's limit it waits for an approval and
 * has no effect before.
 */
export const cashDecisions = pgTable(
  "cash_decisions",
  {
    organizationId: organizationId(),
    id: id(),
    kind: text("kind", {
      enum: [
        "discount",
        "write_off",
        "residual",
        "deduction",
        "on_account",
        "refund",
        "transfer",
        "exchange",
      ],
    }).notNull(),
    // The document it is about: the receipt for a refund, a transfer or an exchange, else the debit.
    itemId: ref("item_id"),
    customerId: ref("customer_id"),
    legalEntityId: ref("legal_entity_id"),
    currency: currency(),
    amountMinor: minor("amount_minor").notNull(),
    reason: text("reason").notNull(),
    note: text("note"),
    // To whom, at which rate, into which currency: what the kind needs beside the amount.
    facts: jsonb("facts").$type<Record<string, string>>().notNull(),
    status: text("status", {
      enum: ["applied", "awaiting_approval", "refused", "withdrawn", "undone"],
    }).notNull(),
    // The documents that came of it.
    resultIds: uuid("result_ids").array().notNull().default(sql`'{}'`),
    decidedBy: text("decided_by").notNull(),
    decidedByName: text("decided_by_name").notNull(),
    decidedAt: at("decided_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index("cash_decisions_item_index").on(t.organizationId, t.itemId),
    index("cash_decisions_waiting_index")
      .on(t.organizationId, t.decidedAt)
      .where(sql`status = 'awaiting_approval'`),
    foreignKey({
      columns: [t.organizationId, t.itemId],
      foreignColumns: [items.organizationId, items.id],
      name: "cash_decisions_item_fk",
    }),
    check("cash_decisions_amount_positive", sql`${t.amountMinor} > 0`),
    check("cash_decisions_ended_has_time", sql`(${t.status} = 'awaiting_approval') = (${t.endedAt} is null)`),
  ],
);

/** What one unit of a currency was worth in another on a day, as the source gave it. */
export const exchangeRates = pgTable(
  "exchange_rates",
  {
    organizationId: organizationId(),
    id: id(),
    fromCurrency: text("from_currency").notNull(),
    toCurrency: text("to_currency").notNull(),
    onDay: day("on_day").notNull(),
    rate: numeric("rate").notNull(),
    source: text("source").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("exchange_rates_once").on(t.organizationId, t.fromCurrency, t.toCurrency, t.onDay),
    check("exchange_rates_positive", sql`${t.rate} > 0`),
    check("exchange_rates_two_currencies", sql`${t.fromCurrency} <> ${t.toCurrency}`),
  ],
);
