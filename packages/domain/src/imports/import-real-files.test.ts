import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { daysBetween } from "../kernel/business-day.ts";
import { importOpenItems } from "./import-open-items.ts";
import { closeOwner, viewBooks } from "./test-books.ts";

afterAll(async () => {
  await closeOwner();
  await close();
});

/** Sample files lie beside the repository and are no part of it; without them these tests say that they were skipped. */
const FOLDER = fileURLToPath(new URL("../../../../../shared/data/ar/", import.meta.url));
const FULL = `${FOLDER}highradius/open-items-full-columns.csv.gz`;
const REDUCED = `${FOLDER}highradius/open-items-reduced-columns.csv`;
const PREDICTED = `${FOLDER}highradius/open-items-predicted-dates.csv`;
const IBM = `${FOLDER}ibm/late-payment-histories-with-gaps.csv`;

const missing = [FULL, REDUCED, PREDICTED, IBM].filter((file) => !existsSync(file));
if (missing.length > 0) console.warn(`Skipped, for want of the sample files: ${missing.join(", ")}`);

describe.skipIf(missing.length > 0)("the open items of a food manufacturer", () => {
  const sap = (source: string) => ({ source, fileName: source, profile: "sap-fbl5n" }) as const;

  test("go in to the cent, with one account per customer, and change nothing when they come again", async () => {
    const world = await newWorld();
    const report = await importOpenItems(world.worker, sap(FULL));
    expect(report).toMatchObject({
      rows: 7252,
      imported: 7252,
      unchanged: 0,
      rejectedCount: 0,
      totals: { CAD: "12325606.89", USD: "219454924.27" },
      customers: { seen: 355, created: 355 },
      warningCounts: { "due.before_issue": 21, "entity.created": 5, "columns.unread": 1 },
    });
    const twice = report.warnings.filter(({ message }) => message.startsWith("one account, numbered"));
    expect(twice).toHaveLength(87);

    const books = await viewBooks(world);
    expect(books.disagreements).toEqual([]);
    // The world has a customer and a legal entity of its own.
    expect([books.customers.length, books.entities]).toEqual([
      356,
      ["CA02", "U001", "U002", "U005", "U013", "US01"],
    ]);
    expect(books.customers.filter((customer) => customer.startsWith("0200769623 "))).toHaveLength(1);
    expect(books.accounts).toEqual({
      "opening_balance CAD": "-12325606.89",
      "opening_balance USD": "-219454924.27",
      "receivable CAD": "12325606.89",
      "receivable USD": "219454924.27",
    });
    expect(books.items.filter((item) => item.includes(".0 ") || / {2}/.test(item))).toEqual([]);

    const again = await importOpenItems(world.worker, sap(FULL));
    expect(again).toMatchObject({ imported: 0, unchanged: 7252, rejectedCount: 0, totals: report.totals });
    expect(again.customers).toEqual({ seen: 355, created: 0 });
    const after = await viewBooks(world);
    expect([after.items, after.transfers, after.customers]).toEqual([
      books.items,
      books.transfers,
      books.customers,
    ]);
  });

  test("meet another extract of the same ledger: what agrees is left, converted amounts are reported", async () => {
    const world = await newWorld();
    await importOpenItems(world.worker, sap(FULL));
    const report = await importOpenItems(world.worker, { ...sap(REDUCED), currency: "USD" });
    // Of the 603 documents that both have, 585 have an amount in whole cents here: 580 agree, 5 were converted from CAD.
    expect(report).toMatchObject({ rows: 7218, imported: 6412, unchanged: 580, rejectedCount: 226 });
    const reasons = Map.groupBy(report.rejected, ({ reason }) => reason);
    expect([...reasons].map(([reason, rows]) => [reason, rows.length]).sort()).toEqual([
      ["currency differs: books have CAD", 5],
      ["more than the 2 decimals USD has", 221],
    ]);
    expect((await viewBooks(world)).disagreements).toEqual([]);
  });

  test("are read past binary noise and lost zeros, but not past amounts that are no cents", async () => {
    const world = await newWorld();
    const dry = await importOpenItems(world.worker, { ...sap(REDUCED), dryRun: true });
    // Amounts converted at 0.7 have thousandths, and noise around them: 221 rows. 26 are noise around whole cents.
    expect(dry).toMatchObject({
      rows: 7218,
      imported: 6997,
      rejectedCount: 221,
      totals: { USD: "221923434.56" },
      customers: { seen: 350 },
    });
    expect(dry.warningCounts["amount.noise"]).toBe(26);
    const report = await importOpenItems(world.worker, sap(REDUCED));
    expect(report).toEqual({ ...dry, importId: report.importId });
    const predicted = await importOpenItems(world.worker, sap(PREDICTED));
    expect(predicted).toMatchObject({
      rows: 7218,
      imported: 0,
      unchanged: 6997,
      rejectedCount: 221,
      customers: { seen: 350, created: 0 },
    });
  });
});

describe.skipIf(missing.length > 0)("a history of paid invoices", () => {
  test("comes in settled: every invoice with its receipt, nothing open, the late ones late", async () => {
    const world = await newWorld();
    const options = { source: IBM, fileName: "ibm.csv", profile: "ibm-late-payments" } as const;
    const report = await importOpenItems(world.worker, options);
    expect(report).toMatchObject({
      rows: 1680,
      imported: 1680,
      rejectedCount: 0,
      totals: { USD: "98942.60" },
      customers: { seen: 65, created: 65 },
      warningCounts: { "currency.assumed": 1 },
    });
    const books = await viewBooks(world);
    expect(books.disagreements).toEqual([]);
    expect(books.items).toHaveLength(2 * 1680);
    expect(books.items.filter((item) => !item.includes(" open 0.00 "))).toEqual([]);
    expect(books.accounts).toEqual({});
    expect(books.notes.filter((note) => note === "Disputed in source: yes.")).toHaveLength(435);

    const dates = new Map(
      books.dates
        .map((line) => line.split(" ") as [string, string, string])
        .map(([number, ...days]) => [number, days]),
    );
    const late = [...dates].filter(([number, [, due]]) => {
      const paid = dates.get(`R-${number}`)?.[0];
      return paid !== undefined && due !== undefined && daysBetween(due, paid) > 0;
    });
    expect(late).toHaveLength(659);

    expect(await importOpenItems(world.worker, options)).toMatchObject({
      imported: 0,
      unchanged: 1680,
      rejectedCount: 0,
    });
    expect((await viewBooks(world)).items).toEqual(books.items);
  });
});
