import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readTable } from "./read-table.ts";
import type { Sheet } from "./table.ts";
import { workbookParts, zipOf } from "./test-zip.ts";

const texts = (sheet: Sheet | undefined) => sheet?.rows.map(({ cells }) => cells.map(({ text }) => text));
const csv = (text: string) => readTable(Buffer.from(text));
const refusal = (bytes: Uint8Array) => {
  try {
    readTable(bytes);
  } catch (error) {
    if (error instanceof RefusedFile) return error.code;
    throw error;
  }
  return null;
};

describe("a CSV file", () => {
  test.each([
    [",", "a,b\n1,2\n"],
    [";", "a;b\n1,5;2,5\n"],
    ["\t", "a\tb\n1\t2\n"],
    ["|", "a|b\n1|2\n"],
  ])("is read with the delimiter %j that its columns show", (delimiter, text) => {
    const table = csv(text);
    expect(table.delimiter).toBe(delimiter);
    expect(table.sheets[0]?.rows).toHaveLength(2);
    expect(table.warnings).toEqual([]);
  });

  test("says its delimiter itself in a first line that spreadsheets write", () => {
    expect(texts(csv("sep=;\r\na;b,c\r\n1;2\r\n").sheets[0])).toEqual([
      ["a", "b,c"],
      ["1", "2"],
    ]);
  });

  test("keeps delimiters, line breaks and quotation marks inside quotation marks, and the line of every row", () => {
    const table = csv('a,b\n"1,5","two\nlines"\n"say ""yes""",3\n');
    expect(texts(table.sheets[0])).toEqual([
      ["a", "b"],
      ["1,5", "two\nlines"],
      ['say "yes"', "3"],
    ]);
    expect(table.sheets[0]?.rows.map(({ number }) => number)).toEqual([1, 2, 4]);
  });

  test("is read in UTF-8 with a mark, UTF-16 with and without one, and windows-1252", () => {
    const text = "Empfänger;Betrag\nMüller;5\n";
    const expected = [
      ["Empfänger", "Betrag"],
      ["Müller", "5"],
    ];
    expect(texts(csv(`\ufeff${text}`).sheets[0])).toEqual(expected);
    expect(texts(readTable(Buffer.from(`\ufeff${text}`, "utf16le")).sheets[0])).toEqual(expected);
    expect(texts(readTable(Buffer.from(text, "utf16le")).sheets[0])).toEqual(expected);
    const western = readTable(Buffer.from(text, "latin1"));
    expect(texts(western.sheets[0])).toEqual(expected);
    expect(western.warnings.map(({ code }) => code)).toEqual(["charset-guessed"]);
  });

  test("keeps rows of another width and says where they are", () => {
    const table = csv("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n");
    expect(table.sheets[0]?.rows).toHaveLength(5);
    expect(table.warnings.map(({ code, location }) => [code, location?.line])).toEqual([
      ["csv-ragged-row", 3],
      ["csv-ragged-row", 4],
    ]);
  });

  test("with a quotation mark that is never closed loses no row", () => {
    const table = csv('a,b\n"12 inch,2\nx,3\n');
    expect(texts(table.sheets[0])).toEqual([
      ["a", "b"],
      ['"12 inch', "2"],
      ["x", "3"],
    ]);
    expect(table.warnings[0]).toMatchObject({ code: "csv-quote", location: { line: 2 } });
  });

  test("with more columns than any table has is refused at its line", () => {
    expect(() => csv(`a,b\n${"1,".repeat(1_001)}\n`)).toThrow(/more than 1000 columns.*line 2/);
  });
});

