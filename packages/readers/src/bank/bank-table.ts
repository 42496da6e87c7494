import { type Decimal, isNegative, isZero, negated, sameNumber, sumOf } from "../decimal.ts";
import type { Location } from "../location.ts";
import { RefusedFile } from "../refused-file.ts";
import { conventionsOf } from "../remittance/conventions.ts";
import type { Sheet, Table, TableRow } from "../table/table.ts";
import type { Warn } from "../warning-list.ts";
import { type BankFile, type BankStatement, blankStatement } from "./bank-file.ts";
import { type BankHeader, factsAbove, findBankHeader, rowMeaning } from "./bank-table-header.ts";
import type { BankTableMapping } from "./bank-table-mapping.ts";
import { type BankRow, type BankTableReading, bankAmount, bankRow, cellText } from "./bank-table-row.ts";

/**
 * Reads a table of bookings, by a mapping or by the words of its headers. Rows of one account and currency are one
 * statement; a table without rows has none.
 */
export function bankTable(
  table: Table,
  mapping: BankTableMapping | undefined,
  warn: Warn,
): Pick<BankFile, "format" | "version" | "statements"> {
  for (const { code, sentence, location } of table.warnings) warn(code, sentence, location);
  const chosen = table.sheets.filter(({ name }) => mapping?.sheet === undefined || name === mapping.sheet);
  const found = chosen.flatMap((sheet) => {
    const header = findBankHeader(sheet, mapping);
    return header ? [{ sheet, header }] : [];
  });
  if (found.length === 0) throw unreadable(mapping);
  for (const sheet of chosen) {
    if (sheet.rows.length > 0 && !found.some((one) => one.sheet === sheet)) {
      warn("sheet-unread", "The sheet has no header that is known and was not used.", { sheet: sheet.name });
    }
  }
  const statements = found.flatMap(({ sheet, header }) => {
    if (!mapping) warnOfGuess(sheet, header, warn);
    return sheetStatements(table, sheet, header, mapping, warn);
  });
  if (statements.length === 0) warn("statement-empty", "The table has a header, but no rows under it.");
  return { format: table.format, version: null, statements };
}

function unreadable(mapping: BankTableMapping | undefined): RefusedFile {
  return mapping
    ? new RefusedFile("mapping-misfit", "The file does not have the columns that its mapping names.")
    : new RefusedFile(
        "format-unknown",
        "The file is no bank statement of a known format, nor a table whose columns are named: a date and an amount at least.",
      );
}

function warnOfGuess(sheet: Sheet, { places, headers }: BankHeader, warn: Warn): void {
  const columns = [...places].map(
    ([column, indices]) => `${column} from ${indices.map((index) => `"${headers[index]}"`).join(" and ")}`,
  );
  warn(
    "mapping-guessed",
    `No mapping was given; the columns were guessed by their headers: ${columns.join(", ")}.`,
    sheet.name ? { sheet: sheet.name } : null,
  );
}

function sheetStatements(
  table: Table,
  sheet: Sheet,
  header: BankHeader,
  mapping: BankTableMapping | undefined,
  warn: Warn,
): BankStatement[] {
  const reading = readingOf(table, sheet, header, mapping, warn);
  const facts = factsAbove(header.above);
  const rows: BankRow[] = [];
  const stated: Stated = { opening: null, closing: null };
  for (const row of header.above) noteBalance(row, reading, stated, false);
  for (const row of header.body) {
    if (isBooking(row, reading)) rows.push(bankRow(row, reading));
    else if (!noteBalance(row, reading, stated, true)) warnOfRow(row, reading);
  }
  const groups = Map.groupBy(rows, ({ account, entry }) => `${account ?? ""}\u0000${entry.currency ?? ""}`);
  return [...groups.values()].map((group) => {
    const { account, entry } = group[0] ?? { account: null, entry: null };
    const currency = entry?.currency ?? mapping?.currency ?? facts.currency;
    const balances =
      groups.size === 1 ? balancesOf(group, stated, warn) : balancesOf(group, noBalances, warn);
    return {
      ...blankStatement,
      ...balances,
      account: account ?? mapping?.account ?? facts.account,
      currency,
      entries: group.map((row) => ({ ...row.entry, currency })),
      source: entry?.source ?? {},
    };
  });
}

