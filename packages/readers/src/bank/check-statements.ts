import { absolute, type Decimal, isNegative, negated, sameNumber, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import type { BankEntry, BankStatement } from "./bank-file.ts";

const booked = new Set("OPBD PRCD CLBD ITBD 60F 60M 62F 62M 010 015 LEDGERBAL balance".split(" "));

/** Whether a balance, by the file's own name for it, is one of booked money: only between these must the entries add up. */
export const isBookedBalance = (type: string | null): boolean => booked.has(type ?? "");

/** Whether an entry counts into the booked balance: what is pending, foretold or only information does not. */
export function isBooked(entry: BankEntry): boolean {
  return entry.status === "booked" || entry.status === null;
}

/** Checks what every format promises: balances that add up, batches that do, statements that come once. */
export function checkStatements(statements: readonly BankStatement[], warn: Warn): void {
  const seen = new Map<string, BankStatement>();
  for (const statement of statements) {
    checkContents(statement, warn);
    checkBalances(statement, warn);
    for (const entry of statement.entries) checkParts(entry, warn);
    checkRepeated(statement, seen, warn);
  }
  checkSeries(statements, warn);
}

function checkContents(statement: BankStatement, warn: Warn): void {
  if (statement.account === null) {
    warn("account-missing", "The statement does not say which account it is of.", statement.source);
  }
  if (statement.entries.length === 0) {
    warn("statement-empty", "The statement has no entries.", statement.source);
  }
  const undated = statement.entries.filter((entry) => entry.bookingDate === null && entry.valueDate === null);
  if (undated.length > 0) {
    warn(
      "dates-missing",
      `${undated.length} of ${statement.entries.length} entries have neither a booking date nor a value date.`,
      undated[0]?.source,
    );
  }
}

function checkBalances(statement: BankStatement, warn: Warn): void {
  const { openingBalance, closingBalance, openingBalanceType, closingBalanceType } = statement;
  if (openingBalance === null || closingBalance === null) return;
  if (!isBookedBalance(openingBalanceType) || !isBookedBalance(closingBalanceType)) return;
  const entries = statement.entries.filter(isBooked);
  const amounts = entries.flatMap((entry) => entry.amount ?? []);
  if (amounts.length < entries.length) {
    warn(
      "balance-unchecked",
      "The balances cannot be checked against the entries, as not all of them have an amount.",
      statement.source,
    );
    return;
  }
  if (entries.some((entry) => entry.currency !== null && entry.currency !== statement.currency)) {
    warn(
      "balance-unchecked",
      "The balances cannot be checked against the entries, as some are in another currency.",
      statement.source,
    );
    return;
  }
  const reached = sumOf([openingBalance, ...amounts]);
  if (!sameNumber(reached, closingBalance)) {
    warn(
      "balance-differs",
      `Opening balance ${openingBalance} and booked entries of ${sumOf(amounts)} make ${reached}, but the closing balance is ${closingBalance}.`,
      statement.source,
    );
  }
}

function checkParts(entry: BankEntry, warn: Warn): void {
  const { batch, transactions } = entry;
  if (batch?.count != null && transactions.length > 0 && batch.count !== transactions.length) {
    warn(
      "batch-count-differs",
      `The batch is said to have ${batch.count} payments, but the file holds ${transactions.length}.`,
      entry.source,
    );
  }
  if (entry.amount === null) return;
  if (batch?.total != null && !sameNumber(batch.total, absolute(entry.amount))) {
    warn(
      "batch-total-differs",
      `The batch is said to total ${batch.total}, but its entry is of ${absolute(entry.amount)}.`,
      entry.source,
    );
  }
  const parts = transactions.flatMap(({ amount, currency }) =>
    amount !== null && currency === entry.currency ? [amount] : [],
  );
  if (parts.length === 0 || parts.length < transactions.length) return;
  const sum = sumOf(parts);
  if (!sameNumber(sum, entry.amount) && !isCharges(sumOf([entry.amount, negated(sum)]), entry)) {
    warn(
      "parts-differ",
      `The payments of the entry sum to ${sum}, but the entry is of ${entry.amount}.`,
      entry.source,
    );
  }
}

/** Whether a difference is what the bank charged: some enter payments with their charges, some without. */
function isCharges(difference: Decimal, entry: BankEntry): boolean {
  const charges = [entry, ...entry.transactions].flatMap((payment) => payment.charges);
  const amounts = charges
    .filter(({ currency }) => currency === entry.currency)
    .map(({ amount }) => absolute(amount));
  return amounts.length > 0 && sameNumber(absolute(difference), sumOf(amounts));
}

/** What tells two statements apart: the same in all of this is the same statement again. */
function identity(statement: BankStatement): string {
  const { account, id, sequence, from, to, openingBalance, closingBalance, entries } = statement;
  const bookings = entries.map((entry) => [entry.valueDate, entry.amount, entry.reference, entry.details]);
  return JSON.stringify([account, id, sequence, from, to, openingBalance, closingBalance, bookings]);
}

function checkRepeated(statement: BankStatement, seen: Map<string, BankStatement>, warn: Warn): void {
  const key = identity(statement);
  if (seen.has(key) && statement.account !== null) {
    warn("statement-repeated", "The same statement is in the file more than once.", statement.source);
  }
  seen.set(key, statement);
}

/** Statements of one account follow one another: each opens where the one before it closed. */
function checkSeries(statements: readonly BankStatement[], warn: Warn): void {
  const last = new Map<string, BankStatement>();
  for (const statement of statements) {
    if (statement.kind !== "statement" || statement.account === null) continue;
    const key = `${statement.account} ${statement.currency}`;
    const before = last.get(key);
    last.set(key, statement);
    const closed = before?.closingBalance ?? null;
    if (closed === null || statement.openingBalance === null) continue;
    if (sameNumber(closed, statement.openingBalance)) continue;
    warn(
      "series-broken",
      `The statement opens at ${statement.openingBalance}, but the one before it in the file closed at ${closed}.`,
      statement.source,
    );
  }
}

export type DeclaredTotals = {
  readonly what: "entries" | "credits" | "debits";
  readonly count: number | null;
  /** Sum without sign; null when the file does not state it. */
  readonly sum: Decimal | null;
};

/** Compares a count and a sum that a file declares with the entries it holds. */
export function checkTotals(
  declared: DeclaredTotals,
  entries: readonly BankEntry[],
  source: BankStatement["source"],
  warn: Warn,
): void {
  const counted = entries.filter((entry) => sideOf(entry, declared.what));
  if (declared.count !== null && declared.count !== counted.length) {
    warn(
      "declared-count-differs",
      `The file declares ${declared.count} ${declared.what}, but holds ${counted.length}.`,
      source,
    );
  }
  const amounts = counted.flatMap((entry) => (entry.amount === null ? [] : [absolute(entry.amount)]));
  const sum = sumOf(amounts);
  if (declared.sum !== null && !sameNumber(absolute(declared.sum), sum)) {
    warn(
      "declared-total-differs",
      `The file declares ${declared.what} of ${absolute(declared.sum)}, but those it holds sum to ${sum}.`,
      source,
    );
  }
}

function sideOf(entry: BankEntry, what: DeclaredTotals["what"]): boolean {
  if (what === "entries") return true;
  return entry.amount !== null && isNegative(entry.amount) === (what === "debits");
}
