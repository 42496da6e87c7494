import { arrayLiteral } from "@openitem/db/array-literal";
import { matchOutcomes } from "@openitem/db/schema/matching";
import { columnList, send, toRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Hindrances } from "./held-back.ts";
import type { BankLine } from "./lock-money-line.ts";
import type { OutcomeRow } from "./outcome-text.ts";
import { recordedReceipts } from "./recorded-receipts.ts";

/** A line with the receipt it became. */
export type LineOfMoney = { line: BankLine; receipt: { id: string } | null };

export type LineFacts = {
  of(money: LineOfMoney): Hindrances;
  /** What was last made of the line. */
  newest(lineId: string): OutcomeRow | null;
  /** An advice went with other money of this batch. */
  spend(remittanceId: string): void;
};

const NEWEST = `
  select distinct on (match_outcomes.line_id) ${columnList(matchOutcomes)}
  from match_outcomes where organization_id = $1 and line_id = any($2::uuid[])
  order by match_outcomes.line_id, match_outcomes.at desc, match_outcomes.id desc`;

const UNDONE = `
  select distinct on (line_id) line_id, decided_by_name, waits from match_outcomes
  where organization_id = $1 and line_id = any($2::uuid[]) and kind = 'undone'
  order by line_id, at desc, id desc`;

const BARS = `
  select receipt_id, debit_id from match_bars
  where organization_id = $1 and receipt_id = any($2::uuid[]) and lifted_at is null`;

const CONFIRMED = "select id from remittances where organization_id = $1 and status = 'confirmed'";

/** What the books say of lines under a lock, beside what the engine is told. */
export async function readLineFacts(
  tx: Tx,
  ctx: Context,
  moneys: readonly LineOfMoney[],
): Promise<LineFacts> {
  const { organizationId } = ctx;
  const lineIds = arrayLiteral(moneys.map(({ line }) => line.id));
  const receiptIds = arrayLiteral(moneys.flatMap(({ receipt }) => receipt?.id ?? []));
  const newest = await send(tx, NEWEST, [organizationId, lineIds]);
  const undone = await send(tx, UNDONE, [organizationId, lineIds]);
  const bars = await send(tx, BARS, [organizationId, receiptIds]);
  const confirmed = await send(tx, CONFIRMED, [organizationId]);
  const recorded = await send(tx, recordedReceipts(), [organizationId, lineIds]);

  const newestById = new Map(newest.map((row) => [String(row.line_id), toRow(matchOutcomes, row)]));
  const undoneById = new Map(
    undone.map((row) => [
      String(row.line_id),
      { by: String(row.decided_by_name), reason: reasonOf(row.waits) },
    ]),
  );
  const barred = groupBy(bars, "receipt_id");
  const recordedById = groupBy(recorded, "line_id");
  const liveRemittances = new Set(confirmed.map((row) => String(row.id)));
  return {
    of: ({ line, receipt }) => ({
      undone: receipt ? null : (undoneById.get(line.id) ?? null),
      isReversal: line.isReversal,
      recorded: (recordedById.get(line.id) ?? []).map((row) => ({
        receiptId: String(row.receipt_id),
        number: String(row.number),
      })),
      barredDebits: new Set((barred.get(receipt?.id ?? "") ?? []).map((row) => String(row.debit_id))),
      liveRemittances,
    }),
    newest: (lineId) => newestById.get(lineId) ?? null,
    spend: (remittanceId) => void liveRemittances.delete(remittanceId),
  };
}

type Rows = readonly Readonly<Record<string, unknown>>[];

function groupBy(rows: Rows, column: string): Map<string, Rows[number][]> {
  const groups = new Map<string, Rows[number][]>();
  for (const row of rows) {
    const key = String(row[column]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(row);
  }
  return groups;
}

/** Why a receipt was undone, as its outcome keeps it. */
function reasonOf(waits: unknown): string {
  const list = (typeof waits === "string" ? JSON.parse(waits) : waits) as { facts?: { reason?: string } }[];
  return list[0]?.facts?.reason ?? "";
}