describe("an XLSX workbook", () => {
  const workbook = async (fill: (book: ExcelJS.Workbook) => void) => {
    const book = new ExcelJS.Workbook();
    fill(book);
    return new Uint8Array(await book.xlsx.writeBuffer());
  };

  test("gives text, numbers and dates as what they are, by the cell's style", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("Avis");
      sheet.addRow(["Invoice", "Date", "Amount", "Number"]);
      const row = sheet.addRow(["INV-1", new Date(Date.UTC(2026, 10, 17)), 1234.56, 42]);
      row.getCell(2).numFmt = "dd.mm.yyyy";
      row.getCell(3).numFmt = '#,##0.00 "days due"';
      row.getCell(4).numFmt = "000000";
    });
    const [sheet] = readTable(bytes).sheets;
    expect(sheet?.name).toBe("Avis");
    expect(sheet?.rows[1]?.cells).toEqual([
      { text: "INV-1", kind: "text" },
      { text: "2026-11-17", kind: "date" },
      { text: "1234.56", kind: "number" },
      { text: "000042", kind: "text" },
    ]);
  });

  test("puts merged text in every cell it spans, and merged numbers in one", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("S");
      sheet.getCell("A1").value = "Amounts";
      sheet.mergeCells("A1:B1");
      sheet.getCell("A2").value = 5;
      sheet.mergeCells("A2:B2");
    });
    expect(texts(readTable(bytes).sheets[0])).toEqual([
      ["Amounts", "Amounts"],
      ["5", ""],
    ]);
  });

  test("leaves hidden sheets aside and says so", async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet("Shown").addRow(["a"]);
      book.addWorksheet("Secret", { state: "hidden" }).addRow(["b"]);
    });
    const table = readTable(bytes);
    expect(table.sheets.map(({ name }) => name)).toEqual(["Shown"]);
    expect(table.warnings).toMatchObject([{ code: "sheet-hidden", location: { sheet: "Secret" } }]);
  });

  test("gives the value a formula had when saved, and says which cells have none", async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet("S");
      sheet.addRow([{ formula: "1+1", result: 2 }, { formula: "A1*2" }, "x"]);
    });
    const table = readTable(bytes);
    expect(texts(table.sheets[0])).toEqual([["2", "", "x"]]);
    expect(table.warnings).toMatchObject([{ code: "cell-without-value", location: { sheet: "S" } }]);
  });

  test("reads inline and shared strings of several runs", () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>in line</t></is></c><c r="C1" t="s"><v>0</v></c><c t="str"><v>a_x000A_b</v></c></row>';
    const strings = {
      name: "xl/sharedStrings.xml",
      data: '<sst><si><r><t xml:space="preserve">one </t></r><r><t>two</t></r></si></sst>',
    };
    expect(texts(readTable(zipOf(workbookParts(rows, [strings]))).sheets[0])).toEqual([
      ["in line", "", "one two", "a\nb"],
    ]);
  });

  test("whose numbers are binary shows the fifteen digits that are meant", () => {
    const row = (...values: string[]) =>
      `<row r="1">${values.map((value) => `<c><v>${value}</v></c>`).join("")}</row>`;
    const bytes = zipOf(
      workbookParts(
        row("1234.5600000000001", "0.30000000000000004", "1E3", "-2.5E-2", "99999999999.989990", "12.50"),
      ),
    );
    expect(texts(readTable(bytes).sheets[0])).toEqual([
      ["1234.56", "0.3", "1000", "-0.025", "99999999999.99", "12.50"],
    ]);
  });

  test("that unpacks to far more than it should is refused while it is unpacked, whatever it claims", () => {
    const bomb = `<row r="1"><c t="str"><v>${"0".repeat(60_000_000)}</v></c></row>`;
    const [rels, book, relations, sheet] = workbookParts(bomb);
    if (!rels || !book || !relations || !sheet) throw new Error("a workbook has four parts");
    expect(refusal(zipOf([rels, book, relations, { ...sheet, claimedSize: 100 }]))).toBe("zip-bomb");
  });

  test("with thousands of entries is refused", () => {
    const parts = Array.from({ length: 2_001 }, (_, index) => ({ name: `f${index}`, data: "x" }));
    expect(refusal(zipOf(parts))).toBe("zip-too-many-entries");
  });

  test("with a document type in any part is refused, and nothing of it is read", () => {
    const entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
    const [rels, book, relations, sheet] = workbookParts("<row><c><v>1</v></c></row>");
    if (!rels || !book || !relations || !sheet) throw new Error("a workbook has four parts");
    for (const part of [rels, book, relations, sheet]) {
      const parts = [rels, book, relations, sheet].map((other) =>
        other === part ? { ...other, data: `${entity}${other.data}` } : other,
      );
      expect(refusal(zipOf(parts))).toBe("xml-doctype");
    }
  });

  test("that is damaged, encrypted, ambiguous or no workbook is refused for what it is", () => {
    const good = zipOf(workbookParts("<row><c><v>1</v></c></row>"));
    expect(refusal(good.subarray(0, good.length - 30))).toBe("zip-damaged");
    const changed = Uint8Array.from(good);
    changed[60] = (changed[60] ?? 0) ^ 0xff;
    expect(refusal(changed)).toBe("zip-damaged");
    expect(refusal(zipOf([{ name: "_rels/.rels", data: "x", encrypted: true }]))).toBe("file-encrypted");
    expect(
      refusal(
        zipOf([
          { name: "a", data: "1" },
          { name: "A", data: "2" },
        ]),
      ),
    ).toBe("zip-ambiguous");
    expect(refusal(zipOf([{ name: "word/document.xml", data: "<w/>" }]))).toBe("zip-unknown");
    expect(refusal(zipOf([{ name: "xl/workbook.bin", data: "x" }]))).toBe("xlsb");
  });

  test("of the years before 2007, or with a password, is refused with what to do", () => {
    const old = Buffer.alloc(1024);
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(old);
    expect(() => readTable(old)).toThrow("This is an old Excel file (.xls). Save it as .xlsx or CSV.");
    old.write("EncryptedPackage", 512, "utf16le");
    expect(refusal(old)).toBe("file-encrypted");
  });
});
