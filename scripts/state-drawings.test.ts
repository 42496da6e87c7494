import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawings } from "./state-drawings.ts";

const folder = join(import.meta.dirname, "..", "docs", "states");

test.each([...drawings()])(
  "%s shows the table that the commands use (npm run states draws it anew)",
  (name, text) => {
    expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  },
);

test("no page is left of a table that is gone", () => {
  expect(readdirSync(folder).sort()).toEqual([...drawings().keys()].sort());
});
