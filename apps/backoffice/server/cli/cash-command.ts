import { newId } from "@openitem/db/ids";
import { type EntryRow, listEntries } from "@openitem/domain/cash/list-entries";
import { readMatchRun } from "@openitem/domain/cash/list-match-runs";
import { listUnapplied, type UnappliedRow } from "@openitem/domain/cash/list-unapplied";
import { runMatch } from "@openitem/domain/cash/run-match";
import { startMatchRun } from "@openitem/domain/cash/start-match-run";
import { isDay } from "@openitem/domain/kernel/business-day";
import type { Context } from "@openitem/domain/kernel/context";
import { decimal } from "@openitem/domain/kernel/money";
import type { Proposal } from "@openitem/domain/matching/match";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

/** `cash match [--since DATE] [--json]` and `cash list --unapplied [--json]`. */
export async function cashCommand({ args, context }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    json: { type: "boolean" },
    unapplied: { type: "boolean" },
    since: { type: "string" },
  });
  const [what, ...more] = positionals;
  const { json = false, since } = values;
  if (since !== undefined && !isDay(since)) throw new UsageFault("Write the day as 2026-11-18.");
  if (what === "match" && more.length === 0) return match(context, { json, since: since ?? null });
  if (what === "list" && more.length === 0 && values.unapplied) return list(context, json);
  throw new UsageFault('Say what to do: "cash match" or "cash list --unapplied".');
}

async function match(
  ctx: Context,
  { json, since }: { json: boolean; since: string | null },
): Promise<number> {
  const { runId } = await startMatchRun(ctx, { key: newId() });
  const { stderr } = process;
  const { status } = await runMatch(
    ctx,
    { runId },
    {
      onBatch: ({ done, total }) => {
        if (stderr.isTTY) stderr.write(`\r${done} of ${total} lines`);
      },
    },
  );
  if (stderr.isTTY) stderr.write("\r                              \r");
  // A worker may have been faster: then it is its run, and it is followed to its end.
  const run = status === "taken" ? await waitFor(ctx, runId) : await readMatchRun(ctx, runId);
  const { id, total, done, applied, proposed } = run;
  const summary = { id, status: run.status, lines: total, done, applied, proposed, left: done - applied };
  if (json) {
    process.stdout.write(`{"run":${JSON.stringify(summary)},"entries":[`);
    let first = true;
    for await (const entry of entriesOf(ctx, since)) {
      process.stdout.write(`${first ? "\n" : ",\n"}${JSON.stringify(entryJson(entry, runId))}`);
      first = false;
    }
    process.stdout.write("\n]}\n");
    return run.status === "done" ? 0 : 1;
  }
  for await (const entry of entriesOf(ctx, since))
    if (entry.matched?.runId === runId || entry.leftMinor > 0n) print(entry);
  console.log(
    `\n${done} lines: ${applied} applied, ${proposed} proposed, ${done - applied - proposed} without a match.`,
  );
  return run.status === "done" ? 0 : 1;
}

const POLL_MS = 500;

