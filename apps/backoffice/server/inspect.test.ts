import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "openitem-inspect-"));
afterAll(() => rmSync(folder, { recursive: true }));

function inspect(...args: string[]) {
  const program = join(import.meta.dirname, "inspect.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "inspect", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

function fileWith(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const MT940 = `:20:START
:25:DE89370400440532013000
:28C:1/1
:60F:C261117EUR100,00
:61:2611181118C46,20NTRFINV-2026-10188//BANK1
:86:Meridian Freight INV-2026-10188
:62F:C261118EUR146,20
`;

test("a bank statement is printed in one form, whatever the bank's", () => {
  const { status, stdout } = inspect("bank-statement", fileWith("a.sta", MT940), "--json");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    format: "mt940",
    statements: [
      {
        account: "DE89370400440532013000",
        currency: "EUR",
        openingBalance: "100.00",
        closingBalance: "146.20",
        entries: [{ bookingDate: "2026-11-18", amount: "46.20", reversal: false, transactions: [] }],
      },
    ],
    warnings: [],
  });
});

test("a remittance is printed with what is paid of each document", () => {
  const file = fileWith(
    "advice.csv",
    "Invoice;Gross;Discount;Paid\nINV-1;100,00;2,00;98,00\nINV-2;50,00;0,00;50,00\n",
  );
  const { status, stdout } = inspect("remittance", file, "--json");
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    format: "csv",
    lines: [
      { documentNumber: "INV-1", gross: "100.00", discount: "2.00", net: "98.00" },
      { documentNumber: "INV-2", net: "50.00" },
    ],
  });
});

test("what cannot be read is refused in a sentence, and words that are off are told", () => {
  const refused = inspect("bank-statement", fileWith("photo.sta", "not a statement"));
  expect(refused).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("photo.sta: ") });
  expect(inspect("remittance", join(folder, "gone.csv"))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("cannot be opened"),
  });
  for (const args of [[], ["invoice", "x"], ["bank-statement"], ["remittance", "a", "--loud"]])
    expect(inspect(...args)).toMatchObject({ status: 2, stderr: expect.stringContaining("Usage") });
});
