import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { readBankStatement } from "@openitem/readers/bank/read-bank-statement";
import { describeLocation } from "@openitem/readers/location";
import { RefusedFile } from "@openitem/readers/refused-file";
import { readRemittance } from "@openitem/readers/remittance/read-remittance";

/* `npm run ar -- inspect …`: shows what is read from a file. It needs no database and changes nothing. */

const USAGE = `Usage: npm run ar -- inspect bank-statement|remittance FILE [--json]`;

type Read = {
  format: string;
  warnings: readonly { sentence: string; location: Parameters<typeof describeLocation>[0] }[];
};

const READERS: Readonly<Record<string, (bytes: Uint8Array, fileName: string) => Promise<Read>>> = {
  "bank-statement": async (bytes, fileName) => readBankStatement(bytes, { fileName }),
  remittance: (bytes, fileName) => readRemittance(bytes, { fileName }),
};

/** 0 when the file was read, 1 when it was refused, 2 when the words are off. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: "boolean" } },
    allowPositionals: true,
  });
  const [, kind = "", file] = positionals;
  const read = READERS[kind];
  if (!read || !file || positionals.length > 3) {
    console.error(USAGE);
    return 2;
  }
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    console.error(`${file} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  try {
    const found = await read(bytes, basename(file));
    console.log(JSON.stringify(found, null, values.json ? 2 : 1));
    for (const { sentence, location } of found.warnings)
      if (!values.json)
        console.error(`Warning: ${[sentence, describeLocation(location)].filter(Boolean).join(" ")}`);
    return 0;
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    console.error(`${basename(file)}: ${error.message}`);
    return 1;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
      ? `${error.message}\n${USAGE}`
      : error,
  );
  process.exitCode = 2;
}
// The channel to the process that began this one would keep it from ending.
process.disconnect?.();
