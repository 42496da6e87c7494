import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld, type World } from "../../test/world.ts";
import { type ImportOptions, importOpenItems } from "./import-open-items.ts";
import type { RejectedRecord } from "./run-file.ts";
import { type BooksView, closeBooks, closeOwner, viewBooks } from "./test-books.ts";

afterAll(async () => {
  await closeOwner();
  await close();
});

const HEADER =
  "legal_entity,customer_number,customer_name,document_number,document_type,issued_on,due_on,currency,amount";

const GOOD = [
  "US01,0700,Acme,A-1,invoice,2026-10-01,2026-10-31,USD,100.10",
  "US01,700,Acme Inc,A-2,invoice,2026-10-02,2026-11-01,USD,50.00",
  "US01,0700,Acme,C-1,credit_memo,2026-10-03,,USD,-20.00",
  "US01,800,Birch,P-1,payment,2026-10-04,,USD,-7.50",
  "US01,800,Birch,J-1,invoice,2026-10-05,2026-11-05,JPY,1500",
  "US01,800,Birch,K-1,debit_memo,2026-10-06,2026-11-06,KWD,1.234",
];

function importing(world: World, lines: string[], over: Partial<ImportOptions> = {}) {
  const source = Readable.from([Buffer.from([HEADER, ...lines].join("\r\n"))]);
  return importOpenItems(world.worker, { source, fileName: "items.csv", profile: "generic", ...over });
}

/** The books must agree with themselves after every import, whatever it held. */
async function booksOf(world: World): Promise<BooksView> {
  const books = await viewBooks(world);
  expect(books.disagreements).toEqual([]);
  return books;
}

