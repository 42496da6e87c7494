import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { importBankStatement } from "@openitem/domain/bank/import-bank-statement";
import type { BankImport, StatementImport } from "@openitem/domain/bank/import-report";
import { tableMappingOf } from "@openitem/domain/bank/table-mapping";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

const WARNINGS_SHOWN = 5;

/** `import bank-statement FILE …`: 0 when it went in or was there before, 1 when statements are held for a person. */
export async function importBankStatementCommand({ args, context }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    account: { type: "string" },
    currency: { type: "string" },
    entity: { type: "string" },
    mapping: { type: "string" },
    "known-accounts": { type: "boolean" },
    json: { type: "boolean" },
  });
  const [, file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageFault('Name one file: "import bank-statement FILE".');
  if (values["known-accounts"] && values.entity !== undefined)
    throw new UsageFault("Either accounts are opened, or only known ones are taken: not both.");
  const report = await importBankStatement(context, {
    bytes: bytesOf(file),
    fileName: basename(file),
    mapping: values.mapping === undefined ? undefined : tableMappingOf(bytesOf(values.mapping).toString()),
    account: values.account,
    currency: values.currency,
    createFor: values["known-accounts"] ? undefined : (values.entity ?? "busiest"),
    onProgress: showProgress,
  });
  endProgress();
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
  return report.held > 0 ? 1 : 0;
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageFault(
      `${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function print(report: BankImport): void {
  console.log(`Read as ${report.version ?? report.format}.`);
  for (const { number, currency, entity } of report.accountsCreated)
    console.log(`opened account ${number} ${currency} for ${entity} (--entity names another)`);
  for (const statement of report.statements) printStatement(statement);
  for (const [currency, { entries, new: fresh, known, in: came, out }] of Object.entries(report.totals))
    console.log(
      `total ${currency}  in ${came}, out ${out}: ${entries} entries, ${fresh} new, ${known} known`,
    );
}

function printStatement(statement: StatementImport): void {
  const { account, currency, from, to, entries, new: fresh, known, status, held, gaps, warnings } = statement;
  const days = from === to ? (to ?? "no day") : `${from ?? "…"} to ${to ?? "…"}`;
  console.log(`${account} ${currency}  ${days}  ${entries} entries, ${fresh} new, ${known} known  ${status}`);
  for (const reason of held) console.log(`  held: ${reason}`);
  for (const gap of gaps) console.log(`  gap: ${gap}`);
  for (const warning of warnings.slice(0, WARNINGS_SHOWN)) console.log(`  note: ${warning}`);
  if (warnings.length > WARNINGS_SHOWN)
    console.log(`  and ${warnings.length - WARNINGS_SHOWN} more notes (--json lists them)`);
}

function showProgress(done: number, of: number): void {
  if (process.stderr.isTTY && of > 1) process.stderr.write(`\r${done} of ${of} statements`);
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
}