async function waitFor(ctx: Context, runId: string) {
  for (;;) {
    const run = await readMatchRun(ctx, runId);
    if (["done", "stopped", "failed"].includes(run.status)) return run;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function* entriesOf(ctx: Context, since: string | null): AsyncGenerator<EntryRow> {
  let after: Awaited<ReturnType<typeof listEntries>>["next"] = null;
  do {
    const { rows, next } = await listEntries(ctx, { since, after });
    yield* rows;
    after = next;
  } while (after);
}

function entryJson(entry: EntryRow, runId: string) {
  const money = (minor: bigint) => decimal(minor, entry.currency);
  return {
    reference: entry.reference,
    endToEndId: entry.endToEndId,
    lineId: entry.lineId,
    part: entry.part,
    valueDate: entry.valueOn,
    bookingDate: entry.bookedOn,
    amount: money(entry.amountMinor),
    currency: entry.currency,
    counterparty: { name: entry.counterpartyName, account: entry.counterpartyAccount },
    remittance: entry.text,
    customer: entry.customerNumber && { number: entry.customerNumber, name: entry.customerName },
    receipt: entry.receiptNumber,
    applied: entry.applied.map(({ number, customerNumber, amountMinor, discountMinor, writtenOffMinor }) => ({
      documentNumber: number,
      customer: customerNumber,
      amount: money(amountMinor),
      discount: money(discountMinor),
      writtenOff: money(writtenOffMinor),
    })),
    rule: entry.matched?.rule ?? null,
    signals: entry.matched?.signals ?? [],
    matchedBy: entry.matched && (entry.matched.kind === "applied" ? "rule" : entry.matched.by),
    inThisRun: entry.matched?.runId === runId,
    proposed: entry.proposed.map((proposal) => proposalJson(proposal, entry.currency)),
    waits: entry.waits,
    left: money(entry.leftMinor),
  };
}

const proposalJson = (proposal: Proposal, currency: string) => ({
  rule: proposal.rule,
  applications: proposal.applications.map(({ number, amountMinor, discountMinor }) => ({
    documentNumber: number,
    amount: decimal(amountMinor, currency),
    discount: decimal(discountMinor, currency),
  })),
  difference: {
    amount: decimal(proposal.difference.minor, currency),
    kind: proposal.difference.kind,
    reason: proposal.difference.reason,
  },
  signals: proposal.signals,
  rejected: proposal.rejected,
});

function print(entry: EntryRow): void {
  const { currency } = entry;
  console.log(
    `${entry.valueOn}  ${decimal(entry.amountMinor, currency).padStart(14)} ${currency}  ${entry.reference ?? "no reference"}  ${entry.counterpartyName ?? ""}`,
  );
  for (const { number, amountMinor } of entry.applied)
    console.log(`    applied   ${decimal(amountMinor, currency).padStart(14)}  ${number}`);
  if (entry.matched?.rule) console.log(`    by rule   ${entry.matched.rule}`);
  const [best] = entry.proposed;
  for (const { number, amountMinor } of best?.applications ?? [])
    console.log(`    proposed  ${decimal(amountMinor, currency).padStart(14)}  ${number}`);
  for (const { code } of entry.waits) console.log(`    waits     ${code.replaceAll("_", " ")}`);
  if (entry.leftMinor > 0n) console.log(`    left      ${decimal(entry.leftMinor, currency).padStart(14)}`);
}

async function list(ctx: Context, json: boolean): Promise<number> {
  const rows: UnappliedRow[] = [];
  let after: Awaited<ReturnType<typeof listUnapplied>>["next"] = null;
  do {
    const page = await listUnapplied(ctx, { after, limit: 500 });
    rows.push(...page.rows);
    after = page.next;
  } while (after);
  if (json) {
    console.log(JSON.stringify(rows.map(unappliedJson), null, 2));
    return 0;
  }
  for (const row of rows)
    console.log(
      `${row.issuedOn}  ${String(row.ageDays).padStart(4)} days  ${decimal(row.openMinor, row.currency).padStart(14)} ${row.currency}  ${row.number}  ${row.customerName} (${row.customerNumber})  ${row.why.replaceAll("_", " ")}`,
    );
  console.log(`\n${rows.length} receipts with money that pays nothing yet.`);
  return 0;
}

const unappliedJson = (row: UnappliedRow) => ({
  receipt: row.number,
  customer: { number: row.customerNumber, name: row.customerName },
  currency: row.currency,
  amount: decimal(row.amountMinor, row.currency),
  unapplied: decimal(row.openMinor, row.currency),
  reserved: decimal(row.reservedMinor, row.currency),
  heldAs: row.heldAs,
  valueDate: row.issuedOn,
  ageDays: row.ageDays,
  reference: row.reference,
  why: row.why,
  waits: row.waits,
});