describe("a file of open items", () => {
  test("goes into the books to the cent, in every currency, credits as credits", async () => {
    const world = await newWorld();
    const report = await importing(world, GOOD);
    expect(report).toMatchObject({
      status: "done",
      rows: 6,
      imported: 6,
      unchanged: 0,
      rejectedCount: 0,
      totals: { JPY: "1500", KWD: "1.234", USD: "122.60" },
      customers: { seen: 2, created: 2 },
    });
    const books = await booksOf(world);
    expect(books.items).toEqual([
      "credit_memo C-1 20.00 USD open 20.00 of 0700",
      "debit_memo K-1 1.234 KWD open 1.234 of 800",
      "invoice A-1 100.10 USD open 100.10 of 0700",
      "invoice A-2 50.00 USD open 50.00 of 0700",
      "invoice J-1 1500 JPY open 1500 of 800",
      "receipt P-1 7.50 USD open 7.50 of 800",
    ]);
    expect(books.accounts).toEqual({
      "on_account USD": "-7.50",
      "opening_balance JPY": "-1500",
      "opening_balance KWD": "-1.234",
      "opening_balance USD": "-122.60",
      "receivable JPY": "1500",
      "receivable KWD": "1.234",
      "receivable USD": "130.10",
    });
    expect(books.imports).toEqual([{ status: "done", rows: 6, imported: 6, unchanged: 0, rejected: 0 }]);
    expect(books.actions).toMatchObject({ "customer.created": 3, "items.imported": 1, "import.done": 1 });
  });

  test("that comes again changes nothing", async () => {
    const world = await newWorld();
    const first = await importing(world, GOOD);
    const before = await booksOf(world);
    const again = await importing(world, GOOD);
    expect(again).toMatchObject({
      rows: 6,
      imported: 0,
      unchanged: 6,
      rejectedCount: 0,
      totals: first.totals,
    });
    expect(again.sha256).toBe(first.sha256);
    expect(await booksOf(world)).toMatchObject({
      items: before.items,
      transfers: before.transfers,
      customers: before.customers,
    });
  });

  test("that came in half is completed by coming again", async () => {
    const world = await newWorld();
    await importing(world, GOOD.slice(0, 3));
    expect(await importing(world, GOOD)).toMatchObject({ imported: 3, unchanged: 3, rejectedCount: 0 });
    expect((await booksOf(world)).items).toHaveLength(6);
  });

  test.each([
    ["amount", "100.10", "100.11", "amount differs: books have 100.10"],
    ["currency", "USD,100.10", "EUR,100.10", "currency differs: books have USD"],
    ["customer_number", "0700", "0701", "customer differs: books have 0700"],
    ["due_on", "2026-10-31", "2026-11-30", "due date differs: books have 2026-10-31"],
    ["issued_on", "2026-10-01", "2026-10-02", "date differs: books have 2026-10-01"],
  ])("whose %s was changed since is reported and overwrites nothing", async (column, was, is, reason) => {
    const world = await newWorld();
    await importing(world, GOOD);
    const before = await booksOf(world);
    const changed = GOOD.map((line, index) => (index === 0 ? line.replace(was, is) : line));
    const report = await importing(world, changed);
    expect(report).toMatchObject({ imported: 0, unchanged: 5, rejectedCount: 1 });
    expect(report.rejected).toMatchObject([{ row: 2, column, reason }]);
    const after = await booksOf(world);
    expect([after.items, after.customers]).toEqual([before.items, before.customers]);
  });

  test("gives its good rows to the books and its bad ones back, each with its reason", async () => {
    const world = await newWorld();
    const handed: RejectedRecord[] = [];
    const bad = [
      "US01,900,Cedar,X-1,invoice,2026-10-01,2026-10-31,USD,1.005",
      "US01,900,Cedar,X-2,invoice,2026-10-01,2026-10-31,XXQ,1.00",
      "US01,900",
      "US01,0700,Acme,A-1,invoice,2026-10-01,2026-10-31,USD,999.00",
    ];
    const report = await importing(world, [...GOOD, ...bad], { onRejected: (row) => void handed.push(row) });
    expect(report).toMatchObject({ rows: 10, imported: 6, unchanged: 0, rejectedCount: 4 });
    expect(report.rejected).toEqual([
      { row: 8, column: "amount", value: "1.005", reason: "more than the 2 decimals USD has" },
      { row: 9, column: "currency", value: "XXQ", reason: "not a currency we know" },
      { row: 10, column: null, value: "US01,900", reason: "2 cells where the header has 9" },
      { row: 11, column: "document_number", value: "A-1", reason: "duplicate of row 2" },
    ]);
    expect(handed.map(({ row, cells }) => [row, cells.join(",")])).toEqual(
      bad.map((line, index) => [index + 8, line]),
    );
    expect(handed[0]?.header.join(",")).toBe(HEADER);
    expect((await booksOf(world)).customers).not.toContain("900 Cedar");
  });

  test("that says a document twice in the same words counts it once", async () => {
    const world = await newWorld();
    const report = await importing(world, [...GOOD, GOOD[0]!]);
    expect(report).toMatchObject({ rows: 7, imported: 6, unchanged: 1, totals: { USD: "122.60" } });
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: "document.repeated", row: 8, message: "same as row 2; counted once" }),
    );
    expect((await booksOf(world)).items).toHaveLength(6);
  });

  test("keeps one account for a customer written in several ways, with its longest number and commonest name", async () => {
    const world = await newWorld();
    const rows = ["700,Acme Inc", "0700,Acme", "0700.0,Acme"].map(
      (customer, index) => `US01,${customer},N-${index},invoice,2026-10-01,2026-10-31,USD,1.00`,
    );
    const report = await importing(world, rows);
    expect(report.customers).toEqual({ seen: 1, created: 1 });
    expect((await booksOf(world)).customers).toContain("0700 Acme");
    expect(report.warnings).toContainEqual(
      expect.objectContaining({
        code: "customer.variants",
        message: "one account, numbered 700, 0700 and named Acme Inc, Acme",
      }),
    );
  });

  test("opens a legal entity that it names and we do not have, and says so", async () => {
    const world = await newWorld();
    const report = await importing(world, ["CA02,700,Acme,A-1,invoice,2026-10-01,2026-10-31,CAD,1.00"]);
    expect(report.warnings).toContainEqual(
      expect.objectContaining({ code: "entity.created", value: "CA02" }),
    );
    expect((await booksOf(world)).entities).toEqual(["CA02", "US01"]);
  });

  test("goes into the legal entity that is named for it, if there is one", async () => {
    const world = await newWorld();
    const lines = ["CA02,700,Acme,A-1,invoice,2026-10-01,2026-10-31,CAD,1.00"];
    await expect(importing(world, lines, { entity: "NO01" })).rejects.toMatchObject({
      code: "import.entity_missing",
    });
    expect(await importing(world, lines, { entity: "US01" })).toMatchObject({ imported: 1 });
    expect((await booksOf(world)).entities).toEqual(["US01"]);
  });

  test("books into the first open day when its days are closed", async () => {
    const world = await newWorld();
    await closeBooks(world, "2026-10-02");
    await importing(world, GOOD);
    expect((await booksOf(world)).postedOn).toEqual([
      "2026-10-03",
      "2026-10-03",
      "2026-10-03",
      "2026-10-04",
      "2026-10-05",
      "2026-10-06",
    ]);
  });

  test("may be packed, and may be a stream or a path", async () => {
    const world = await newWorld();
    const packed = Readable.from([gzipSync([HEADER, ...GOOD].join("\n"))]);
    expect(await importing(world, [], { source: packed, fileName: "items.csv.gz" })).toMatchObject({
      imported: 6,
    });
    await expect(importing(world, [], { source: "/nowhere/items.csv" })).rejects.toMatchObject({
      code: "import.unreadable",
    });
    expect((await booksOf(world)).imports.map(({ status }) => status).sort()).toEqual(["done", "refused"]);
  });

  test("that breaks off leaves whole documents behind, and is completed by coming again", async () => {
    const world = await newWorld();
    const lines = Array.from(
      { length: 9_000 },
      (_, index) => `US01,${index % 50},Customer,N-${index},invoice,2026-10-01,2026-10-31,USD,0.01`,
    );
    const text = Buffer.from([HEADER, ...lines].join("\n"));
    const read = Promise.withResolvers<void>();
    async function* breakingOff() {
      yield text.subarray(0, Math.floor(text.length * 0.6));
      await read.promise;
      throw new Error("the network is gone");
    }
    const source = Readable.from(breakingOff());
    const onProgress = (rows: number) => {
      if (rows > 4_500) read.resolve();
    };
    await expect(importing(world, [], { source, onProgress })).rejects.toThrow("the network is gone");
    const half = await booksOf(world);
    expect(half.items).toHaveLength(4_000);
    expect(half.imports).toMatchObject([{ status: "refused", imported: 4_000 }]);
    expect(await importing(world, lines)).toMatchObject({
      imported: 5_000,
      unchanged: 4_000,
      rejectedCount: 0,
    });
    expect((await booksOf(world)).items).toHaveLength(9_000);
  });

  test("of many batches is the same as one of few", async () => {
    const world = await newWorld();
    const lines = Array.from(
      { length: 9_500 },
      (_, index) =>
        `US01,${index % 300},Customer ${index % 300},N-${index},invoice,2026-10-01,2026-10-31,USD,0.01`,
    );
    const seen: number[] = [];
    const report = await importing(world, [...lines, lines[0]!], { onProgress: (rows) => seen.push(rows) });
    expect(report).toMatchObject({ imported: 9_500, unchanged: 1, totals: { USD: "95.00" } });
    expect(seen.at(-1)).toBe(9_501);
    expect((await booksOf(world)).items).toHaveLength(9_500);
    expect(await importing(world, lines)).toMatchObject({ imported: 0, unchanged: 9_500 });
  });
});

