import { decimal } from "../kernel/money.ts";

/** What is wrong with a row; no column when it is the row as a whole, or the file has no such column. */
export type Problem = { column: string | null; value: string; reason: string };

/** A row that was not taken. `row` is its line in the file, the header being line 1. */
export type RejectedRow = { row: number } & Problem;

export type WarningCode =
  | "amount.noise"
  | "columns.unread"
  | "credit.sign"
  | "currency.assumed"
  | "customer.variants"
  | "document.repeated"
  | "due.before_issue"
  | "due.far_off"
  | "entity.created"
  | "settled.before_issue"
  | "settlement.unread";

/** Something taken that somebody may want to look at. About the whole file when it has no `row`. */
export type Warning = {
  code: WarningCode;
  row?: number;
  column?: string | null;
  value?: string;
  message: string;
};

export type ImportReport = {
  /** The run's row in `imports`; null for a dry run. */
  importId: string | null;
  /** "refused": all or nothing was asked for and some rows were rejected, so nothing was written. */
  status: "done" | "refused";
  sha256: string;
  /** Rows of the file below the header, blank ones not counted: imported + unchanged + rejected, when done. */
  rows: number;
  imported: number;
  /** In the books already with the same contents, or a repetition of an earlier row. */
  unchanged: number;
  rejectedCount: number;
  /** The first `LISTED_MAX` of them. */
  rejected: RejectedRow[];
  warningCount: number;
  warningCounts: Partial<Record<WarningCode, number>>;
  /** The first `LISTED_MAX` of them. */
  warnings: Warning[];
  /**
   * What the accepted rows (imported or unchanged, repetitions not) say is owed, by currency, as decimal strings:
   * debits less credits. For paid history it is what was invoiced.
   */
  totals: Record<string, string>;
  /** Accounts that accepted rows are on, and how many of them were opened. */
  customers: { seen: number; created: number };
};

const LISTED_MAX = 1_000;
const VALUE_MAX = 120;

/** A report while it is being counted: lists are bounded, counts are not. */
export class Tally {
  rows = 0;
  imported = 0;
  unchanged = 0;
  rejectedCount = 0;
  readonly rejected: RejectedRow[] = [];
  warningCount = 0;
  readonly warningCounts: Partial<Record<WarningCode, number>> = {};
  readonly warnings: Warning[] = [];
  readonly #importedMinor = new Map<string, bigint>();
  readonly #unchangedMinor = new Map<string, bigint>();

  reject(row: RejectedRow): void {
    this.rejectedCount += 1;
    if (this.rejected.length < LISTED_MAX) this.rejected.push({ ...row, value: shortened(row.value) });
  }

  warn(warning: Warning): void {
    this.warningCount += 1;
    this.warningCounts[warning.code] = (this.warningCounts[warning.code] ?? 0) + 1;
    if (this.warnings.length >= LISTED_MAX) return;
    this.warnings.push(
      warning.value === undefined ? warning : { ...warning, value: shortened(warning.value) },
    );
  }

  /** Counts an accepted row of `minor`, credits negative. */
  accept(outcome: "imported" | "unchanged", currency: string, minor: bigint): void {
    this[outcome] += 1;
    const totals = outcome === "imported" ? this.#importedMinor : this.#unchangedMinor;
    totals.set(currency, (totals.get(currency) ?? 0n) + minor);
  }

  /** A row that says once more what an earlier row said: it counts in no total. */
  repeat(): void {
    this.unchanged += 1;
  }

  totals(): Record<string, string> {
    const sums = new Map(this.#unchangedMinor);
    for (const [currency, minor] of this.#importedMinor)
      sums.set(currency, (sums.get(currency) ?? 0n) + minor);
    const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([currency, minor]) => [currency, decimal(minor, currency)]));
  }

  /** Takes back what was imported: the transaction it was in is undone. */
  undoImported(): void {
    this.imported = 0;
    this.#importedMinor.clear();
  }
}

const shortened = (text: string): string => (text.length > VALUE_MAX ? `${text.slice(0, VALUE_MAX)}…` : text);
