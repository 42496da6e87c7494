import { daysBetween } from "@openitem/domain/kernel/business-day";
import type { Statement, StatementRow } from "@openitem/domain/statements/statement";

/** The page shows so many rows of a currency; the files have them all. */
const SHOWN_MAX = 500;

export type ShownRow = Pick<
  StatementRow,
  "itemId" | "kind" | "number" | "issuedOn" | "dueOn" | "amountMinor" | "openMinor"
> & { about: string; isPart: boolean; daysLate: number };

export type ShownSection = ReturnType<typeof shownSections>[number];

/** A statement as its page shows it: sums over all rows, and the first of the rows. */
export function shownSections({ asOf, sections }: Statement, manyAccounts: boolean) {
  const shown = (row: StatementRow): ShownRow => ({
    itemId: row.itemId,
    kind: row.kind,
    number: row.number,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    amountMinor: row.amountMinor,
    openMinor: row.openMinor,
    about: manyAccounts ? row.customerName : (row.reference ?? row.poNumber ?? ""),
    isPart: row.openMinor < row.amountMinor,
    daysLate: row.dueOn ? daysBetween(row.dueOn, asOf) : 0,
  });
  return sections.map(({ debits, credits, ...section }) => ({
    ...section,
    debits: debits.slice(0, SHOWN_MAX).map(shown),
    debitCount: debits.length,
    credits: credits.slice(0, SHOWN_MAX).map((row) => ({ ...shown(row), daysLate: 0 })),
    creditCount: credits.length,
  }));
}
