import { type CommandLine, UsageFault } from "./command-line.ts";
import { importBankStatementCommand } from "./import-bank-statement-command.ts";
import { importOpenItemsCommand } from "./import-command.ts";
import { importRemittanceCommand } from "./import-remittance-command.ts";

/** What can be imported, by the word after `import`. */
const KINDS: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = {
  "bank-statement": importBankStatementCommand,
  "open-items": importOpenItemsCommand,
  remittance: importRemittanceCommand,
};

export async function importCommand(line: CommandLine): Promise<number> {
  const kind = KINDS[line.args.find((arg) => !arg.startsWith("-")) ?? ""];
  if (!kind) throw new UsageFault(`Say what to import: ${Object.keys(KINDS).join(", ")}.`);
  return kind(line);
}
