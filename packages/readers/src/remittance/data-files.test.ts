import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sumOf } from "../decimal.ts";
import { readRemittance } from "./read-remittance.ts";

/** Real files, with what their list states of them; the folder is not part of the repository. */
const folder = fileURLToPath(new URL("../../../../../shared/data/remittance/", import.meta.url));
const read = (path: string) => readRemittance(readFileSync(`${folder}${path}`));
const absent = !existsSync(folder);

describe.skipIf(absent)("real X12 820 files (skipped where ../shared/data/remittance is absent)", () => {
  test.each([
    ["X218-list-bill", "005010X218", "20000", 3],
    ["X218-summary-bill", "005010X218", "20000", 1],
    ["X306-different-types-of-payment-made-by-the-hix", "005010X306", "220", 5],
    ["X306-final-hix-820-aptc-adjustments", "005010X306", "910", 8],
    ["X306-final-hix-820-charges-exceed-payments", "005010X306", "0", 3],
    ["X306-final-hix-820-current-month-debt-amount-covered-by-affiliate", "005010X306", "0", 9],
    ["X306-final-hix-820-payments-exceed-charges", "005010X306", "1110", 6],
    ["X306-hix-820-final-csr-manual-adjustment", "005010X306", "325", 5],
    ["X306-hix-820-optional-csr-manual-adjustment", "005010X306", "0", 5],
    ["X306-initial-hix-820-optional-aptc-adjustments", "005010X306", "0", 9],
    ["X306-initial-hix-820-optional-debt-amount-covered-by-affiliate", "005010X306", "0", 9],
    ["X306-initial-hix-820-optional-payments-exceed-charges", "005010X306", "0", 7],
    ["X306-initial-hix-820-optional-replace-csr-manual-adjustment-with-retroactive", "005010X306", "0", 9],
  ])("%s: %s pays %s in %i items that add up to it", async (name, version, total, items) => {
    const file = await read(`x12-820/stupidedi/${name}.edi`);
    expect(file).toMatchObject({ format: "x12-820", version, total });
    expect(file.lines).toHaveLength(items);
    expect(sumOf(file.lines.map(({ net }) => net ?? "missing"))).toBe(total);
    // None of them names a currency; everything else fits.
    expect(file.warnings.map(({ code }) => code)).toEqual(["currency-missing"]);
  });

  test("the list bill deducts 1100 in two adjustments for reason 52", async () => {
    const { lines, payer, payee, reference, paymentDate } = await read(
      "x12-820/stupidedi/X218-list-bill.edi",
    );
    expect({ payer, payee, reference, paymentDate }).toEqual({
      payer: "ABC PLASTICS",
      payee: "DEF HEALTHCARE CO",
      reference: "12345",
      paymentDate: "2007-06-20",
    });
    expect(
      lines.map(({ documentNumber, gross, deduction, reasonCode, net }) => [
        documentNumber,
        gross,
        deduction,
        reasonCode,
        net,
      ]),
    ).toEqual([
      ["190206123", null, null, null, "7000"],
      ["163910163", "11000", "1000", "52", "10000"],
      ["179203456", "3100", "100", "52", "3000"],
    ]);
    expect(lines.flatMap(({ adjustments }) => adjustments.map(({ amount }) => amount))).toEqual([
      "-1000",
      "-100",
    ]);
  });

  test("the automotive remittance pays 18806.08 for two invoices of three items each", async () => {
    const file = await read("x12-820/stupidedi/003010-trade-remittance.edi");
    expect(file).toMatchObject({
      version: "003010",
      total: "18806.08",
      payee: "JOHN DOE",
      paymentDate: "1996-02-23",
    });
    expect(file.lines.map(({ documentNumber, net }) => [documentNumber, net])).toEqual([
      ["0900", "8136.13"],
      ["8221", "10669.95"],
    ]);
    // Eight RMT in all: six of them are items of the two invoices, and add up to them.
    expect(file.lines.map(({ items }) => sumOf(items.map(({ amount }) => amount ?? "missing")))).toEqual([
      "8136.13",
      "10669.95",
    ]);
  });
});

describe.skipIf(absent)("real ISO 20022 files (skipped where ../shared/data/remittance is absent)", () => {
  test("the textbook pain.001 has three payments in three currencies, each for one document", async () => {
    const file = await read("iso20022/moov/pain001-abc-three-currencies.xml");
    expect(file).toMatchObject({
      format: "pain.001",
      version: "pain.001.001.03",
      payer: "ABC Corporation",
      currency: null,
      total: null,
    });
    expect(
      file.remittances.map(({ currency, total, lines }) => [
        currency,
        total,
        lines.map(({ documentNumber }) => documentNumber),
      ]),
    ).toEqual([
      ["JPY", "10000000", ["4562"]],
      ["EUR", "500000", ["ABC-13679"]],
      ["USD", "1000000", ["987-AC"]],
    ]);
    expect(file.warnings).toEqual([]);
  });

  /**
   * The list says 7 payments of CHF 37.00: it counts instructed amounts. The eighth is given as an equivalent of CHF 1
   * that arrives in euro; with it the control sum of 38.00 fits, and the header's count of 7 does not.
   */
  test("the Swiss pain.001 has eight payments, one more than it counts, that add up to its control sum", async () => {
    const file = await read("iso20022/moov/pain001-ch-muster-2020.xml");
    expect(file).toMatchObject({ version: "pain.001.001.03.ch.02", currency: "CHF", total: "38.00" });
    expect(file.remittances).toHaveLength(8);
    expect(
      file.lines
        .filter(({ documentNumber }) => documentNumber !== null)
        .map(({ documentNumber, documentKind }) => [documentNumber, documentKind]),
    ).toEqual([
      ["120000000000234478943216899", "CdtrRef"],
      ["976471818744726494745968140", "QRR"],
      ["RF18539007547034", "SCOR"],
    ]);
    expect(file.lines.filter(({ note }) => note !== null)).toHaveLength(5);
    expect(file.warnings.map(({ code }) => code)).toEqual(["count-differs", "amount-equivalent"]);
  });

  test("the Lithuanian pain.001 pays 111.11 US dollars with free text", async () => {
    const file = await read("iso20022/moov/pain001-lt-international-usd.xml");
    expect(file).toMatchObject({
      payer: "IMONE X",
      payee: "COMPANY Z",
      reference: "EndToEndId0002",
      paymentDate: "2015-09-28",
      currency: "USD",
      total: "111.11",
    });
    expect(file.lines).toMatchObject([
      { documentNumber: null, net: "111.11", netFrom: "payment", note: "Payment details" },
    ]);
    expect(file.warnings).toEqual([]);
  });

  test("the pain.002 is a status report: no remittance, and its rejections are said", async () => {
    const file = await read("iso20022/moov/pain002-ch-rejected.xml");
    expect(file).toMatchObject({ format: "pain.002", remittances: [], lines: [], total: null });
    expect(file.warnings.map(({ code }) => code)).toEqual([
      "status-report",
      "payment-rejected",
      "payment-rejected",
      "no-remittance",
    ]);
    expect(file.warnings[2]?.sentence).toBe(
      "Payment EndToEndId-006-01-01 was rejected: AC01, 1301813;Konto ungültig.",
    );
  });

  test("the smallest remt.001 is valid and holds no remittance", async () => {
    const file = await read("iso20022/moov/remt001-v04-minimal.xml");
    expect(file).toMatchObject({
      format: "remt.001",
      version: "remt.001.001.04",
      remittances: [],
      lines: [],
    });
    expect(file.warnings.map(({ code }) => code)).toEqual(["no-remittance"]);
  });
});
