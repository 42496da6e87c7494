import { createHash } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { bankStatements } from "@openitem/db/schema/bank";
import { insertRow } from "@openitem/db/statement";
import type { BankFile } from "@openitem/readers/bank/bank-file";
import type { BankTableMapping } from "@openitem/readers/bank/bank-table-mapping";
import { readBankStatement } from "@openitem/readers/bank/read-bank-statement";
import { RefusedFile } from "@openitem/readers/refused-file";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { findAccounts, type StatementAccount } from "./find-accounts.ts";
import { findImported } from "./find-imported.ts";
import { type BankImport, importOf, type StatementImport, statementImport } from "./import-report.ts";
import { loadStanding, loadStatements } from "./load-standing.ts";
import { lockAccount } from "./lock-account.ts";
import { refreshBankStatistics } from "./refresh-bank-statistics.ts";
import { pairBookings } from "./same-bookings.ts";
import { splitEntries } from "./split-entries.ts";
import { bookingsOf, type StatementBookings } from "./statement-bookings.ts";
import { gapsOf, type Link } from "./statement-chain.ts";
import { bookedOtherwise } from "./statement-overlap.ts";
import { writeEntries, writeShown } from "./write-entries.ts";

export type BankImportOptions = {
  bytes: Uint8Array;
  /** For people; what a file is, its content tells. */
  fileName: string;
  /** How to read a table of this bank. */
  mapping?: BankTableMapping | undefined;
  /** The number of the account, for files that do not say which one they are of. */
  account?: string | undefined;
  /** The currency of the account, for files that do not say it. */
  currency?: string | undefined;
  /** Opens accounts that are not there yet for the legal entity of this code, or for the one with most open documents. */
  createFor?: string | "busiest" | undefined;
  /** Called after each statement. */
  onProgress?: ((done: number, of: number) => void) | undefined;
};

/**
 * Imports a file of bank statements in any format that can be read. Each statement is one transaction: a run that is
 * cut short leaves whole statements behind, and the same file again completes it. What stands already, from this file
 * or another, in this format or another, is found again and not booked twice. A statement whose figures do not add up
 * is kept and held for a person. Refuses `bank_file.…` when the file cannot be read or names accounts nobody knows.
 */
export async function importBankStatement(ctx: Context, options: BankImportOptions): Promise<BankImport> {
  permit(ctx.actor, "bank.import");
  const { bytes, fileName, mapping } = options;
  const file = readFile(bytes, fileName, mapping);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const { accounts, created } = await findAccounts(ctx, file, options);
  const wanted = file.statements.map((statement, at): Wanted => {
    const account = accounts[at]!;
    const { currency, today } = account;
    const bookings = bookingsOf(file, statement, { currency, today });
    return { account, bookings, position: at + 1, format: file.format, fileName, sha256 };
  });
  const repeats = repeatsAmong(wanted);
  const done: StatementImport[] = [];
  for (const each of wanted) {
    done.push(await transact(ctx, (tx) => importStatement(tx, ctx, each, repeats)));
    options.onProgress?.(done.length, wanted.length);
  }
  const report = importOf({ file, fileName, sha256, created, statements: done });
  if (report.new >= MANY_ENTRIES) await refreshBankStatistics(ctx);
  return report;
}

/** So many new entries that Postgres should count its tables again before the next query. */
const MANY_ENTRIES = 1_000;

type Wanted = {
  account: StatementAccount;
  bookings: StatementBookings;
  position: number;
  format: BankFile["format"];
  fileName: string;
  sha256: string;
};

function readFile(bytes: Uint8Array, fileName: string, mapping: BankTableMapping | undefined): BankFile {
  let file: BankFile;
  try {
    file = readBankStatement(bytes, { fileName, ...(mapping ? { mapping } : {}) });
  } catch (error) {
    if (error instanceof RefusedFile) throw new Refusal("invalid", `bank_file.${error.code}`, error.message);
    throw error;
  }
  if (file.statements.length === 0)
    throw new Refusal("invalid", "bank_file.empty", "The file holds no statement of an account.");
  return file;
}

