import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { guest } from "./caller.ts";
import { ar } from "./command-line.ts";

const CUSTOMER = "900001";
const HEADER = "customer_number,customer_name,document_number,issued_on,due_on,amount,reference";

test("a statement too long for a PDF is refused in words, and the CSV has all of it", async ({
  playwright,
}, info) => {
  test.skip(info.project.name !== "desktop", "There is no screen in this.");
  const folder = mkdtempSync(join(tmpdir(), "openitem-long-"));
  // Numbers and references as long as a file may have them.
  const load = async (from: number, count: number) => {
    const file = join(folder, `${from}.csv`);
    const rows = Array.from({ length: count }, (_, index) => {
      const number = String(from + index).padStart(60, "LONG-");
      return `${CUSTOMER},Long Lists,${number},2026-10-01,2026-10-31,1.00,${"R".repeat(120)}`;
    });
    writeFileSync(file, [HEADER, ...rows].join("\n"));
    const options = ["--profile", "generic", "--entity", "US01", "--currency", "USD", "--json"];
    expect(JSON.parse(await ar("import", "open-items", file, ...options))).toMatchObject({ imported: count });
  };

  await load(1_000, 3_990);
  const ana = await guest(playwright, { address: "ana@long.example", customer: CUSTOMER });
  const refused = await ana.get("/statement.pdf");
  expect([refused.status(), refused.headers()["content-type"]]).toEqual([422, "text/plain; charset=utf-8"]);
  const sentence = await refused.text();
  expect(sentence).toContain("This statement has 3,990 rows: too long for a PDF. Take the CSV instead (http");
  const csv = await ana.get(/\((http[^)]+)\)/.exec(sentence)?.[1] ?? "");
  expect((await csv.text()).match(/R{120}/g)).toHaveLength(3_990);

  // One that has more rows than any paper is explained where its files are offered.
  await load(5_000, 11);
  const elsewhere = await ana.get("/statement.pdf");
  expect([elsewhere.status(), elsewhere.headers().location]).toEqual([302, "/statement"]);
  const page = await (await ana.get("/statement")).text();
  expect(page).toContain("This statement is too long for one PDF.");
  expect(page).toContain('href="/statement.csv?');
  expect(page).not.toContain('href="/statement.pdf');
  rmSync(folder, { recursive: true });
});
