import { absolute, type Decimal, impliedDecimalOf, sameNumber, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import {
  closingTypes,
  impliedDecimals,
  itemsOfDeposit,
  openingTypes,
  totalCredits,
  totalDebits,
} from "./bai2-codes.ts";
import { bai2Entry } from "./bai2-detail.ts";
import type { Bai2Record } from "./bai2-records.ts";
import { type BankEntry, type BankStatement, blankStatement } from "./bank-file.ts";
import { checkTotals } from "./check-statements.ts";

/** An account of a group: its header with summaries (03), its details (16), and its trailer (49). */
export type Bai2Account = {
  readonly header: Bai2Record;
  readonly details: Bai2Record[];
  trailer: Bai2Record | null;
};

export type Bai2Group = {
  readonly day: string | null;
  readonly currency: string | null;
  readonly kind: BankStatement["kind"];
};

type Summary = {
  readonly type: string;
  /** In whole units of the currency's smallest coin, as in the control totals. */
  readonly units: string;
  readonly amount: Decimal | null;
  readonly count: number | null;
};

/** Reads an account of a group into a statement and checks what it declares about its own details. */
export function bai2Statement(account: Bai2Account, group: Bai2Group, warn: Warn): BankStatement {
  const { header } = account;
  const place = { line: header.line };
  const [number = "", ownCurrency = ""] = header.fields;
  const currency = ownCurrency.trim() || group.currency;
  if (currency === null) {
    const said = "Neither the account nor its group names a currency; amounts are read with two decimals.";
    warn("currency-missing", said, place);
  }
  const summaries = summariesOf(header, impliedDecimals(currency), warn);
  const balances = summaries
    .filter(({ type }) => Number(type) < 100)
    .map(({ type, amount }) => ({ type, amount, currency, date: group.day }));
  const first = (types: readonly string[]) =>
    types.flatMap(
      (type) => balances.find((balance) => balance.type === type && balance.amount !== null) ?? [],
    )[0];
  const opening = first(openingTypes);
  const closing = first(closingTypes);
  const details = account.details.map((record) => bai2Entry(record, { day: group.day, currency, warn }));
  const entries = withItemsInside(details, warn);
  checkSummaries(summaries, entries, place, warn);
  return {
    ...blankStatement,
    kind: group.kind,
    account: number.trim() || null,
    currency,
    openingBalance: opening?.amount ?? null,
    openingBalanceType: opening?.type ?? null,
    closingBalance: closing?.amount ?? null,
    closingBalanceType: closing?.type ?? null,
    balances,
    from: group.day,
    to: group.day,
    entries,
    source: place,
  };
}

/** Fields of a header from the third on, continuations included: type, amount, count, funds, again and again. */
function summariesOf(header: Bai2Record, decimals: number, warn: Warn): Summary[] {
  const fields = [...header.fields, ...header.continuations.flatMap((body) => body.split(","))].map((f) =>
    f.trim(),
  );
  const summaries: Summary[] = [];
  let position = 2;
  while (position < fields.length) {
    const type = fields[position] ?? "";
    const units = fields[position + 1] ?? "";
    const count = fields[position + 2] ?? "";
    // An empty type has nothing behind it; some banks end a record with one comma more than there are fields.
    if (type === "") {
      position += 1;
      continue;
    }
    if (!/^\d{3}$/.test(type)) {
      warn(
        "summary-unreadable",
        `Where the type of a balance or total should be, there is "${type.slice(0, 20)}"; the rest of the summary was not used.`,
        { line: header.line },
      );
      return summaries;
    }
    const amount = impliedDecimalOf(units, decimals);
    if (amount === null && units !== "") {
      warn("amount-unreadable", `"${units.slice(0, 40)}" is not an amount in whole units.`, {
        line: header.line,
      });
    }
    summaries.push({ type, units, amount, count: /^\d{1,9}$/.test(count) ? Number(count) : null });
    position = afterFunds(fields, position + 3);
  }
  return summaries;
}

/** Position behind a funds type and what depends on it. */
function afterFunds(fields: readonly string[], position: number): number {
  const type = fields[position]?.toUpperCase();
  if (type === "S") return position + 4;
  if (type === "V") return position + 3;
  if (type !== "D") return position + 1;
  const count = Number(fields[position + 1]);
  return Number.isInteger(count) && count >= 0 ? position + 2 + 2 * count : fields.length;
}

function checkSummaries(
  summaries: readonly Summary[],
  entries: readonly BankEntry[],
  place: BankStatement["source"],
  warn: Warn,
): void {
  for (const { type, amount, count } of summaries) {
    const what = type === totalCredits ? "credits" : type === totalDebits ? "debits" : null;
    if (what === null) continue;
    checkTotals(
      { what, count: count === 0 && entries.length > 0 ? null : count, sum: amount },
      entries,
      place,
      warn,
    );
  }
}

/**
 * Items that directly follow their deposit and sum to it are its parts, not further bookings. Items that do not sum to
 * it stay entries of their own, since they may be some other deposit's.
 */
function withItemsInside(details: readonly BankEntry[], warn: Warn): BankEntry[] {
  const entries: BankEntry[] = [];
  let position = 0;
  while (position < details.length) {
    const entry = details[position];
    position += 1;
    if (!entry) continue;
    const items = itemsAfter(details, position, entry);
    const amounts = items.flatMap(({ amount }) => amount ?? []);
    if (items.length > 0 && entry.amount !== null && sameNumber(sumOf(amounts), entry.amount)) {
      const batch = { id: entry.reference, count: items.length, total: absolute(entry.amount) };
      entries.push({ ...entry, batch, transactions: items.map(asTransaction) });
      position += items.length;
    } else {
      if (items.length > 0) {
        const said = `The items after the deposit of ${entry.amount} sum to ${sumOf(amounts)}; they stand as entries of their own.`;
        warn("items-differ", said, entry.source);
      }
      entries.push(entry);
    }
  }
  return entries;
}

function itemsAfter(details: readonly BankEntry[], from: number, deposit: BankEntry): BankEntry[] {
  const items: BankEntry[] = [];
  for (let position = from; position < details.length; position += 1) {
    const item = details[position];
    const deposits = itemsOfDeposit[item?.bankTransactionCode ?? ""];
    if (!item || !deposits?.includes(deposit.bankTransactionCode ?? "")) break;
    items.push(item);
  }
  return items;
}

function asTransaction(item: BankEntry): BankEntry["transactions"][number] {
  const {
    status: _status,
    batch: _batch,
    availability: _availability,
    transactions: _parts,
    ...transaction
  } = item;
  return transaction;
}

/** The account's control total as the specification has it: all amounts of its header and details, as given. */
export function controlTotalOf(account: Bai2Account): Decimal {
  const header = summariesOf(account.header, 0, () => undefined).flatMap(({ amount }) => amount ?? []);
  const details = account.details.flatMap((record) => impliedDecimalOf(record.fields[1] ?? "", 0) ?? []);
  return sumOf([...header, ...details]);
}