describe("a dry run", () => {
  test("reports what the real run reports and writes nothing", async () => {
    const world = await newWorld();
    await importing(world, GOOD.slice(0, 2));
    const before = await booksOf(world);
    const lines = [
      ...GOOD,
      GOOD[4]!,
      "CA02,950,Elm,A-1,invoice,2026-10-01,2026-10-31,CAD,1.00",
      "CA02,950,Elm,A-1,invoice,2026-10-01,2026-10-31,CAD,2.00",
      GOOD[1]!.replace("50.00", "51.00"),
    ];
    const dry = await importing(world, lines, { dryRun: true });
    expect(await booksOf(world)).toEqual(before);
    const real = await importing(world, lines);
    expect(real).toMatchObject({ imported: 5, unchanged: 3, rejectedCount: 2 });
    expect(dry).toEqual({ ...real, importId: null });
  });
});

describe("all or nothing", () => {
  const bad = "US01,900,Cedar,X-1,invoice,2026-10-01,2026-10-31,USD,none";

  test("writes nothing when one row is bad, and says which", async () => {
    const world = await newWorld();
    const before = await booksOf(world);
    const report = await importing(world, [...GOOD, bad], { allOrNothing: true });
    expect(report).toMatchObject({ status: "refused", rows: 7, imported: 0, rejectedCount: 1, totals: {} });
    const after = await booksOf(world);
    expect([after.items, after.customers]).toEqual([before.items, before.customers]);
    expect(after.imports).toEqual([{ status: "refused", rows: 7, imported: 0, unchanged: 0, rejected: 1 }]);
  });

  test("writes everything when every row is good", async () => {
    const world = await newWorld();
    expect(await importing(world, GOOD, { allOrNothing: true })).toMatchObject({
      status: "done",
      imported: 6,
    });
    expect((await booksOf(world)).items).toHaveLength(6);
  });

  test("writes nothing when the file turns out to be damaged at its end", async () => {
    const world = await newWorld();
    const packed = gzipSync([HEADER, ...GOOD].join("\n"));
    const source = Readable.from([packed.subarray(0, packed.length - 9)]);
    await expect(importing(world, [], { source, gz: true, allOrNothing: true })).rejects.toMatchObject({
      code: "import.unreadable",
    });
    expect((await booksOf(world)).items).toEqual([]);
  });
});

