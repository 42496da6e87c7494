import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readRemittance } from "./read-remittance.ts";
import type { RemittanceFile } from "./remittance-file.ts";
import type { TableMapping } from "./table-mapping.ts";

const read = (text: string, mapping?: TableMapping) =>
  readRemittance(Buffer.from(text), mapping === undefined ? {} : { mapping });
const facts = ({ lines }: RemittanceFile) =>
  lines.map(({ documentNumber, gross, discount, deduction, reasonCode, net }) => [
    documentNumber,
    gross,
    discount,
    deduction,
    reasonCode,
    net,
  ]);
const codes = ({ warnings }: RemittanceFile) => warnings.map(({ code }) => code);

describe("a table of a remittance", () => {
  test("in German, in windows-1252, with labels above and a total below, reads to the cent", async () => {
    const text = [
      "Zahlungsavis Nr. 4711;;;;;",
      "Auftraggeber;Müller GmbH;;;;",
      "Zahlungsdatum;18.11.2026;;;;",
      "Rechnungs-Nr.;Rechnungsdatum;Bruttobetrag;Skonto;Kürzung;Zahlbetrag",
      "RE-1001;01.10.2026;1.190,00;23,80;;1.166,20",
      "RE-1002;02.10.2026;2.380,00;47,60;100,00;2.232,40",
      "GS-77;05.10.2026;-119,00;;;-119,00",
      ";;;;Summe EUR;3.279,60",
    ].join("\r\n");
    const file = await readRemittance(Buffer.from(text, "latin1"));
    expect(file).toMatchObject({
      format: "csv",
      payer: "Müller GmbH",
      reference: "4711",
      paymentDate: "2026-11-18",
      currency: "EUR",
      total: "3279.60",
    });
    expect(facts(file)).toEqual([
      ["RE-1001", "1190.00", "23.80", null, null, "1166.20"],
      ["RE-1002", "2380.00", "47.60", "100.00", null, "2232.40"],
      ["GS-77", "-119.00", null, null, null, "-119.00"],
    ]);
    expect(file.lines[0]).toMatchObject({ documentDate: "2026-10-01", location: { line: 5 } });
    expect(codes(file)).toEqual(["charset-guessed", "rows-above-header"]);
  });

  test("with deductions written as negative and a reason in brackets lowers the payment by them", async () => {
    const file = await read(
      'Document,Gross,Deduct.,Net\nINV-10188,"46,820.07",,"46,820.07"\nINV-10190,640.00,120.00- (12),520.00\nTotal,"47,460.07",120.00-,"47,340.07"\n',
    );
    expect(facts(file)).toEqual([
      ["INV-10188", "46820.07", null, null, null, "46820.07"],
      ["INV-10190", "640.00", null, "120.00", "12", "520.00"],
    ]);
    expect(file.total).toBe("47340.07");
    expect(codes(file)).toEqual(["currency-missing"]);
  });

  test.each([
    [
      "French",
      "Facture;Date facture;Montant brut;Escompte;Net réglé;Devise\nFA-1;13/10/2026;1 000,50;20,00;980,50;EUR\n",
    ],
    [
      "Spanish",
      "N.º de factura;Fecha factura;Importe bruto;Descuento;Importe pagado;Moneda\nFA-1;13/10/2026;1.000,50;20,00;980,50;EUR\n",
    ],
    [
      "Dutch",
      "Factuurnummer;Factuurdatum;Brutobedrag;Korting;Betaald bedrag;Valuta\nFA-1;13-10-2026;1.000,50;20,00;980,50;EUR\n",
    ],
    [
      "Italian",
      "Numero fattura;Data fattura;Importo lordo;Sconto;Importo pagato;Valuta\nFA-1;13/10/2026;1.000,50;20,00;980,50;EUR\n",
    ],
    [
      "Portuguese",
      "Nº da fatura;Data da fatura;Valor bruto;Desconto;Valor pago;Moeda\nFA-1;13/10/2026;1.000,50;20,00;980,50;EUR\n",
    ],
    [
      "English",
      'Invoice Number,Invoice Date,Gross Amount,Discount Taken,Amount Paid,Currency\nFA-1,10/13/2026,"1,000.50",20.00,980.50,EUR\n',
    ],
  ])("in %s is read by the words of its header", async (_, text) => {
    const file = await read(text);
    expect(facts(file)).toEqual([["FA-1", "1000.50", "20.00", null, null, "980.50"]]);
    expect(file).toMatchObject({ currency: "EUR", lines: [{ documentDate: "2026-10-13" }] });
  });

  test("takes the supplier's number for the document's, and the payer's own as a reference", async () => {
    const { lines } = await read(
      "Beleg;Ihr Beleg;Vom;Abzüge;Bruttobetrag;Betrag\n510001;90001;01.02.26;2,00-;100,00;98,00\n",
    );
    expect(lines).toMatchObject([
      {
        documentNumber: "90001",
        deduction: "2.00",
        net: "98.00",
        references: [{ kind: "Beleg", value: "510001" }],
      },
    ]);
  });

  test("of several payments is as many remittances", async () => {
    const file = await read(
      "Payment No\tPayment Date\tInvoice Number\tAmount Paid\tCurrency\nP1\t2026-10-01\tA1\t10.00\tUSD\nP1\t2026-10-01\tA2\t20.00\tUSD\nP2\t2026-10-02\tA3\t7.50\tEUR\n",
    );
    expect(
      file.remittances.map(({ reference, paymentDate, currency, lines }) => [
        reference,
        paymentDate,
        currency,
        lines.length,
      ]),
    ).toEqual([
      ["P1", "2026-10-01", "USD", 2],
      ["P2", "2026-10-02", "EUR", 1],
    ]);
    expect(file).toMatchObject({ reference: null, currency: null, total: null });
  });

  test("that names a payment and its total in its first row only goes on with it below", async () => {
    const file = await read(
      "Check No;Check Total;Invoice;Amount Paid\nC1;30.00;A1;10.00\n;;A2;20.00\nC2;5.00;A3;5.00\n",
    );
    expect(file.remittances.map(({ reference, total, lines }) => [reference, total, lines.length])).toEqual([
      ["C1", "30.00", 2],
      ["C2", "5.00", 1],
    ]);
    expect(file.total).toBe("35.00");
  });

  test("whose totals do not fit its lines says which", async () => {
    const file = await read(
      "Invoice,Gross,Discount,Net\nA-1,100.00,2.00,98.00\nA-2,50.00,,49.00\nTotal,151.00,2.00,148.00\n",
    );
    expect(file.warnings.map(({ code, sentence }) => `${code}: ${sentence}`)).toEqual([
      "column-total-differs: The gross amounts add up to 150.00, the total row says 151.00.",
      "currency-missing: The remittance states no currency.",
      "total-differs: The lines add up to 147.00, the total says 148.00.",
      "line-differs: Document A-2: gross 50.00 less discount 0, deduction 0 is not 49.00.",
    ]);
    expect(file.lines).toHaveLength(2);
  });

  test("with subtotals counts no amount twice", async () => {
    const file = await read(
      "Invoice,Amount Paid\nA-1,10.00\nA-2,20.00\nSubtotal,30.00\nA-3,5.00\nSubtotal,5.00\nGrand total,35.00\n",
    );
    expect(file.lines).toHaveLength(3);
    expect(file.total).toBe("35.00");
    expect(codes(file)).toEqual(["currency-missing"]);
  });

  test("with amounts that can be read in two ways reads them by the others, or says that it guessed", async () => {
    const told = await read("Rechnung;Betrag\nA-1;1.234\nA-2;17,50\n");
    expect(facts(told).map((line) => line[5])).toEqual(["1234", "17.50"]);
    const guessed = await read("Invoice;Amount\nA-1;1.234\n");
    expect(facts(guessed).map((line) => line[5])).toEqual(["1234"]);
    expect(codes(guessed)).toContain("amount-ambiguous");
  });

  test("keeps rows without a number, and amounts it cannot read are said", async () => {
    const file = await read(
      "Invoice,Description,Amount Paid\nA-1,Freight,10.00\n,Bank charges,-2.50\nA-2,Freight,1O.OO\n",
    );
    expect(file.lines.map(({ documentNumber, net, note }) => [documentNumber, net, note])).toEqual([
      ["A-1", "10.00", "Freight"],
      [null, "-2.50", "Bank charges"],
      ["A-2", null, "Freight"],
    ]);
    expect(codes(file)).toContain("amount-unreadable");
    expect(codes(file)).toContain("net-missing");
  });

  test("without a header that can be understood is refused with what to do", async () => {
    const error = await read("foo,bar\n1,2\n").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RefusedFile);
    expect(error).toMatchObject({ code: "table-without-header" });
  });
});

