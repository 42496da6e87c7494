import { describe, expect, test } from "vitest";
import { decimalMarkOf, readAmount } from "./amount-text.ts";
import { columnPhrases } from "./column-words.ts";
import { dateOrderOf, readDate } from "./date-text.ts";
import { columnOf } from "./find-header.ts";

describe("an amount as people write it", () => {
  test.each([
    ["1,234.56", "1234.56"],
    ["1.234,56", "1234.56"],
    ["1 234,56", "1234.56"],
    ["1\u202f234,56", "1234.56"],
    ["1'234.56", "1234.56"],
    ["1,23,456.78", "123456.78"],
    ["1.234.567", "1234567"],
    ["(12.00)", "-12.00"],
    ["12.00-", "-12.00"],
    ["-12.00", "-12.00"],
    ["\u221212,00", "-12.00"],
    ["12.00 CR", "-12.00"],
    ["12.00 DR", "12.00"],
    ["$(1,200.00)", "-1200.00"],
    ["12,-", "12"],
    [".50", "0.50"],
    ["0.00-", "0.00"],
  ])("%s is %s whatever the file's habit", (text, amount) => {
    expect(readAmount(text, ".")?.amount).toBe(amount);
    expect(readAmount(text, ",")?.amount).toBe(amount);
  });

  test("names its currency before or behind, and a dollar sign names none", () => {
    expect(readAmount("EUR 1.234,56", ",")).toMatchObject({ amount: "1234.56", currency: "EUR" });
    expect(readAmount("1.234,56 €", ",")).toMatchObject({ currency: "EUR" });
    expect(readAmount("$5.00", ".")).toMatchObject({ amount: "5.00", currency: null });
    expect(readAmount("INV 123", ".")).toBeNull();
  });

  test("has a code in brackets behind it", () => {
    expect(readAmount("120.00- (12)", ".")).toEqual({ amount: "-120.00", currency: null, code: "12" });
  });

  test.each([
    "2026-11-17",
    "17.11.2026",
    "12 May",
    "10 20",
    "1.00%",
    "1,2,3",
    "12.34.56",
    "(5.00",
    "INV-1",
    "",
  ])("%j is none", (text) => {
    expect(readAmount(text, ".")).toBeNull();
  });

  test("tells its decimal mark, or that it cannot", () => {
    expect(["1,5", "1.5", "1,234", "1.234", "1,234.5", "1234", "0,125"].map(decimalMarkOf)).toEqual([
      ",",
      ".",
      "either",
      "either",
      ".",
      null,
      ",",
    ]);
  });
});

describe("a date as people write it", () => {
  test.each([
    "2026-11-17",
    "17.11.2026",
    "17.11.26",
    "11/17/2026",
    "17/11/2026",
    "17-Nov-2026",
    "Nov 17, 2026",
    "Tuesday, November 17, 2026",
    "17 novembre 2026",
    "17 de noviembre de 2026",
    "17. November 2026",
    "17 november 2026",
    "20261117",
    "2026-11-17T08:30:00Z",
    "11/17/2026 8:30 AM",
  ])("%s is the 17th of November", (text) => {
    expect(readDate(text, "dmy")).toBe("2026-11-17");
    expect(readDate(text, "mdy")).toBe("2026-11-17");
  });

  test("with two readings is read by the file's habit", () => {
    expect(dateOrderOf("03/04/2026")).toBe("either");
    expect(readDate("03/04/2026", "dmy")).toBe("2026-04-03");
    expect(readDate("03/04/2026", "mdy")).toBe("2026-03-04");
  });

  test.each(["31/02/2026", "12.00", "INV-2026-1", "99/99/9999", ""])("%j is none", (text) => {
    expect(readDate(text, "dmy")).toBeNull();
  });
});

describe("a header", () => {
  test.each([
    ["Invoice No.", "invoiceNumber"],
    ["Invoice Date", "documentDate"],
    ["Rechnungs-Nr.", "invoiceNumber"],
    ["Ihr Beleg", "invoiceNumber"],
    ["Unser Beleg", "payerNumber"],
    ["Beleg", "documentNumber"],
    ["Skonto (EUR)", "discount"],
    ["Kürzung", "deduction"],
    ["Bruttobetrag EUR", "gross"],
    ["Zahlbetrag", "net"],
    ["N° facture", "invoiceNumber"],
    ["Net à payer", "net"],
    ["Escompte", "discount"],
    ["Nº de factura", "invoiceNumber"],
    ["Importe pagado", "net"],
    ["Factuurnummer", "invoiceNumber"],
    ["Betaald bedrag", "net"],
    ["Numero fattura", "invoiceNumber"],
    ["Importo lordo", "gross"],
    ["Nº da fatura", "invoiceNumber"],
    ["Valor pago", "net"],
    ["Amount", "amount"],
    ["Payment Date", "paymentDate"],
    ["Payment Amount", "net"],
    ["Check #", "paymentReference"],
    ["PO Number", "orderNumber"],
    ["Amount in USD", "amount"],
    ["Retencién", "deduction"],
    ["Invoce Number", "invoiceNumber"],
  ])("%s names the column %s", (header, column) => {
    expect(columnOf(header)).toBe(column);
  });

  test("phrase belongs to one column only, but for words that differ between languages", () => {
    const owners = new Map<string, Set<string>>();
    for (const { meaning, test: pattern } of columnPhrases) {
      owners.set(pattern.source, (owners.get(pattern.source) ?? new Set()).add(meaning));
    }
    const shared = [...owners].filter(([, meanings]) => meanings.size > 1).map(([source]) => source);
    // A currency in Dutch and Italian, the value date in German: what stands below it tells.
    expect(shared).toEqual(["(?:^| )valuta(?: |$)"]);
  });
});
