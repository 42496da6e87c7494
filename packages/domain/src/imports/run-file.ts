import type { Readable } from "node:stream";
import { addDays, dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { AccountsSeen } from "./accounts-seen.ts";
import { matchColumns } from "./columns.ts";
import type { DateFormat } from "./date-format.ts";
import { DocumentsSeen } from "./documents-seen.ts";
import { type BatchResult, type Candidate, loadBatch } from "./load-batch.ts";
import { type DocumentType, PROFILES, type ProfileName } from "./profile.ts";
import { type FileRecord, readRecords } from "./read-records.ts";
import { refreshStatistics } from "./refresh-statistics.ts";
import type { RejectedRow, Tally } from "./report.ts";
import { type Draft, type Reading, readRow, signedMinor } from "./row.ts";
import type { Entity } from "./write-documents.ts";

/** A rejected row with what the file had in it, for writing it out again. */
export type RejectedRecord = RejectedRow & { header: readonly string[]; cells: readonly string[] };

/** How a file is to be read, and who hears of it meanwhile. */
export type FileOptions = {
  fileName: string;
  /** Whether it is packed with gzip; by default, when its name ends in ".gz". */
  gz?: boolean | undefined;
  profile: ProfileName;
  /** Puts every row into the legal entity of this code, which must exist; else the file's own column says it. */
  entity?: string | undefined;
  /** For files without a currency column. */
  currency?: string | undefined;
  /** Instead of the profile's own. */
  dateFormat?: DateFormat | undefined;
  /** What document types mean, over the profile's own; by their upper-case names. */
  documentTypes?: Readonly<Record<string, DocumentType>> | undefined;
  /** Called now and then with the rows and the bytes (packed ones, if packed) read so far. */
  onProgress?: ((rows: number, bytes: number) => void) | undefined;
  /** Called with every rejected row, in no strict order; waited for when it answers a promise. */
  onRejected?: ((row: RejectedRecord) => void | Promise<void>) | undefined;
};

export type Pass = {
  source: Readable | string;
  options: FileOptions;
  books: { timeZone: string; entityCodes: readonly string[] };
  /** Null in a dry run. */
  importId: string | null;
  /** Runs one batch in a transaction of its own, or in one that is open. */
  inTransaction: (work: (tx: Tx) => Promise<BatchResult>) => Promise<BatchResult>;
  tally: Tally;
};

/** What a pass over the file leaves besides its tally. */
export type PassEnd = { sha256: string; accounts: AccountsSeen };

/** An invoice may be dated ahead; by more than a year it is a slip. */
const DAYS_AHEAD_MAX = 366;

/** Rows to a transaction: enough to make statements cheap, few enough to keep locks and memory small. */
const BATCH_ROWS = 4_000;

/** Reads a file once from top to bottom and takes its rows to the books, batch after batch. */
export async function runFile(ctx: Context, pass: Pass): Promise<PassEnd> {
  const { source, options, tally } = pass;
  const progress = { bytesRead: 0, sha256: "" };
  const accounts = new AccountsSeen();
  const documents = new DocumentsSeen();
  const entitiesPretended = new Map<string, Entity>();
  let reading: Reading | null = null;
  let candidates: Candidate[] = [];
  // One batch is on its way to the books while the next one is read.
  let loading: Promise<void> = Promise.resolve();
  let batches = 0;

  async function load(reading: Reading, batch: Candidate[]): Promise<void> {
    for (const { draft } of batch) accounts.note(draft);
    const { timeZone } = pass.books;
    const result = await pass.inTransaction((tx) =>
      loadBatch(tx, ctx, {
        candidates: batch,
        reading,
        accounts,
        entitiesPretended,
        timeZone,
        importId: pass.importId,
      }),
    );
    for (const [key, id] of result.customersFound) accounts.found(key, id);
    for (const [key, customer] of result.customersOpened) accounts.opened(key, customer.id, customer);
    if (pass.importId === null)
      for (const { id, code } of result.entitiesOpened)
        entitiesPretended.set(code, { id, code, closedThroughOn: null });
    for (const warning of result.warnings) tally.warn(warning);
    for (const { draft, verdict } of result.rows) {
      if (verdict.outcome === "rejected")
        await reject({ row: draft.row, ...verdict.problem }, draft.cells, reading);
      else if (verdict.outcome === "repeated") tally.repeat();
      else tally.accept(verdict.outcome, draft.currency, signedMinor(draft));
      if (verdict.outcome !== "rejected") accounts.accepted(draft.customerKey);
    }
    batches += 1;
    // Tables that were empty are planned for as if they still were: counted again each time they have doubled.
    const hasDoubled = (batches & (batches - 1)) === 0;
    if (pass.importId !== null && hasDoubled && batch.length === BATCH_ROWS) await refreshStatistics(ctx);
  }

  async function send(reading: Reading): Promise<void> {
    const batch = candidates;
    candidates = [];
    await loading;
    loading = load(reading, batch);
    // Heard of where it is awaited; until then it must not count as unhandled.
    loading.catch(() => {});
  }

  async function reject(row: RejectedRow, cells: readonly string[], { columns }: Reading): Promise<void> {
    tally.reject(row);
    await options.onRejected?.({ ...row, header: columns.header, cells });
  }

  async function take({ line, cells, problem }: FileRecord, reading: Reading): Promise<void> {
    tally.rows += 1;
    const read = problem === null ? readRow(cells, line, reading) : { problem: whole(problem) };
    if ("problem" in read) return reject({ row: line, ...read.problem }, cells, reading);
    const { draft } = read;
    const earlier = documents.add(keyOf(draft), contentsOf(draft), line);
    if (earlier && !earlier.same) {
      const column = reading.columns.at.documentNumber?.name ?? null;
      const reason = `duplicate of row ${earlier.row}`;
      return reject({ row: line, column, value: draft.number, reason }, cells, reading);
    }
    for (const warning of draft.warnings) tally.warn(warning);
    candidates.push({ draft, repeats: earlier?.row ?? null });
  }

  try {
    const gz = options.gz ?? options.fileName.toLowerCase().endsWith(".gz");
    for await (const records of readRecords(source, { gz, progress })) {
      for (const record of records) {
        if (reading === null) reading = readHeader(record, pass, ctx.now);
        else await take(record, reading);
        if (candidates.length >= BATCH_ROWS) await send(reading);
      }
      options.onProgress?.(tally.rows, progress.bytesRead);
    }
    if (reading === null) throw new Refusal("invalid", "import.empty", "The file is empty.");
    if (candidates.length > 0) await send(reading);
    await loading;
  } finally {
    // Nothing may still be on its way when this returns, not even after a failure.
    await loading.catch(() => {});
  }
  for (const warning of accounts.variants()) tally.warn(warning);
  return { sha256: progress.sha256, accounts };
}

function readHeader({ cells, problem }: FileRecord, { options, books, tally }: Pass, now: Date): Reading {
  const profile = PROFILES[options.profile];
  if (problem !== null)
    throw new Refusal("invalid", "import.unreadable", `The first row cannot be read: ${problem}.`);
  const columns = matchColumns(cells, profile);
  const { entity, currency } = options;
  if (currency !== undefined && !isCurrency(currency))
    throw new Refusal("invalid", "import.currency_unknown", `${currency} is not a currency we know.`, {
      currency,
    });
  if (entity !== undefined && !books.entityCodes.includes(entity))
    throw new Refusal("missing", "import.entity_missing", `There is no legal entity ${entity}.`, { entity });
  const [only, ...others] = books.entityCodes;
  if (entity === undefined && !columns.at.entity && (only === undefined || others.length > 0))
    throw new Refusal(
      "invalid",
      "import.entity_needed",
      "The file does not say which legal entity its rows belong to. Name one.",
    );
  const assumed = columns.at.currency ? null : (currency ?? profile.currencyAssumed);
  if (!columns.at.currency && assumed === null)
    throw new Refusal(
      "invalid",
      "import.currency_needed",
      "The file has no currency column. Say which currency its amounts are in.",
    );
  if (assumed !== null && currency === undefined)
    tally.warn({ code: "currency.assumed", value: assumed, message: "no currency column in the file" });
  if (columns.unread.length > 0)
    tally.warn({ code: "columns.unread", value: columns.unread.join(", "), message: "columns not read" });
  return {
    profile,
    columns,
    dates: options.dateFormat ? [options.dateFormat] : profile.dates,
    documentTypes: options.documentTypes ?? {},
    entityCode: entity ?? (columns.at.entity ? null : (only ?? null)),
    currency: assumed,
    issuedBy: addDays(dayIn(now, books.timeZone), DAYS_AHEAD_MAX),
  };
}

const whole = (reason: string) => ({ column: null, value: "", reason });

const keyOf = ({ entityCode, kind, number }: Draft): string => `${entityCode}\n${kind}\n${number}`;

const contentsOf = ({ customerKey, currency, amountMinor, issuedOn, dueOn, settledOn }: Draft): string =>
  `${customerKey}\n${currency}\n${amountMinor}\n${issuedOn}\n${dueOn}\n${settledOn}`;
