import { verifyBooks } from "@openitem/domain/ledger/verify";
import { type CommandLine, readArgs } from "./command-line.ts";

/** `verify [--json]`: 0 when the books agree, 1 with the differences named when they do not. */
export async function verifyCommand({ args, context }: CommandLine): Promise<number> {
  const { values } = readArgs(args, { json: { type: "boolean" } });
  const result = await verifyBooks(context);
  const agrees = result.differences.length === 0;
  if (values.json) {
    console.log(JSON.stringify({ agrees, ...result }, null, 2));
    return agrees ? 0 : 1;
  }
  const width = Math.max(...result.checked.map((check) => check.name.length));
  for (const { name, count, says } of result.checked) {
    const off = result.differences.filter((difference) => difference.check === name).length;
    console.log(
      `${off === 0 ? "agrees " : "DIFFERS"}  ${name.padEnd(width)}  ${String(count).padStart(9)}  ${says}`,
    );
  }
  for (const { check, subject, expected, found } of result.differences)
    console.log(`\n${check}: ${subject}\n  should be ${expected}\n  is        ${found}`);
  console.log(
    agrees ? "\nThe books agree." : `\nThe books do not agree: ${result.differences.length} differences.`,
  );
  return agrees ? 0 : 1;
}
