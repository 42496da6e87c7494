import { type Decimal, isNegative, negated, sameNumber, sumOf } from "../decimal.ts";
import type { Warning } from "../warning.ts";
import { isCurrency } from "./amount-text.ts";
import { appendNote } from "./append-note.ts";
import type { Column } from "./column-words.ts";
import type { Conventions } from "./conventions.ts";
import { totalPhrases } from "./fact-words.ts";
import { isLabelled } from "./find-facts.ts";
import { type Grid, type GridCell, type GridRow, noCell } from "./grid.ts";
import { blankLine, type RemittanceLine, type RemittanceReference } from "./remittance-file.ts";
import { settleSigns } from "./settle-line.ts";
import type { Places } from "./table-mapping.ts";
import { meaningOf } from "./words.ts";

/** What a row says of its payment, where a file holds several. */
export type RowPayment = {
  readonly payer: string | null;
  readonly payee: string | null;
  readonly reference: string | null;
  readonly paymentDate: string | null;
  readonly currency: string | null;
  /** What a column states for the whole payment, again in each of its rows. */
  readonly total: Decimal | null;
};

export type GridLine = { readonly line: RemittanceLine; readonly payment: RowPayment };

export type GridReading = {
  readonly lines: readonly GridLine[];
  /** What rows of totals say is paid in all, in order. */
  readonly totals: readonly Decimal[];
  /** The currency a row of totals names. */
  readonly currency: string | null;
  /** Rows below the header that are neither lines nor totals: text for the labels' reader. */
  readonly rest: readonly GridRow[];
  readonly warnings: readonly Warning[];
};

/** Columns that are the line's document number, the surest first. */
const numberColumns = ["invoiceNumber", "documentNumber", "lineReference", "payerNumber"] as const;
const amountColumns = ["gross", "discount", "deduction", "net"] as const;
const referenceColumns = ["orderNumber", "customerNumber", "dueDate", "balance"] as const;

type Amounts = { -readonly [column in (typeof amountColumns)[number]]: Decimal | null };
type Sums = Record<(typeof amountColumns)[number], Decimal>;

const noSums: Sums = { gross: "0", discount: "0", deduction: "0", net: "0" };

/** Reads the rows of a table into lines; rows of totals are checked against the lines above, never read as one. */
export function readGrid(grid: Grid, places: Places, conventions: Conventions): GridReading {
  const lines: GridLine[] = [];
  const totals: Decimal[] = [];
  let currency: string | null = null;
  const rest: GridRow[] = [];
  const warnings: Warning[] = [];
  const since: Sums = { ...noSums };
  const all: Sums = { ...noSums };
  const numbers = numberColumns.filter((column) => places.has(column));
  // Words go on with a line only directly below it.
  let below = false;

  for (const row of grid.body) {
    const cell = (column: Column): GridCell => row.cells[places.get(column) ?? -1] ?? noCell;
    if (isHeaderAgain(grid, row)) continue;
    const amounts = amountsOf(row, cell, conventions, places, warnings);
    const found = amountColumns.some((column) => amounts.values[column] !== null);
    const kind = totalKind(row, numbers.map(cell), found);
    if (kind !== null && found) {
      checkTotals(kind, amounts.values, { since, all }, row, warnings);
      if (kind === "total") {
        const total = amounts.values.net ?? amounts.values.gross;
        if (total !== null) totals.push(total);
        currency ??= amounts.currency ?? currencyNamed(row);
      }
      Object.assign(since, noSums);
      below = false;
      continue;
    }
    const number = numbers.map((column) => cell(column).text).find((text) => /\d/.test(text)) ?? null;
    if (!found && (number === null || !isNumberLike(number))) {
      below = below && continued(lines, row, grid);
      if (!below) rest.push(row);
      continue;
    }
    const line = lineOf(row, cell, number, amounts, { grid, places, conventions });
    below = true;
    lines.push({ line, payment: paymentOf(row, cell, conventions, amounts.currency) });
    for (const column of amountColumns) {
      const value = line[column];
      if (value === null) continue;
      since[column] = sumOf([since[column], value]);
      all[column] = sumOf([all[column], value]);
    }
  }
  return { lines: ledgerSigns(lines, places), totals, currency, rest, warnings };
}

/** Debits and credits are those of one's own ledger: the side that prevails is what is paid. */
function ledgerSigns(lines: readonly GridLine[], places: Places): readonly GridLine[] {
  if (places.has("net") || places.has("gross")) return lines;
  const nets = lines.flatMap(({ line }) => line.net ?? []);
  if (!isNegative(sumOf(nets))) return lines;
  return lines.map(({ line, payment }) => ({
    payment,
    line: { ...line, net: line.net === null ? null : negated(line.net) },
  }));
}

/** A page's header comes again on every page. */
function isHeaderAgain({ headers }: Grid, { cells }: GridRow): boolean {
  const filled = cells.filter(({ text }) => text !== "");
  return filled.length > 1 && cells.every(({ text }, column) => text === "" || text === headers[column]);
}

function isNumberLike(text: string): boolean {
  return text.length <= 60 && /\d/.test(text) && text.split(/\s+/).length <= 2 && !isLabelled(text);
}

type FoundAmounts = {
  readonly values: Amounts;
  readonly code: string | null;
  readonly currency: string | null;
};

