import { newId } from "@openitem/db/ids";
import { transfers } from "@openitem/db/schema/ledger";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Line, postingDay } from "./journal.ts";

/** What booked the lines. Unique with the line's number: posting the same cause twice breaks `transfers_cause_unique`. */
export type Cause = { kind: "item" | "application"; id: string };
export type Entry = { cause: Cause; valueOn: string; lines: Line[] };

/** Writes journal entries; an entry without lines writes nothing. */
export async function post(tx: Tx, ctx: Context, entries: Entry[]): Promise<void> {
  const rows = entries.flatMap(({ cause, valueOn, lines }) =>
    lines.map((line, index) => ({
      organizationId: ctx.organizationId,
      id: newId(),
      legalEntityId: line.place.legalEntityId,
      customerId: line.place.customerId,
      currency: line.place.currency,
      debit: line.debit,
      credit: line.credit,
      amountMinor: line.amountMinor,
      valueOn,
      postedOn: postingDay(valueOn, line.place.closedThroughOn),
      causeKind: cause.kind,
      causeId: cause.id,
      line: index,
      createdAt: ctx.now,
    })),
  );
  if (rows.length > 0) await tx.insert(transfers).values(rows);
}
