import { decimal } from "../kernel/money.ts";
import { BUCKETS } from "../statements/ageing.ts";
import { csvCell } from "../statements/statement-csv.ts";
import type { CloseView } from "./read-close.ts";
import { MOVEMENTS } from "./roll-forward.ts";

/* A month as tables to take away: the same rows for CSV and for a workbook. Pure. */

/** An amount in minor units with its currency, or what is written as it is. */
export type SheetCell = string | { minor: bigint; currency: string };
export type Sheet = { name: string; head: readonly string[]; rows: readonly (readonly SheetCell[])[] };

export type Exported = Pick<CloseView, "rollForward" | "ties" | "ageing" | "checks">;

/** Roll-forward, ties to the control accounts, ageing and checks, one table each. Codes are those of the API. */
export function closeSheets({ rollForward, ties, ageing, checks }: Exported): Sheet[] {
  return [
    {
      name: "roll-forward",
      head: ["currency", "line", "amount"],
      rows: rollForward.flatMap(({ currency, openingMinor, movements, closingMinor }) => {
        const line = (name: string, minor: bigint) => [currency, name, { minor, currency }];
        return [
          line("opening", openingMinor),
          ...MOVEMENTS.map((kind) => line(kind, movements[kind])),
          line("closing", closingMinor),
        ];
      }),
    },
    {
      name: "control accounts",
      head: ["currency", "account", "subledger", "control", "difference"],
      rows: ties.map(({ currency, account, subledgerMinor, controlMinor }) => [
        currency,
        account,
        { minor: subledgerMinor, currency },
        { minor: controlMinor, currency },
        { minor: subledgerMinor - controlMinor, currency },
      ]),
    },
    {
      name: "ageing",
      head: ["currency", "days past due", "amount"],
      rows: ageing.flatMap(({ currency, debits, creditMemosMinor, totalMinor }) => [
        ...BUCKETS.map((bucket) => [currency, bucket, { minor: debits[bucket], currency }]),
        [currency, "credit memos", { minor: creditMemosMinor, currency }],
        [currency, "total", { minor: totalMinor, currency }],
      ]),
    },
    {
      name: "checks",
      head: ["check", "state", "items", "figure", "owner", "note", "signed by", "signed at"],
      rows: checks.map(({ check, state, items, figure, owner, note, signed }) => [
        check,
        state,
        String(items),
        figure,
        owner?.name ?? "",
        note ?? "",
        signed?.by ?? "",
        signed?.at.toISOString() ?? "",
      ]),
    },
  ];
}

/**
 * Roll-forward, ties and ageing as one long table in CSV (RFC 4180, UTF-8 with a byte-order mark): a line an amount,
 * plain decimals, days ISO 8601.
 */
export function closeCsv({
  entity,
  period,
  rollForward,
  ties,
  ageing,
}: Pick<CloseView, "entity" | "period" | "ageing" | "rollForward" | "ties">): string {
  const lines: string[][] = [["entity", "from", "to", "table", "currency", "line", "amount"]];
  const add = (table: string, currency: string, line: string, minor: bigint) =>
    lines.push([entity.code, period.fromOn, period.toOn, table, currency, line, decimal(minor, currency)]);
  for (const { currency, openingMinor, movements, closingMinor } of rollForward) {
    add("roll-forward", currency, "opening", openingMinor);
    for (const kind of MOVEMENTS) add("roll-forward", currency, kind, movements[kind]);
    add("roll-forward", currency, "closing", closingMinor);
  }
  for (const { currency, account, subledgerMinor, controlMinor } of ties) {
    add("subledger", currency, account, subledgerMinor);
    add("control", currency, account, controlMinor);
  }
  for (const { currency, debits, creditMemosMinor, totalMinor } of ageing) {
    for (const bucket of BUCKETS) add("ageing", currency, bucket, debits[bucket]);
    add("ageing", currency, "credit memos", creditMemosMinor);
    add("ageing", currency, "total", totalMinor);
  }
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
