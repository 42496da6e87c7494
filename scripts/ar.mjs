import { join } from "node:path";
import { root } from "./install.mjs";
import { runStaged } from "./run-staged.mjs";

const args = process.argv.slice(2);
// File names on the command line are meant from where the person stands.
const options = { cwd: process.env.INIT_CWD || process.cwd(), out: process.stderr };

// Looking at a file needs no database.
if (args[0] === "inspect") await runStaged(join(root, "apps/backoffice/server/inspect.ts"), args, options);
else
  await runStaged(
    join(root, "scripts", "with-database.ts"),
    ["apps/backoffice/server/cli.ts", ...args],
    options,
  );
