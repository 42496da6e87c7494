import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { appUrl, close, newWorld } from "../../test/world.ts";

afterAll(close);

/** What the program itself takes, and a batch or two of rows; 300,000 documents held at once would be twice as much. */
const HEAP_MB = 128;
const ROWS = 300_000;

test("a file of 300,000 rows is read in the memory of a small one", async () => {
  const { organizationId } = await newWorld();
  const script = fileURLToPath(new URL("./test-dry-run.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    `--max-old-space-size=${HEAP_MB}`,
    script,
    appUrl,
    organizationId,
    String(ROWS),
  ]);
  expect(JSON.parse(stdout)).toEqual({
    rows: ROWS,
    imported: ROWS,
    rejectedCount: 0,
    totals: { USD: "45000225000.00" },
  });
});