/** Which statements of the file say again what an earlier one of it said. */
function repeatsAmong(wanted: readonly Wanted[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const repeats = new Set<number>();
  for (const { account, bookings, position } of wanted) {
    const { from, to, openingMinor, closingMinor } = bookings;
    const prints = bookings.bookings.map(({ print }) => print);
    const said = [account.id, from, to, String(openingMinor), String(closingMinor), ...prints].join(" ");
    if (seen.has(said)) repeats.add(position);
    seen.add(said);
  }
  return repeats;
}

async function importStatement(
  tx: Tx,
  ctx: Context,
  { account: { id: bankAccountId }, bookings: read, position, format, fileName, sha256 }: Wanted,
  repeats: ReadonlySet<number>,
): Promise<StatementImport> {
  const account = await lockAccount(tx, ctx, bankAccountId);
  const statements = await loadStatements(tx, ctx, account.id);
  const imported = await findImported(tx, ctx, account, { sha256, position });
  if (imported)
    return statementImport({
      ...imported,
      account,
      read,
      gaps: gapsBefore(imported.statementId, statements),
    });

  const statementId = newId();
  const { kind, from, to, openingMinor, closingMinor, bookings } = read;
  const link: Link = { id: statementId, kind, sha256, position, from, to, openingMinor, closingMinor };
  const standing = await loadStanding(tx, ctx, { bankAccountId, bookings, link, statements, repeats });
  const pairs = pairBookings(bookings, standing, format);
  const fresh = bookings.filter((_, at) => pairs[at] === null);
  const known = pairs.flatMap((entry) => entry ?? []);
  const otherwise = bookedOtherwise({ link, format, fresh, known, standing, statements });
  const faults = otherwise ? [...read.faults, otherwise] : read.faults;
  const held = faults.length > 0;
  const warnings = [...read.warnings];
  await insertRow(tx, bankStatements, {
    organizationId: ctx.organizationId,
    id: statementId,
    bankAccountId,
    kind,
    format,
    fileName,
    sha256,
    position,
    fromOn: from,
    toOn: to,
    openingMinor,
    closingMinor,
    entries: bookings.length,
    newEntries: held ? 0 : fresh.length,
    status: held ? "held" : "booked",
    faults,
    warnings,
    importedBy: actorKey(ctx.actor),
    importedByName: ctx.actor.name,
    importedAt: ctx.now,
  });
  // A held statement keeps all it said: by the time it is decided, others may have brought some of it.
  const entryIds = await writeEntries(tx, ctx, {
    account,
    statementId,
    bookings: held ? bookings : fresh,
    held,
  });
  if (!held) {
    await writeShown(tx, ctx, statementId, inOrder(pairs, entryIds));
    warnings.push(...(await splitEntries(tx, ctx, { account, statementId, bookings, pairs })));
  }
  await record(tx, ctx, {
    action: held ? "bank_statement.held" : "bank_statement.imported",
    subject: ["bank_statement", statementId],
    data: { fileName, account: account.number, entries: bookings.length, new: held ? 0 : fresh.length },
  });
  return statementImport({
    account,
    read,
    statementId,
    position,
    status: held ? "held" : "booked",
    faults,
    warnings,
    entries: bookings.length,
    newEntries: held ? 0 : fresh.length,
    known: known.length,
    gaps: held ? [] : gapsBefore(statementId, [...statements, link]),
  });
}

/** The entries of a statement in its order: those that stood, and the new ones between them. */
function inOrder(pairs: readonly ({ entryId: string } | null)[], fresh: readonly string[]): string[] {
  let at = 0;
  return pairs.flatMap((pair) => pair?.entryId ?? fresh[at++] ?? []);
}

const gapsBefore = (statementId: string, links: readonly Link[]) =>
  gapsOf(links).filter((gap) => gap.statementId === statementId);
