import { type ParseArgsConfig, parseArgs } from "node:util";
import type { WorkingContext } from "@openitem/domain/jobs/handlers";

/** What a command of the command line gets; it answers the exit code. */
export type CommandLine = { args: string[]; context: WorkingContext; linkSecret: string };

/** The words of the command are off: said in one sentence, exit code 2. */
export class UsageFault extends Error {
  override readonly name = "UsageFault";
}

/** Reads options and positionals; an unknown option is a `UsageFault`. */
export function readArgs<T extends ParseArgsConfig["options"]>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageFault(
      `${error instanceof Error ? error.message : String(error)} See "npm run ar -- help".`,
    );
  }
}
