import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { importRemittance } from "./import-remittance.ts";
import { readRemittanceDetail } from "./read-remittance.ts";
import { bytesOf, csvOf, filing, newRemittanceWorld } from "./test/remittance-world.ts";

afterAll(close);

const X12 = join(
  import.meta.dirname,
  "../../../../../shared/data/remittance/x12-820/stupidedi/003010-trade-remittance.edi",
);

describe("an advice from a bank or a folder", () => {
  test("is confirmed when it adds up, for the customer whose documents it names", async () => {
    const world = await newRemittanceWorld();
    const itemId = await world.document({ number: "INV-2026-10188", amountMinor: 500_00n });
    const bytes = bytesOf(
      csvOf([
        ["INV-2026-10188", "500.00", "", "", "500.00"],
        ["INV-2026-99999", "20.00", "", "", "20.00"],
      ]),
    );
    const report = await importRemittance(filing(world.worker), { fileName: "a.csv" }, bytes);
    expect(report).toMatchObject({
      isKnown: false,
      remittances: [
        { status: "confirmed", customer: { number: "101" }, totalMinor: 520_00n, lines: 2, found: 1 },
      ],
    });
    const [made] = report.remittances;
    const detail = await readRemittanceDetail(world.contact("viewer"), made?.remittanceId ?? "");
    expect(detail.file).toMatchObject({ name: "a.csv" });
    expect(detail.lines).toMatchObject([
      { itemId, settled: "document" },
      { itemId: null, settled: "open", written: "INV-2026-99999" },
    ]);
    expect(await importRemittance(filing(world.worker), { fileName: "b.csv" }, bytes)).toMatchObject({
      isKnown: true,
      remittances: [{ remittanceId: made?.remittanceId }],
    });
  });

  test("of nobody we know waits without a customer, and of a named one is his", async () => {
    const world = await newRemittanceWorld();
    const bytes = readFileSync(X12);
    const unknown = await importRemittance(filing(world.worker), { fileName: "a.edi" }, bytes);
    expect(unknown).toMatchObject({
      format: "x12-820",
      remittances: [{ status: "confirmed", customer: null, totalMinor: 18_806_08n, lines: 2, found: 0 }],
    });
    const other = await newRemittanceWorld();
    expect(
      await importRemittance(filing(other.worker), { fileName: "a.edi", customer: "0101" }, bytes),
    ).toMatchObject({ remittances: [{ customer: { number: "101" } }] });
    await expect(
      importRemittance(filing(other.worker), { fileName: "a.edi", customer: "999" }, bytes),
    ).rejects.toMatchObject({ code: "customer.missing" });
  });

  test("that does not add up waits for a person, and what is none is refused", async () => {
    const world = await newRemittanceWorld();
    const csv = "Invoice,Paid\nINV-1000,12.3456\n";
    const report = await importRemittance(filing(world.worker), { fileName: "a.csv" }, bytesOf(csv));
    expect(report.remittances).toMatchObject([{ status: "draft" }]);
    await expect(
      importRemittance(filing(world.worker), { fileName: "b.txt" }, bytesOf("Dear colleagues")),
    ).rejects.toMatchObject({ code: "remittance.unreadable" });
  });

  test("at once is taken once, and by nobody of the customer's", async () => {
    const world = await newRemittanceWorld();
    const bytes = bytesOf(csvOf([["INV-2026-10188", "5.00", "", "", "5.00"]]));
    const both = await Promise.all(
      [1, 2].map(() => importRemittance(filing(world.worker), { fileName: "a.csv" }, bytes)),
    );
    expect(new Set(both.map(({ remittances: [made] }) => made?.remittanceId)).size).toBe(1);
    await expect(
      importRemittance(filing(world.contact("admin")), { fileName: "a.csv" }, bytes),
    ).rejects.toMatchObject({ kind: expect.stringMatching(/forbidden|missing/) });
  });
});
