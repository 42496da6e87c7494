import { bankLines } from "@openitem/db/schema/bank";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import type { BankLine, LineState } from "./bank-line.ts";

/** A line under a lock, with what posting for it needs of its legal entity. */
export type LockedLine = BankLine & { closedThroughOn: string | null; timeZone: string };

const LOCK = `
  select ${columnList(bankLines)}, e.closed_through_on::text as closed_through_on, e.time_zone
  from bank_lines join legal_entities e on e.organization_id = bank_lines.organization_id and e.id = bank_lines.legal_entity_id
  where bank_lines.organization_id = $1 and bank_lines.id = $2
  for update of bank_lines`;

/** Reads a line for update; lines are locked before documents. Refuses `line.missing`. */
export async function lockLine(tx: Tx, ctx: Context, lineId: string): Promise<LockedLine> {
  const [row] = await send(tx, LOCK, [ctx.organizationId, lineId]);
  if (!row) throw new Refusal("missing", "line.missing", "We cannot find this bank line.");
  return {
    ...toRow(bankLines, row),
    closedThroughOn: row.closed_through_on === null ? null : String(row.closed_through_on),
    timeZone: String(row.time_zone),
  };
}

/** Refuses `line.state` when somebody has dealt with the line since the page was loaded. */
export function requireState(line: BankLine, state: LineState): void {
  if (line.state === state) return;
  throw new Refusal(
    "conflict",
    "line.state",
    `The bank line of ${decimal(line.amountMinor, line.currency)} ${line.currency} is not ${WORDS[state]} any more. Reload the page to see what became of it.`,
    { state: line.state, by: line.decidedByName ?? "" },
  );
}

const WORDS: Record<LineState, string> = {
  open: "open",
  receipt: "a receipt",
  refund: "a refund",
  payout: "a payout",
  elsewhere: "booked elsewhere",
  split: "split",
  held: "held",
};
