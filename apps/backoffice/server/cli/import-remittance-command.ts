import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { decimal } from "@openitem/domain/kernel/money";
import { importRemittance, type RemittanceImport } from "@openitem/domain/remittances/import-remittance";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

/** `import remittance FILE …`: 0 when it was taken in or was there before; a file that is none is refused. */
export async function importRemittanceCommand({ args, context }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    customer: { type: "string" },
    json: { type: "boolean" },
  });
  const [, file, ...more] = positionals;
  if (!file || more.length > 0)
    throw new UsageFault('Name one file: "import remittance FILE [--customer NUMBER]".');
  const report = await importRemittance(
    context,
    { fileName: basename(file), customer: values.customer },
    bytesOf(file),
  );
  if (values.json) console.log(JSON.stringify(plain(report), null, 2));
  else print(report);
  return 0;
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageFault(
      `${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

/** Amounts as decimal text, as every answer of the command line writes them. */
const plain = ({ format, isKnown, remittances }: RemittanceImport) => ({
  format,
  known: isKnown,
  remittances: remittances.map(({ number, status, customer, currency, totalMinor, lines, found }) => ({
    number,
    status,
    customer,
    currency,
    total: amountOf(totalMinor, currency),
    lines,
    found,
  })),
});

const amountOf = (minor: bigint | null, currency: string | null): string | null =>
  minor === null || currency === null ? null : decimal(minor, currency);

function print({ format, isKnown, remittances }: RemittanceImport): void {
  console.log(isKnown ? "This file was imported before; nothing was changed." : `Read as ${format}.`);
  for (const { number, status, customer, currency, totalMinor, lines, found } of remittances)
    console.log(
      [
        number,
        status,
        customer ? `${customer.number} ${customer.name}` : "payer not known",
        `${amountOf(totalMinor, currency) ?? "no amount"} ${currency ?? ""}`.trim(),
        `${found} of ${lines} lines found`,
      ].join("  "),
    );
}