function readingOf(
  table: Table,
  sheet: Sheet,
  header: BankHeader,
  mapping: BankTableMapping | undefined,
  warn: Warn,
): BankTableReading {
  const { places, headers, body } = header;
  const columns = [
    "amount",
    "credit",
    "debit",
    "balance",
    "originalAmount",
    "bookingDate",
    "valueDate",
  ] as const;
  const texts = body.flatMap((row) => columns.flatMap((column) => cellText(row, places, column) ?? []));
  const conventions = conventionsOf(texts, {
    ...(mapping?.decimal && { decimal: mapping.decimal }),
    ...(mapping?.dates && { dates: mapping.dates }),
  });
  const place = (row: TableRow): Location =>
    table.format === "csv" ? { line: row.number } : { sheet: sheet.name, record: row.number };
  const debits = places.get("debit")?.[0] ?? -1;
  const written = body.flatMap(
    (row) => bankAmount(row.cells[debits] ?? null, { conventions }, place(row))?.amount ?? [],
  );
  const negative = written.filter(isNegative).length;
  const positive = written.filter((amount) => !isNegative(amount) && !isZero(amount)).length;
  return { places, headers, conventions, debitsAreNegative: negative > positive, place, warn };
}

/** A booking has a day, or else an amount that no word calls a balance or total. */
function isBooking(row: TableRow, { places }: BankTableReading): boolean {
  const has = (column: "bookingDate" | "valueDate" | "amount" | "credit" | "debit") => {
    const text = cellText(row, places, column);
    return text !== null && /\d/.test(text);
  };
  const meaning = rowMeaning(row);
  const money = has("amount") || has("credit") || has("debit");
  if (has("bookingDate") || has("valueDate")) return money || meaning === null;
  return money && meaning === null;
}

type Stated = { opening: Decimal | null; closing: Decimal | null };
const noBalances: Stated = { opening: null, closing: null };

/** Takes the balance from a row with a label such as `Balance at end of period`; false when it is no such row. */
function noteBalance(row: TableRow, reading: BankTableReading, stated: Stated, last: boolean): boolean {
  const meaning = rowMeaning(row);
  if (meaning === "total") {
    if (last) reading.warn("row-total", "A row of totals was left aside.", reading.place(row));
    return true;
  }
  if (meaning === null) return false;
  const place = reading.place(row);
  const amount = row.cells.flatMap((cell) => bankAmount(cell, reading, place)?.amount ?? []).at(-1) ?? null;
  if (amount === null) return false;
  stated[meaning] = amount;
  return true;
}

function warnOfRow(row: TableRow, reading: BankTableReading): void {
  const text = row.cells
    .map((cell) => cell.text.trim())
    .filter((cell) => cell !== "")
    .join(" | ");
  reading.warn(
    "row-unread",
    `A row is no booking and was not used: "${text.slice(0, 80)}".`,
    reading.place(row),
  );
}

/**
 * Balances as stated, or those before the first and after the last booking by the running balance, whichever way the
 * table is sorted. A running balance that does not follow from the one before it is warned of.
 */
function balancesOf(rows: readonly BankRow[], stated: Stated, warn: Warn): Partial<BankStatement> {
  const running = runningBalances(rows, warn);
  const opening = stated.opening ?? running.opening;
  const closing = stated.closing ?? running.closing;
  return {
    openingBalance: opening,
    openingBalanceType: opening === null ? null : "balance",
    closingBalance: closing,
    closingBalanceType: closing === null ? null : "balance",
  };
}

function runningBalances(rows: readonly BankRow[], warn: Warn): Stated {
  const known = rows.flatMap(({ entry, balance }) =>
    balance !== null && entry.amount !== null
      ? [{ amount: entry.amount, balance, source: entry.source }]
      : [],
  );
  if (known.length === 0 || known.length < rows.length) return noBalances;
  const upwards = known.toReversed();
  const sorted = breaks(known).length <= breaks(upwards).length ? known : upwards;
  for (const at of breaks(sorted)) {
    const said = `The balance after this booking is ${at.balance}, which does not follow from the one before.`;
    warn("running-balance-differs", said, at.source);
  }
  const first = sorted[0];
  return {
    opening: first ? sumOf([first.balance, negated(first.amount)]) : null,
    closing: sorted.at(-1)?.balance ?? null,
  };
}

type Running = { readonly amount: Decimal; readonly balance: Decimal; readonly source: Location };

function breaks(rows: readonly Running[]): Running[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    return before !== undefined && !sameNumber(sumOf([before.balance, row.amount]), row.balance);
  });
}
