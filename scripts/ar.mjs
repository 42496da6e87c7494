import { join } from "node:path";
import { root } from "./install.mjs";
import { runStaged } from "./run-staged.mjs";

// File names on the command line are meant from where the person stands.
await runStaged(
  join(root, "scripts", "with-database.ts"),
  ["apps/backoffice/server/cli.ts", ...process.argv.slice(2)],
  process.env.INIT_CWD,
);
