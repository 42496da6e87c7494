import { newId } from "@openitem/db/ids";
import type { Context } from "../kernel/context.ts";
import { insertRows, writtenBy } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Line, postingDay } from "./journal.ts";

/** What booked the lines. Unique with the line's number: posting the same cause twice breaks `transfers_cause_unique`. */
export type Cause = {
  kind:
    | "item"
    | "application"
    | "bank_entry"
    | "bank_line"
    | "balance_transaction"
    | "payout"
    | "cash_decision";
  id: string;
};
/** `firstLine`: the number of its first line, for a cause that has booked before; 0 when left out. */
export type Entry = { cause: Cause; valueOn: string; lines: Line[]; firstLine?: number };

/** Writes journal entries, however many, in one statement; an entry without lines writes nothing. */
export async function post(tx: Tx, ctx: Context, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap(({ cause, valueOn, lines, firstLine = 0 }) => {
    const postedOn = postingDay(valueOn, ...lines.map(({ place }) => place.closedThroughOn));
    return lines.map((line, at) => ({ cause, valueOn, postedOn, index: firstLine + at, ...line }));
  });
  await insertRows(tx, "transfers", writtenBy(ctx), [
    { name: "id", type: "uuid", values: rows.map(() => newId()) },
    { name: "legal_entity_id", type: "uuid", values: rows.map(({ place }) => place.legalEntityId) },
    { name: "customer_id", type: "uuid", values: rows.map(({ place }) => place.customerId) },
    { name: "currency", type: "text", values: rows.map(({ place }) => place.currency) },
    { name: "debit", type: "text", values: rows.map(({ debit }) => debit) },
    { name: "credit", type: "text", values: rows.map(({ credit }) => credit) },
    { name: "amount_minor", type: "bigint", values: rows.map(({ amountMinor }) => amountMinor) },
    { name: "value_on", type: "date", values: rows.map(({ valueOn }) => valueOn) },
    { name: "posted_on", type: "date", values: rows.map(({ postedOn }) => postedOn) },
    { name: "cause_kind", type: "text", values: rows.map(({ cause }) => cause.kind) },
    { name: "cause_id", type: "uuid", values: rows.map(({ cause }) => cause.id) },
    { name: "line", type: "smallint", values: rows.map(({ index }) => index) },
  ]);
}
