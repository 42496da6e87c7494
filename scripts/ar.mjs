import { join } from "node:path";
import { root } from "./install.mjs";
import { runStaged } from "./run-staged.mjs";

await runStaged(
  join(root, "scripts", "with-database.ts"),
  ["apps/backoffice/server/cli.ts", ...process.argv.slice(2)],
  // File names on the command line are meant from where the person stands.
  { cwd: process.env.INIT_CWD || process.cwd(), out: process.stderr },
);