describe("a saved mapping", () => {
  test("reads columns by their headers or letters, with the marks and orders it states", async () => {
    const mapping: TableMapping = {
      columns: { documentNumber: "Kolonne 1", net: "C", documentDate: "when" },
      decimal: ",",
      dates: "mdy",
      currency: "SEK",
    };
    const file = await read("Kolonne 1;When;x\nA-1;03/04/2026;1,234\n", mapping);
    expect(file).toMatchObject({
      currency: "SEK",
      lines: [{ documentNumber: "A-1", documentDate: "2026-03-04", net: "1.234" }],
    });
  });

  test("reads a table without a header", async () => {
    const file = await read("A-1;10,50\nA-2;5\n", {
      headerRow: 0,
      columns: { documentNumber: "A", net: "B" },
    });
    expect(facts(file).map(([number, , , , , net]) => [number, net])).toEqual([
      ["A-1", "10.50"],
      ["A-2", "5"],
    ]);
  });

  test("that does not fit the file is refused by the name of the column", async () => {
    const error = await read("a,b\n1,2\n", { columns: { net: "Net paid" } }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "mapping-misfit", sentence: 'The file has no column "Net paid".' });
  });
});

test("a workbook with title rows, a header of two merged rows and typed cells is read like a table of text", async () => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("Remittance");
  sheet.addRow(["Meridian Freight, Inc."]);
  sheet.addRow(["Payment date", new Date(Date.UTC(2026, 10, 18))]);
  sheet.getCell("B2").numFmt = "yyyy-mm-dd";
  sheet.addRow(["Payment reference:", "MF-3391"]);
  sheet.addRow([]);
  sheet.addRow(["Invoice", "Invoice", "Amounts in USD", "", ""]);
  sheet.addRow(["number", "date", "Gross", "Discount", "Net"]);
  sheet.mergeCells("C5:E5");
  sheet.addRow(["INV-1", new Date(Date.UTC(2026, 8, 1)), 1000.1, 20, 980.1]);
  sheet.getCell("B7").numFmt = "dd/mm/yyyy";
  sheet.addRow(["INV-2", null, 0.3, null, 0.3]);
  sheet.addRow(["Total", null, 1000.4, 20, 980.4]);
  const file = await readRemittance(new Uint8Array(await book.xlsx.writeBuffer()));
  expect(file).toMatchObject({
    format: "xlsx",
    reference: "MF-3391",
    paymentDate: "2026-11-18",
    currency: "USD",
    total: "980.4",
  });
  expect(facts(file)).toEqual([
    ["INV-1", "1000.1", "20", null, null, "980.1"],
    ["INV-2", "0.3", null, null, null, "0.3"],
  ]);
  expect(file.lines[0]).toMatchObject({
    documentDate: "2026-09-01",
    location: { sheet: "Remittance", record: 7 },
  });
  expect(codes(file)).toEqual(["rows-above-header"]);
});
