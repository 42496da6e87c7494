import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { environment } from "./people.ts";
import { root } from "./root.ts";

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
