import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { organizations } from "@openitem/db/schema/organizations";
import { eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { databaseError, read, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { findEntities } from "./find-booked.ts";
import { beginRun, endRun } from "./record-run.ts";
import { refreshStatistics } from "./refresh-statistics.ts";
import { type ImportReport, Tally } from "./report.ts";
import { type FileOptions, type Pass, type PassEnd, runFile } from "./run-file.ts";

export type ImportOptions = FileOptions & {
  /** A path, or a stream that is read to its end. */
  source: Readable | string;
  /** Decides on every row and reports, and writes nothing. */
  dryRun?: boolean;
  /** Writes nothing when any row is rejected. Reads the file twice. */
  allOrNothing?: boolean;
};

type Books = Pass["books"];
type Ended = { tally: Tally; end: PassEnd };

/** So many new rows that Postgres should count its tables again before the next query. */
const MANY_ROWS = 1_000;

/**
 * Imports a file of open items. Rows go into the books in batches, each in a transaction of its own: a run that is
 * cut short leaves whole documents behind, and the same file again completes it and changes nothing else. What the
 * books have otherwise than the file is reported, never overwritten. Refuses `import.…` when the file as a whole
 * cannot be read; rows before a damaged place stay imported, unless all or nothing was asked for.
 */
export async function importOpenItems(ctx: Context, options: ImportOptions): Promise<ImportReport> {
  permit(ctx.actor, "items.import");
  const books = await readBooks(ctx);
  const importId = options.dryRun ? null : await beginRun(ctx, options);
  const tally = new Tally();
  try {
    const ended = options.allOrNothing
      ? await allOrNothing(ctx, options, books, importId)
      : await batchByBatch(ctx, options, books, importId, tally);
    return await conclude(ctx, options, importId, ended);
  } catch (error) {
    if (importId !== null) await stop(ctx, options, importId, tally, error);
    throw error;
  }
}

const inOwn = (ctx: Context, importId: string | null): Pass["inTransaction"] =>
  importId === null ? (work) => read(ctx, work) : (work) => againAfterRace(() => transact(ctx, work));

async function batchByBatch(
  ctx: Context,
  options: ImportOptions,
  books: Books,
  importId: string | null,
  tally: Tally,
): Promise<Ended> {
  const { source } = options;
  const inTransaction = inOwn(ctx, importId);
  const end = await runFile(ctx, { source, options, books, importId, inTransaction, tally });
  return { tally, end };
}

/** First a pass that writes nothing; when it rejects nothing, all batches in one transaction. */
async function allOrNothing(
  ctx: Context,
  options: ImportOptions,
  books: Books,
  importId: string | null,
): Promise<Ended> {
  const { path, remove } = await asFile(options.source);
  try {
    const tally = new Tally();
    const check: Pass = {
      source: path,
      options,
      books,
      importId: null,
      inTransaction: inOwn(ctx, null),
      tally,
    };
    const end = await runFile(ctx, check);
    if (tally.rejectedCount > 0) tally.undoImported();
    if (importId === null || tally.rejectedCount > 0) return { tally, end };
    return await againAfterRace(() => loadAtOnce(ctx, { ...check, importId }));
  } finally {
    await remove();
  }
}

/** A row that was good when it was checked and is not any more undoes the whole transaction. */
class Undone extends Error {
  readonly ended: Ended;
  constructor(ended: Ended) {
    super("rows were rejected while they were loaded");
    this.ended = ended;
  }
}

async function loadAtOnce(ctx: Context, pass: Pass): Promise<Ended> {
  try {
    return await transact(ctx, async (tx) => {
      const tally = new Tally();
      const end = await runFile(ctx, { ...pass, tally, inTransaction: (work) => work(tx) });
      if (tally.rejectedCount > 0) throw new Undone({ tally, end });
      return { tally, end };
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    error.ended.tally.undoImported();
    return error.ended;
  }
}

async function conclude(
  ctx: Context,
  { fileName, allOrNothing }: ImportOptions,
  importId: string | null,
  { tally, end: { sha256, accounts } }: Ended,
): Promise<ImportReport> {
  const status = allOrNothing && tally.rejectedCount > 0 ? "refused" : "done";
  const customers = accounts.counts();
  const { rows, imported, unchanged, rejectedCount, rejected, warningCount, warningCounts, warnings } = tally;
  invariant(
    status === "refused" || rows === imported + unchanged + rejectedCount,
    "every row of a file is imported, unchanged or rejected",
  );
  const report: ImportReport = {
    importId,
    status,
    sha256,
    rows,
    imported,
    unchanged,
    rejectedCount,
    rejected,
    warningCount,
    warningCounts,
    warnings,
    totals: tally.totals(),
    customers: status === "done" ? customers : { ...customers, created: 0 },
  };
  if (importId !== null) {
    const renamed = status === "done" ? accounts.renamed() : [];
    await endRun(ctx, { ...report, importId, fileName, stoppedBy: null, renamed });
    if (imported >= MANY_ROWS) await refreshStatistics(ctx);
  }
  return report;
}

/** Closes a run that did not come to its end, with what it had done by then. */
async function stop(
  ctx: Context,
  { fileName }: ImportOptions,
  importId: string,
  tally: Tally,
  error: unknown,
): Promise<void> {
  const { rows, imported, unchanged, rejectedCount } = tally;
  const stoppedBy = error instanceof Refusal ? error.message : "An unexpected error; see the log.";
  try {
    await endRun(ctx, {
      importId,
      fileName,
      status: "refused",
      sha256: "",
      rows,
      imported,
      unchanged,
      rejectedCount,
      totals: tally.totals(),
      stoppedBy,
      renamed: [],
    });
  } catch (failure) {
    throw new AggregateError([error, failure], "An import failed, and closing its run failed too.");
  }
}

async function readBooks(ctx: Context): Promise<Books> {
  return read(ctx, async (tx) => {
    const [organization] = await tx
      .select({ timeZone: organizations.timeZone })
      .from(organizations)
      .where(eq(organizations.id, ctx.organizationId));
    if (!organization) throw new Refusal("missing", "organization.missing", "We cannot find this biller.");
    const entities = await findEntities(tx, ctx);
    return { timeZone: organization.timeZone, entityCodes: [...entities.keys()] };
  });
}

/** A source that can be read more than once: a stream is first written to a file that goes away afterwards. */
async function asFile(source: Readable | string): Promise<{ path: string; remove: () => Promise<void> }> {
  if (typeof source === "string") return { path: source, remove: async () => {} };
  const path = join(tmpdir(), `openitem-import-${randomUUID()}`);
  const remove = () => rm(path, { force: true });
  try {
    await pipeline(source, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}

const ATTEMPTS_MAX = 5;
const UNIQUE_VIOLATION = "23505";
const RACES = ["items_number_unique", "customers_number_unique", "legal_entities_code_unique"];

/** Somebody may write the same document or customer between our look and our write: look again then. */
async function againAfterRace<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const { code, constraint } = databaseError(error);
      if (code !== UNIQUE_VIOLATION || !RACES.includes(constraint) || tries === ATTEMPTS_MAX) throw error;
    }
  }
}
