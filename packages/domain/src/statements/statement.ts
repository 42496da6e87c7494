import type { ItemKind } from "../items/item.ts";
import { decimal, sum } from "../kernel/money.ts";
import { type Ageing, ageingOf, BUCKETS } from "./ageing.ts";

/*
 * A statement of open items as of a day: what is open, by age, and the books beside it. One generator feeds the
 * screen, the PDF and the CSV, and none of them prints one that does not agree.
 */

export type StatementRow = {
  itemId: string;
  kind: ItemKind;
  number: string;
  customerId: string;
  customerName: string;
  legalEntityId: string;
  reference: string | null;
  poNumber: string | null;
  issuedOn: string;
  dueOn: string | null;
  amountMinor: bigint;
  /** Still open on the day; positive for debits and for credits alike. */
  openMinor: bigint;
};

export type StatementSection = {
  currency: string;
  debits: StatementRow[];
  credits: StatementRow[];
  debitsMinor: bigint;
  creditsMinor: bigint;
  /** debits less credits: what the account comes to. */
  balanceMinor: bigint;
  ageing: Ageing;
};

export type Statement = { asOf: string; sections: StatementSection[] };

/** What the journal says of the same customers on the same day: receivable less money held for them. */
export type BookBalance = { currency: string; minor: bigint };

/** Puts rows in order and adds them up, one section per currency. */
export function composeStatement(
  asOf: string,
  rows: readonly (StatementRow & { currency: string; isDebit: boolean })[],
): Statement {
  const currencies = [...new Set(rows.map((row) => row.currency))].sort();
  return {
    asOf,
    sections: currencies.map((currency) => {
      const here = rows.filter((row) => row.currency === currency);
      const debits = here.filter((row) => row.isDebit).map(withoutMarks);
      const credits = here.filter((row) => !row.isDebit).map(withoutMarks);
      const debitsMinor = sum(debits.map((row) => row.openMinor));
      const creditsMinor = sum(credits.map((row) => row.openMinor));
      const aged = debits.map((row) => ({ dueOn: row.dueOn ?? row.issuedOn, openMinor: row.openMinor }));
      return {
        currency,
        debits,
        credits,
        debitsMinor,
        creditsMinor,
        balanceMinor: debitsMinor - creditsMinor,
        ageing: ageingOf(aged, asOf),
      };
    }),
  };
}

const withoutMarks = ({
  currency: _currency,
  isDebit: _isDebit,
  ...row
}: StatementRow & { currency: string; isDebit: boolean }): StatementRow => row;

/**
 * Total = ageing = books, or the differences in words. A statement with a difference is not printed.
 */
export function checkStatement({ sections }: Statement, books: readonly BookBalance[]): string[] {
  const differences: string[] = [];
  const byCurrency = new Map(books.map((book) => [book.currency, book.minor]));
  for (const { currency, debitsMinor, ageing, balanceMinor } of sections) {
    const agedMinor = sum(BUCKETS.map((bucket) => ageing[bucket]));
    if (agedMinor !== debitsMinor)
      differences.push(
        `${currency}: the ageing comes to ${decimal(agedMinor, currency)}, the open items to ${decimal(debitsMinor, currency)}`,
      );
    const bookMinor = byCurrency.get(currency) ?? 0n;
    if (bookMinor !== balanceMinor)
      differences.push(
        `${currency}: the books say ${decimal(bookMinor, currency)}, the statement ${decimal(balanceMinor, currency)}`,
      );
  }
  for (const { currency, minor } of books)
    if (minor !== 0n && !sections.some((section) => section.currency === currency))
      differences.push(`${currency}: the books say ${decimal(minor, currency)}, the statement has nothing`);
  return differences;
}
