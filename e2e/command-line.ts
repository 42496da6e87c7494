import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { environment } from "./people.ts";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** `npm run ar -- …` against the system under test; answers what it printed. */
export async function ar(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "apps/backoffice/server/cli.ts"), ...args],
    {
      env: { ...process.env, ...environment },
      maxBuffer: 64 * 1024 * 1024,
      cwd: root,
    },
  );
  return stdout;
}
