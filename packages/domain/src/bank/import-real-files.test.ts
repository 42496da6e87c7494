import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { decimal } from "../kernel/money.ts";
import { importBankStatement } from "./import-bank-statement.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

/** Sample files lie beside the repository and are no part of it; without them these tests say that they were skipped. */
const FOLDER = fileURLToPath(new URL("../../../../../shared/data/bank/", import.meta.url));
const hasFiles = existsSync(FOLDER);
if (!hasFiles) console.warn(`Skipped, for want of the sample files: ${FOLDER}`);

const filesOf = (folder: string): string[] =>
  readdirSync(`${FOLDER}${folder}`)
    .sort()
    .map((name) => `${folder}/${name}`);

const bring = (world: World, file: string) =>
  importBankStatement(world.worker, {
    bytes: readFileSync(`${FOLDER}${file}`),
    fileName: file,
    createFor: "US01",
  });

/** Cut off, empty, or a bank's answer that something went wrong. */
const BROKEN = [
  "bai2/moov/sample-parseError.txt",
  "camt053/genkgo/camt053.v2.wrong.xml",
  "csv-xlsx/oca/empty_statement_en.csv",
  "mt940/wolph/self-provided-invalid_statement.sta",
  "ofx/ofxparse/error_message.ofx",
  "ofx/ofxparse/signon_fail.ofx",
];
/** Say no currency for an account that is to be opened, or one that is gone (DEM). */
const WITHOUT_CURRENCY = [
  "bai2/moov/sample2.txt",
  "csv-xlsx/oca/balance.csv",
  "csv-xlsx/oca/debit_credit.csv",
  "mt940/wolph/betterplace-currency_in_25.sta",
  "mt940/wolph/betterplace-empty_86.sta",
  "mt940/wolph/betterplace-empty_entry_date.sta",
  "mt940/wolph/betterplace-empty_line.sta",
  "mt940/wolph/cmxl-mt940.sta",
  "mt940/wolph/cmxl-statement_details.sta",
  "mt940/wolph/cmxl-statement_line.sta",
  "mt940/wolph/self-provided-empty_non_swift.sta",
  "mt940/wolph/self-provided-raphaelm.sta",
];

async function booked(world: World): Promise<Record<string, string>> {
  const rows = await owner`
    select a.number, l.currency, count(*)::int as entries, sum(l.amount_minor)::text as minor
    from bank_lines l join bank_accounts a on a.organization_id = l.organization_id and a.id = l.bank_account_id
    where l.organization_id = ${world.organizationId} and l.part = 0 and l.state <> 'held'
    group by a.number, l.currency order by a.number`;
  return Object.fromEntries(
    rows.map((row) => [row.number, `${row.entries} of ${decimal(BigInt(row.minor), row.currency)}`]),
  );
}

describe.skipIf(!hasFiles)("the statements of real banks", () => {
  test("five months of daily statements follow one another without a gap, and change nothing when they come again", async () => {
    const world = await newWorld();
    const files = filesOf("camt053/subite-daily");
    const opening = new Map<string, string>();
    const closing = new Map<string, string>();
    let entries = 0;
    for (const file of files) {
      const report = await bring(world, file);
      expect(report.held, file).toBe(0);
      expect(report.new, file).toBe(report.entries);
      expect(
        report.statements.flatMap(({ gaps }) => gaps),
        file,
      ).toEqual([]);
      entries += report.entries;
      for (const { account, openingBalance, closingBalance } of report.statements) {
        if (!opening.has(account)) opening.set(account, openingBalance!);
        closing.set(account, closingBalance!);
      }
    }
    const books = await booked(world);
    expect(entries).toBeGreaterThan(500);
    for (const [account, text] of Object.entries(books)) {
      const moved = Math.round((Number(closing.get(account)) - Number(opening.get(account))) * 100);
      expect(text).toMatch(new RegExp(` of ${decimal(BigInt(moved), "EUR")}$`));
    }
    for (const file of files) expect((await bring(world, file)).new, file).toBe(0);
    expect(await booked(world)).toEqual(books);
    expect(await world.differences()).toEqual([]);
  }, 120_000);

  test("two months of a company follow one another", async () => {
    const world = await newWorld();
    const [october, november] = filesOf("camt053/subite-monthly");
    expect(await bring(world, october!)).toMatchObject({ entries: 314, new: 314, held: 0 });
    const next = await bring(world, november!);
    expect(next).toMatchObject({ entries: 268, new: 268, held: 0 });
    expect(next.statements[0]?.gaps).toEqual([]);
    expect(await bring(world, october!)).toMatchObject({ new: 0, known: 314 });
    expect(await booked(world)).toEqual({ BE68793230773034: "582 of 54096.09" });
    expect(await world.differences()).toEqual([]);
  });

  /** A real statement in the words of another message: a report or a notification of the same entries. */
  const retold = (file: string, kind: "052" | "054"): Uint8Array => {
    const [message, each] =
      kind === "052" ? ["BkToCstmrAcctRpt", "Rpt"] : ["BkToCstmrDbtCdtNtfctn", "Ntfctn"];
    const text = readFileSync(`${FOLDER}${file}`, "utf8")
      .replaceAll("camt.053", `camt.${kind}`)
      .replaceAll("BkToCstmrStmt", message)
      .replaceAll(/(<\/?)Stmt>/g, `$1${each}>`)
      .replaceAll(/<Bal>.*?<\/Bal>/gs, "");
    return new TextEncoder().encode(text);
  };

  test.each(["052", "054"] as const)(
    "a month, and the batches of a Finnish day, told by camt.%s before or after camt.053 are booked once",
    async (kind) => {
      for (const file of [
        "camt053/subite-monthly/company-2024-10.xml",
        "camt053/moov-iso20022/FI_camt_053_sample.xml",
      ])
        for (const order of ["before", "after"]) {
          const world = await newWorld();
          const other = () =>
            importBankStatement(world.worker, {
              bytes: retold(file, kind),
              fileName: kind,
              createFor: "US01",
            });
          const own = () => bring(world, file);
          const [first, second] = order === "before" ? [other, own] : [own, other];
          const { entries } = await first();
          expect(entries, file).toBeGreaterThan(9);
          expect(await second(), `${file} ${order}`).toMatchObject({ new: 0, known: entries, held: 0 });
          const books = await booked(world);
          expect(Object.values(books).join()).toContain(`${entries} of `);
          expect(await world.differences()).toEqual([]);
        }
    },
    120_000,
  );

  test("every file that can be read goes in or is held with its reason, and nothing of it comes twice", async () => {
    const world = await newWorld();
    const refused: string[] = [];
    const all = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile() && !each.parentPath.includes("subite"))
      .map((each) => `${each.parentPath}/${each.name}`.slice(FOLDER.length))
      .sort();
    for (const file of all) {
      try {
        const report = await importBankStatement(world.worker, {
          bytes: readFileSync(`${FOLDER}${file}`),
          fileName: file,
          createFor: "US01",
          account: file,
        });
        for (const statement of report.statements)
          expect(statement.held.length > 0, file).toBe(statement.status === "held");
        const before = await booked(world);
        const again = await importBankStatement(world.worker, {
          bytes: readFileSync(`${FOLDER}${file}`),
          fileName: file,
          account: file,
        });
        expect(again, file).toMatchObject({ new: 0, entries: report.entries, held: report.held });
        expect(await booked(world), file).toEqual(before);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "Refusal") throw error;
        refused.push(file);
      }
    }
    expect(refused).toEqual([...BROKEN, ...WITHOUT_CURRENCY].sort());
    expect(await world.differences()).toEqual([]);
  }, 120_000);
});
