import { join } from "node:path";
import { root } from "./install.mjs";
import { runStaged } from "./run-staged.mjs";

await runStaged(join(root, "bench", "main.ts"), process.argv.slice(2));
