import { decimal } from "../kernel/money.ts";
import type { Statement, StatementRow } from "./statement.ts";

const HEAD = [
  "currency",
  "type",
  "document",
  "customer",
  "reference",
  "purchase_order",
  "issued_on",
  "due_on",
  "amount",
  "open",
];

/**
 * A statement as CSV (RFC 4180, UTF-8 with a byte-order mark so that spreadsheets read names rightly). Credits are
 * negative, amounts plain decimals, days ISO 8601. Each currency ends with its total.
 */
export function statementCsv({ sections }: Statement): string {
  const lines = [HEAD];
  for (const { currency, debits, credits, balanceMinor } of sections) {
    const row = (each: StatementRow, sign: 1n | -1n): string[] => [
      currency,
      each.kind,
      each.number,
      each.customerName,
      each.reference ?? "",
      each.poNumber ?? "",
      each.issuedOn,
      each.dueOn ?? "",
      decimal(sign * each.amountMinor, currency),
      decimal(sign * each.openMinor, currency),
    ];
    lines.push(...debits.map((each) => row(each, 1n)), ...credits.map((each) => row(each, -1n)));
    lines.push([currency, "total", "", "", "", "", "", "", "", decimal(balanceMinor, currency)]);
  }
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
}

/** Text a spreadsheet would take for a formula gets a quote before it (OWASP: CSV injection); plain numbers stay numbers. */
export function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