function amountsOf(
  row: GridRow,
  cell: (column: Column) => GridCell,
  conventions: Conventions,
  places: Places,
  warnings: Warning[],
): FoundAmounts {
  const values: Amounts = { gross: null, discount: null, deduction: null, net: null };
  let code: string | null = null;
  let currency: string | null = null;
  const read = (column: Column) => {
    const { text } = cell(column);
    const amount = conventions.amountOf(cell(column), row.location);
    if (amount) {
      code ??= amount.code;
      currency ??= amount.currency;
    } else if (/\d/.test(text) && !/%\s*$/.test(text) && !/[A-Za-z]{3,}/.test(text)) {
      warnings.push({
        code: "amount-unreadable",
        sentence: `"${text.slice(0, 40)}" is not an amount.`,
        location: row.location,
      });
    }
    return amount?.amount ?? null;
  };
  for (const column of amountColumns) values[column] = places.has(column) ? read(column) : null;
  if (!places.has("net") && !places.has("gross")) {
    const debit = read("debit");
    const credit = read("credit");
    values.net = debit ?? (credit === null ? null : negated(credit));
  }
  return { values, code, currency };
}

/** Whether a row is one of totals: its words say so, and no document is named. */
function totalKind(row: GridRow, numbers: readonly GridCell[], found: boolean): "total" | "subtotal" | null {
  if (!found) return null;
  const words = row.cells.filter(({ kind, text }) => kind === "text" && /\p{L}{2}/u.test(text));
  for (const { text } of words) {
    const meaning = meaningOf(text.replace(/[\d.,:]+/g, " "), totalPhrases);
    if (meaning === null) continue;
    // A document's number beside the word makes it a line: "Invoice total 4711".
    if (numbers.some((number) => number.text !== text && /\d/.test(number.text))) continue;
    return meaning.meaning;
  }
  return null;
}

/** `Summe EUR`: a code of a currency among the words of a row. */
function currencyNamed({ cells }: GridRow): string | null {
  const codes = cells.flatMap(({ text }) => text.match(/\b[A-Z]{3}\b/g) ?? []);
  return codes.find(isCurrency) ?? null;
}

function checkTotals(
  kind: "total" | "subtotal",
  stated: Amounts,
  sums: { readonly since: Sums; readonly all: Sums },
  row: GridRow,
  warnings: Warning[],
): void {
  for (const column of amountColumns) {
    const value = stated[column];
    if (value === null) continue;
    // The sum of payments is checked against the remittance's total, with everything else.
    if (kind === "total" && column === "net") continue;
    const fits = [sums.since, sums.all].some((sums) => {
      const sum = sums[column];
      return sameNumber(sum, value) || sameNumber(sum, negated(value));
    });
    if (fits) continue;
    warnings.push({
      code: "column-total-differs",
      sentence: `The ${column} amounts add up to ${sums.all[column]}, the ${kind} row says ${value}.`,
      location: row.location,
    });
  }
}

/** A row of words alone below a line goes on with that line's note, when it stands under a column of words. */
function continued(lines: GridLine[], row: GridRow, grid: Grid): boolean {
  const last = lines.at(-1);
  const filled = row.cells.flatMap(({ text }, column) => (text === "" ? [] : [{ text, column }]));
  const [only] = filled;
  if (!last || filled.length !== 1 || !only || only.column === 0 || !grid.headers[only.column]) return false;
  const note = appendNote(last.line.note, only.text);
  lines[lines.length - 1] = { ...last, line: { ...last.line, note } };
  return true;
}

function lineOf(
  row: GridRow,
  cell: (column: Column) => GridCell,
  number: string | null,
  amounts: FoundAmounts,
  { grid, places, conventions }: { grid: Grid; places: Places; conventions: Conventions },
): RemittanceLine {
  const text = (column: Column) => cell(column).text || null;
  const references: RemittanceReference[] = [];
  const refer = (column: Column) => {
    const value = text(column);
    if (value !== null && value !== number) {
      references.push({ kind: grid.headers[places.get(column) ?? -1] || column, value });
    }
  };
  for (const column of numberColumns) refer(column);
  for (const column of referenceColumns) if (places.get(column) !== places.get("gross")) refer(column);
  const confidences = row.cells.map(({ confidence }) => confidence).filter((value) => value !== null);
  const wordy = numberColumns
    .map((column) => text(column))
    .find((value) => value !== null && !/\d/.test(value));
  const note = [text("note"), number === null ? wordy : null].filter(Boolean).join("\n") || null;
  return settleSigns(
    loweringSigns({
      ...blankLine,
      documentNumber: number,
      ...amounts.values,
      netFrom: amounts.values.net === null ? null : "line",
      reasonCode: text("reasonCode") ?? amounts.code,
      documentDate: conventions.dateOf(cell("documentDate"), row.location),
      documentKind: text("documentKind"),
      note,
      references: references.filter((reference) => reference.value !== note),
      confidence: confidences.length > 0 ? Math.min(...confidences) : null,
      location: row.location,
    }),
  );
}

/** Where no payment stands beside it to tell, a negative discount or deduction of a positive amount lowers it. */
function loweringSigns(line: RemittanceLine): RemittanceLine {
  if (line.net !== null || line.gross === null || isNegative(line.gross)) return line;
  const lowering = (amount: Decimal | null) =>
    amount !== null && isNegative(amount) ? negated(amount) : amount;
  return { ...line, discount: lowering(line.discount), deduction: lowering(line.deduction) };
}

function paymentOf(
  row: GridRow,
  cell: (column: Column) => GridCell,
  conventions: Conventions,
  currency: string | null,
): RowPayment {
  const text = (column: Column) => cell(column).text || null;
  const stated = text("currency")?.toUpperCase() ?? null;
  return {
    payer: text("payer"),
    payee: text("payee"),
    reference: text("paymentReference"),
    // "Valuta" is a currency in one language and a date in another.
    paymentDate:
      conventions.dateOf(cell("paymentDate"), row.location) ??
      conventions.dateOf(cell("currency"), row.location),
    currency: stated !== null && isCurrency(stated) ? stated : currency,
    total: conventions.amountOf(cell("paymentTotal"), row.location)?.amount ?? null,
  };
}
