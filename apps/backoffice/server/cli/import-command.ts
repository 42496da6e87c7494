import { once } from "node:events";
import { createWriteStream, existsSync, statSync, type WriteStream } from "node:fs";
import { basename } from "node:path";
import { importOpenItems } from "@openitem/domain/imports/import-open-items";
import { PROFILES, type ProfileName } from "@openitem/domain/imports/profile";
import type { ImportReport } from "@openitem/domain/imports/report";
import type { RejectedRecord } from "@openitem/domain/imports/run-file";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

const WARNINGS_SHOWN = 10;

/** `import open-items FILE …`: 0 when rows were taken, 1 when all or nothing was asked for and rows were rejected. */
export async function importOpenItemsCommand({ args, context }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    profile: { type: "string" },
    entity: { type: "string" },
    currency: { type: "string" },
    rejected: { type: "string" },
    "dry-run": { type: "boolean" },
    "all-or-nothing": { type: "boolean" },
    json: { type: "boolean" },
  });
  const [what, file, ...more] = positionals;
  if (what !== "open-items" || !file || more.length > 0)
    throw new UsageFault('Say what to import: "import open-items FILE --profile NAME".');
  const { profile } = values;
  if (!profile || !isProfile(profile))
    throw new UsageFault(`Name a profile with --profile: ${Object.keys(PROFILES).join(", ")}.`);
  if (!existsSync(file)) throw new UsageFault(`There is no file "${file}".`);

  const rejects = rejectedFile(values.rejected ?? `${basename(file).replace(/\.gz$/, "")}.rejected.csv`);
  const progress = progressBar(statSync(file).size);
  const report = await importOpenItems(context, {
    source: file,
    fileName: basename(file),
    profile,
    entity: values.entity,
    currency: values.currency,
    dryRun: values["dry-run"] ?? false,
    allOrNothing: values["all-or-nothing"] ?? false,
    onProgress: progress.show,
    onRejected: rejects.write,
  });
  progress.end();
  const rejectedName = await rejects.close();

  if (values.json) console.log(JSON.stringify(report, null, 2));
  else print(report, rejectedName, values["dry-run"] ?? false);
  return report.status === "refused" ? 1 : 0;
}

const isProfile = (name: string): name is ProfileName => Object.hasOwn(PROFILES, name);

function print(report: ImportReport, rejectedName: string | null, isDryRun: boolean): void {
  const count = (n: number) => String(n).padStart(9);
  if (isDryRun) console.log("Dry run: nothing was written.");
  console.log(`rows       ${count(report.rows)}`);
  console.log(`imported   ${count(report.imported)}`);
  console.log(`unchanged  ${count(report.unchanged)}`);
  console.log(
    `rejected   ${count(report.rejectedCount)}${rejectedName ? `  written to ${rejectedName}` : ""}`,
  );
  console.log(`customers  ${count(report.customers.seen)}  of them new: ${report.customers.created}`);
  for (const [currency, total] of Object.entries(report.totals)) console.log(`total ${currency}  ${total}`);
  for (const { row, column, value, reason } of report.rejected.slice(0, WARNINGS_SHOWN))
    console.log(`  row ${row}${column ? `, ${column}` : ""} "${value}": ${reason}`);
  for (const { row, message } of report.warnings.slice(0, WARNINGS_SHOWN))
    console.log(`  note${row ? `, row ${row}` : ""}: ${message}`);
  if (report.warningCount > WARNINGS_SHOWN)
    console.log(`  and ${report.warningCount - WARNINGS_SHOWN} more notes (--json lists them)`);
  if (report.status === "refused") console.log("Nothing was imported, because rows were rejected.");
}

/** The rejected rows as they were, with a column for the reason, in a file made when the first one comes. */
function rejectedFile(name: string) {
  let file: WriteStream | null = null;
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
  return {
    async write({ row, column, reason, header, cells }: RejectedRecord): Promise<void> {
      if (!file) {
        file = createWriteStream(name);
        file.write(line(["row", "column", "reason", ...header]));
      }
      if (!file.write(line([String(row), column ?? "", reason, ...cells]))) await once(file, "drain");
    },
    async close(): Promise<string | null> {
      if (!file) return null;
      file.end();
      await once(file, "finish");
      return name;
    },
  };
}

/** A bar on standard error when a person looks at it, nothing otherwise. */
function progressBar(size: number) {
  const { stderr } = process;
  const width = 30;
  return {
    show(rows: number, bytes: number): void {
      if (!stderr.isTTY) return;
      const share = Math.min(1, bytes / Math.max(size, 1));
      const full = Math.round(share * width);
      stderr.write(
        `\r${"█".repeat(full)}${"░".repeat(width - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${rows} rows`,
      );
    },
    end(): void {
      if (stderr.isTTY) stderr.write(`\r${" ".repeat(width + 30)}\r`);
    },
  };
}
