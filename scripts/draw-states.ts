import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { drawings } from "./state-drawings.ts";

const folder = join(import.meta.dirname, "..", "docs", "states");
for (const [name, text] of drawings()) writeFileSync(join(folder, name), text);