describe("two imports of one file at once", () => {
  test("bring each document in once", async () => {
    const world = await newWorld();
    const lines = Array.from(
      { length: 300 },
      (_, index) =>
        `US01,${index % 7},Customer ${index % 7},N-${index},invoice,2026-10-01,2026-10-31,USD,1.00`,
    );
    const reports = await Promise.all([importing(world, lines), importing(world, [...lines].reverse())]);
    expect(reports[0]!.imported + reports[1]!.imported).toBe(300);
    expect(reports[0]!.unchanged + reports[1]!.unchanged).toBe(300);
    expect((await booksOf(world)).items).toHaveLength(300);
  });
});

describe("who may import", () => {
  test("finance may; a collector and a customer may not", async () => {
    const world = await newWorld();
    const options = (): ImportOptions => ({
      source: Readable.from([[HEADER, ...GOOD].join("\n")].map((text) => Buffer.from(text))),
      fileName: "items.csv",
      profile: "generic",
    });
    await expect(importOpenItems(world.staff("collector"), options())).rejects.toMatchObject({
      kind: "forbidden",
    });
    await expect(importOpenItems(world.contact("admin"), options())).rejects.toMatchObject({
      kind: "missing",
    });
    expect(await importOpenItems(world.staff("finance"), options())).toMatchObject({ imported: 6 });
    await booksOf(world);
  });
});

describe("a file that is no such file", () => {
  test.each([
    ["is empty", "", "import.empty"],
    ["lacks columns", "a,b\n1,2\n", "import.columns_missing"],
    ["says no currency", "customer,number,issued_on,amount\n1,2,2026-10-01,5\n", "import.currency_needed"],
  ])("%s: refused, with its run closed", async (_case, content, code) => {
    const world = await newWorld();
    const source = Readable.from([Buffer.from(content)]);
    await expect(importing(world, [], { source })).rejects.toMatchObject({ code });
    expect((await booksOf(world)).imports.map(({ status }) => status)).toEqual(["refused"]);
  });
});
