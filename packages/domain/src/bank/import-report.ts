import type { BankFile, BankStatement } from "@openitem/readers/bank/bank-file";
import { describeLocation } from "@openitem/readers/location";
import { decimal, sum } from "../kernel/money.ts";
import { type BankStatementRow, faultSentence } from "./bank-line.ts";
import type { OpenedAccount } from "./find-accounts.ts";
import type { StatementBookings } from "./statement-bookings.ts";
import type { Gap } from "./statement-chain.ts";

/** What came of one statement of a file. Amounts are decimal strings in the account's currency. */
export type StatementImport = {
  statementId: string;
  /** Which of the file's statements it is, from 1. */
  position: number;
  accountId: string;
  account: string;
  currency: string;
  kind: BankStatement["kind"];
  from: string | null;
  to: string | null;
  openingBalance: string | null;
  closingBalance: string | null;
  status: BankStatementRow["status"];
  /** Booked ones in the file; `new` were booked now, `known` stood before. Of a held statement nothing is new. */
  entries: number;
  new: number;
  known: number;
  leftOut: number;
  in: string;
  out: string;
  /** Why it waits for a person; empty unless it is held. */
  held: string[];
  gaps: string[];
  warnings: string[];
};

export type ImportTotals = { entries: number; new: number; known: number; in: string; out: string };

/** What came of a file. */
export type BankImport = {
  fileName: string;
  sha256: string;
  format: BankFile["format"];
  version: string | null;
  statements: StatementImport[];
  /** The accounts that were opened for it. */
  accountsCreated: OpenedAccount[];
  entries: number;
  new: number;
  known: number;
  held: number;
  totals: Record<string, ImportTotals>;
  /** Whatever was read otherwise than it was written, anywhere in the file. */
  warnings: string[];
};

type Imported = {
  account: { id: string; number: string; currency: string };
  read: StatementBookings;
  statementId: string;
  position: number;
  status: BankStatementRow["status"];
  faults: BankStatementRow["faults"];
  warnings: readonly string[];
  entries: number;
  newEntries: number;
  known: number;
  gaps: readonly Gap[];
};

export function statementImport(imported: Imported): StatementImport {
  const { account, read, status } = imported;
  const { currency } = account;
  const text = (minor: bigint | null) => (minor === null ? null : decimal(minor, currency));
  const amounts = read.bookings.map(({ amountMinor }) => amountMinor);
  return {
    statementId: imported.statementId,
    position: imported.position,
    accountId: account.id,
    account: account.number,
    currency,
    kind: read.kind,
    from: read.from,
    to: read.to,
    openingBalance: text(read.openingMinor),
    closingBalance: text(read.closingMinor),
    status,
    entries: imported.entries,
    new: imported.newEntries,
    known: imported.known,
    leftOut: read.leftOut,
    in: decimal(sum(amounts.filter((minor) => minor > 0n)), currency),
    out: decimal(sum(amounts.filter((minor) => minor < 0n)), currency),
    held: status === "held" ? imported.faults.map(faultSentence) : [],
    gaps: imported.gaps.map((gap) => gapSentence(gap, currency)),
    warnings: [...imported.warnings],
  };
}

/** A gap in words, for the command line and for warnings. */
function gapSentence(gap: Gap, currency: string): string {
  const days =
    gap.missingFrom === null || gap.missingTo === null
      ? ""
      : ` No statement covers ${gap.missingFrom === gap.missingTo ? gap.missingFrom : `${gap.missingFrom} to ${gap.missingTo}`}.`;
  if (gap.closingMinor === null || gap.openingMinor === null)
    return `The statement before it ends on ${gap.after}.${days}`;
  return `It opens at ${decimal(gap.openingMinor, currency)}, but the one before it closed at ${decimal(gap.closingMinor, currency)} on ${gap.after}.${days}`;
}

export function importOf({
  file,
  fileName,
  sha256,
  created,
  statements,
}: {
  file: BankFile;
  fileName: string;
  sha256: string;
  created: OpenedAccount[];
  statements: StatementImport[];
}): BankImport {
  const counted = (of: (statement: StatementImport) => number) =>
    statements.reduce((total, statement) => total + of(statement), 0);
  return {
    fileName,
    sha256,
    format: file.format,
    version: file.version,
    statements,
    accountsCreated: created,
    entries: counted((statement) => statement.entries),
    new: counted((statement) => statement.new),
    known: counted((statement) => statement.known),
    held: counted((statement) => (statement.status === "held" ? 1 : 0)),
    totals: totalsOf(statements),
    warnings: file.warnings.map(({ sentence, location }) =>
      [sentence, describeLocation(location)].filter(Boolean).join(" "),
    ),
  };
}

function totalsOf(statements: readonly StatementImport[]): Record<string, ImportTotals> {
  const totals: Record<string, ImportTotals> = {};
  for (const [currency, all] of Map.groupBy(statements, (statement) => statement.currency)) {
    const minorOf = (text: string) => BigInt(text.replace(".", ""));
    totals[currency] = {
      entries: all.reduce((total, each) => total + each.entries, 0),
      new: all.reduce((total, each) => total + each.new, 0),
      known: all.reduce((total, each) => total + each.known, 0),
      in: decimal(sum(all.map((each) => minorOf(each.in))), currency),
      out: decimal(sum(all.map((each) => minorOf(each.out))), currency),
    };
  }
  return totals;
}
