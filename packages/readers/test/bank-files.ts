import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { BankStatement } from "../src/bank/bank-file.ts";
import { isBooked } from "../src/bank/check-statements.ts";
import { readBankStatement } from "../src/bank/read-bank-statement.ts";
import { absolute, type Decimal, isNegative, sumOf } from "../src/decimal.ts";

const data = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** Real files of banks lie beside the repository; where they do not, the tests over them are skipped by this name. */
export const realFiles = {
  present: existsSync(`${data}SOURCES.md`),
  name: "real files in ../shared/data/bank",
};

/** Paths below data/bank of one folder, in order. */
export function filesIn(folder: string): string[] {
  if (!realFiles.present) return [];
  return readdirSync(`${data}bank/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${data}bank/`.length))
    .sort();
}

export function bytesOf(path: string): Uint8Array {
  return new Uint8Array(readFileSync(`${data}bank/${path}`));
}

export function readReal(path: string) {
  return readBankStatement(bytesOf(path), { fileName: path });
}

/** What other projects expect of a file, as parsed JSON. */
export function peerOf(path: string): unknown {
  return JSON.parse(readFileSync(`${data}expected/${path}`, "utf8"));
}

export function peersIn(folder: string): string[] {
  return realFiles.present ? readdirSync(`${data}expected/${folder}`).sort() : [];
}

/** The facts stated for each file of a folder, by path. */
export function factsOf(folder: string): ReadonlyMap<string, string> {
  if (!realFiles.present) return new Map();
  const rows = readFileSync(`${data}SOURCES.md`, "utf8").split("\n");
  return new Map(
    rows.flatMap((row) => {
      const cells = row.split(" | ");
      const path = cells[0]?.replace(/^\| /, "") ?? "";
      const facts = cells.at(-1)?.replace(/ \|$/, "") ?? "";
      return path.startsWith(`bank/${folder}/`) ? [[path.slice("bank/".length), facts] as const] : [];
    }),
  );
}

/** Sums without sign of the credits and debits of a statement, pending entries included or not. */
export function sidesOf(statement: BankStatement, all = true): { credits: Decimal; debits: Decimal } {
  const amounts = statement.entries
    .filter((entry) => all || isBooked(entry))
    .flatMap(({ amount }) => amount ?? []);
  return {
    credits: sumOf(amounts.filter((amount) => !isNegative(amount))),
    debits: sumOf(amounts.filter(isNegative).map(absolute)),
  };
}

/** Codes of warnings, each once. */
export function codesOf(file: { readonly warnings: readonly { readonly code: string }[] }): string[] {
  return [...new Set(file.warnings.map(({ code }) => code))].sort();
}
