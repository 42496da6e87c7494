import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readPages } from "./read-pages.ts";
import { readRemittance } from "./read-remittance.ts";
import type { RemittanceFile } from "./remittance-file.ts";
import { contentPdf, drawnPage, scannedPdf, tablePieces, textPdf } from "./test-pdf.ts";

const left = (x: number) => ({ x });
const right = (x: number) => ({ x, right: true });
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

const american = [
  { x: 50, y: 60, text: "Meridian Freight & Customs Brokerage Group, Inc." },
  { x: 50, y: 80, text: "Remittance advice MF-PAY-3391" },
  { x: 50, y: 95, text: "To: Parlance Communications, Inc." },
  { x: 50, y: 110, text: "Payment date: 11/17/2026" },
  { x: 50, y: 125, text: "Currency: USD" },
  ...tablePieces(
    [
      ["Document", "Gross", "Deduct.", "Net"],
      ["INV-2026-10188", "46,820.07", "", "46,820.07"],
      ["INV-2026-10261", "3,000.00", "", "3,000.00"],
      ["INV-2026-10190", "640.00", "120.00- (12)", "520.00"],
      ["INV-2026-10910", "1,236.00", "", "1,236.00"],
      ["Total", "51,696.07", "120.00-", "51,576.07"],
    ],
    [left(50), right(250), right(350), right(450)],
    160,
  ),
];
const americanFacts = [
  ["INV-2026-10188", "46820.07", null, null, null, "46820.07"],
  ["INV-2026-10261", "3000.00", null, null, null, "3000.00"],
  ["INV-2026-10190", "640.00", null, "120.00", "12", "520.00"],
  ["INV-2026-10910", "1236.00", null, null, null, "1236.00"],
];
const americanHead = {
  payee: "Parlance Communications, Inc.",
  reference: "MF-PAY-3391",
  paymentDate: "2026-11-17",
  currency: "USD",
  total: "51576.07",
};

describe("a PDF with text", () => {
  test("is read by the columns of its header, labels above and total below", async () => {
    const file = await readRemittance(textPdf([american]));
    expect(file).toMatchObject({ format: "pdf", readBy: "text", ...americanHead });
    expect(facts(file)).toEqual(americanFacts);
    expect(file.lines[2]).toMatchObject({ confidence: null, location: { page: 1 } });
    expect(codes(file)).toEqual([]);
  });

  test("of several pages goes on under the header of each page, and carries no amount forward twice", async () => {
    const header = ["Beleg", "Ihr Beleg", "Datum", "Abzüge EUR", "Bruttobetrag EUR", "Nettobetrag EUR"];
    const places = [left(50), left(120), left(200), right(330), right(430), right(530)];
    const first = [
      { x: 50, y: 120, text: "Zahlungsempfänger:" },
      { x: 160, y: 120, text: "Parlance Deutschland GmbH" },
      { x: 50, y: 134, text: "Zahlungsdatum: 18.11.2026" },
      ...tablePieces(
        [
          header,
          ["1900000101", "90012345", "01.10.2026", "35,70", "1.190,00", "1.154,30"],
          ["1900000102", "90012346", "02.10.2026", "0,00", "2.380,00", "2.380,00"],
          ["", "", "Übertrag", "35,70", "3.570,00", "3.534,30"],
        ],
        places,
        200,
      ),
    ];
    const second = [
      ...tablePieces(
        [
          header,
          ["", "", "Übertrag", "35,70", "3.570,00", "3.534,30"],
          ["1700000103", "GS-900777", "05.10.2026", "0,00", "119,00-", "119,00-"],
          ["Summe", "", "", "35,70", "3.451,00", "3.415,30"],
        ],
        // The second page stands further to the right.
        places.map((place) => ({ ...place, x: place.x + 25 })),
        100,
      ),
      { x: 50, y: 300, text: "Mit freundlichen Grüßen" },
    ];
    const file = await readRemittance(textPdf([first, second]));
    expect(file).toMatchObject({
      payee: "Parlance Deutschland GmbH",
      paymentDate: "2026-11-18",
      currency: "EUR",
      total: "3415.30",
    });
    expect(facts(file)).toEqual([
      ["90012345", "1190.00", null, "35.70", null, "1154.30"],
      ["90012346", "2380.00", null, "0.00", null, "2380.00"],
      ["GS-900777", "-119.00", null, "0.00", null, "-119.00"],
    ]);
    expect(file.lines[2]).toMatchObject({
      location: { page: 2 },
      references: [{ kind: "Beleg", value: "1700000103" }],
    });
    expect(codes(file)).toEqual(["text-not-used"]);
  });

  test("whose header takes two lines and whose text runs beside its column is read by where it stands", async () => {
    const stub = [
      { x: 400, y: 50, text: "Check Number: 0012345" },
      { x: 400, y: 64, text: "Check Date: 10/05/2026" },
      { x: 50, y: 64, text: "Vendor: Parlance Communications, Inc." },
      ...tablePieces(
        [
          ["Invoice", "Invoice", "", "Gross", "Discount", "Net"],
          ["Number", "Date", "Description", "Amount", "Taken", "Amount"],
          ["10188", "09/01/2026", "Freight Sept. store 12", "$500.00", "$10.00", "$490.00"],
          [
            "10189",
            "09/13/2026",
            "Long description of what was delivered there",
            "$1,100.00",
            "$0.00",
            "$1,100.00",
          ],
          ["CM-77", "09/14/2026", "Credit for damaged goods", "($50.00)", "$0.00", "($50.00)"],
        ],
        [left(50), left(110), left(180), right(420), right(480), right(550)],
        120,
      ),
      { x: 380, y: 240, text: "Check Total:" },
      { x: 550, y: 240, text: "$1,540.00", right: true },
    ];
    const file = await readRemittance(textPdf([stub]));
    expect(file).toMatchObject({
      payee: "Parlance Communications, Inc.",
      reference: "0012345",
      paymentDate: "2026-10-05",
      total: "1540.00",
    });
    expect(facts(file)).toEqual([
      ["10188", "500.00", "10.00", null, null, "490.00"],
      ["10189", "1100.00", "0.00", null, null, "1100.00"],
      ["CM-77", "-50.00", "0.00", null, null, "-50.00"],
    ]);
    expect(file.lines.map(({ documentDate, note }) => [documentDate, note])).toEqual([
      ["2026-09-01", "Freight Sept. store 12"],
      ["2026-09-13", "Long description of what was delivered there"],
      ["2026-09-14", "Credit for damaged goods"],
    ]);
  });

  test("whose cells are wrapped makes one row of the lines of each", async () => {
    const places = [left(50), left(110), left(180), right(380), right(470)];
    const row = (
      top: number,
      date: readonly string[],
      gross: string,
      net: string,
      number: readonly string[],
    ) => [
      ...tablePieces(
        number.map((text) => [text]),
        [left(50)],
        top,
        12,
      ),
      ...tablePieces(
        date.map((text) => ["", text]),
        [left(50), left(110)],
        top + 6,
        12,
      ),
      { x: 180, y: top + 12, text: "Voice services" },
      { x: 380, y: top + 12, text: gross, right: true },
      { x: 470, y: top + 12, text: net, right: true },
    ];
    const page = [
      ...tablePieces(
        [
          ["Invoice", "Invoice", "Description", "Gross", "Amount"],
          ["Number", "Date", "", "Amount", "Paid"],
        ],
        places,
        80,
        12,
      ),
      ...row(120, ["01-SEP-", "2026"], "1,000.00", "1,000.00", ["INV-", "2026-", "10188"]),
      ...row(170, ["15-SEP-", "2026"], "(54.33)", "(54.33)", ["CM-", "2026-", "00077"]),
    ];
    const { lines } = await readRemittance(textPdf([page]));
    expect(
      lines.map(({ documentNumber, documentDate, gross, net, note }) => [
        documentNumber,
        documentDate,
        gross,
        net,
        note,
      ]),
    ).toEqual([
      ["INV-2026-10188", "2026-09-01", "1000.00", "1000.00", "Voice services"],
      ["CM-2026-00077", "2026-09-15", "-54.33", "-54.33", "Voice services"],
    ]);
  });

  test("with another payment on every page has as many remittances", async () => {
    const advice = (reference: string, number: string) => [
      { x: 50, y: 50, text: `Payment reference: ${reference}` },
      ...tablePieces(
        [
          ["Invoice", "Net"],
          [number, "50.00"],
          ["Total", "50.00"],
        ],
        [left(50), right(300)],
        100,
      ),
    ];
    const file = await readRemittance(textPdf([advice("A-1", "INV-1"), advice("B-2", "INV-2")]));
    expect(
      file.remittances.map(({ reference, total, lines }) => [
        reference,
        total,
        lines.map(({ documentNumber }) => documentNumber),
      ]),
    ).toEqual([
      ["A-1", "50.00", ["INV-1"]],
      ["B-2", "50.00", ["INV-2"]],
    ]);
    expect(file.total).toBe("100.00");
  });

  test("without a header is read by the shape of its lines, and says that it guessed", async () => {
    const plain = tablePieces(
      [
        ["INV-1001", "01/09/2026", "1,100.00"],
        ["INV-1002", "13/09/2026", "2,200.00"],
        ["Total", "", "3,300.00"],
      ],
      [left(50), left(150), right(400)],
      100,
    );
    const file = await readRemittance(textPdf([plain]));
    expect(file.total).toBe("3300.00");
    expect(
      file.lines.map(({ documentNumber, documentDate, net }) => [documentNumber, documentDate, net]),
    ).toEqual([
      ["INV-1001", "2026-09-01", "1100.00"],
      ["INV-1002", "2026-09-13", "2200.00"],
    ]);
    expect(codes(file)).toEqual(["columns-guessed", "currency-missing"]);
  });

  test("without any table, or with a password, or damaged, is refused for what it is", async () => {
    const refusal = (bytes: Uint8Array) => readRemittance(bytes).catch((error: unknown) => error);
    expect(
      await refusal(textPdf([[{ x: 50, y: 50, text: "Dear all, the money is on its way." }]])),
    ).toMatchObject({
      name: "RefusedFile",
      code: "page-without-table",
      location: { page: 1 },
    });
    const locked = Buffer.from(
      Buffer.from(textPdf([american]))
        .toString("latin1")
        .replace(
          "/Root 1 0 R",
          `/Root 1 0 R /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"11".repeat(32)}> /U <${"22".repeat(32)}> >>`,
        ),
      "latin1",
    );
    expect(await refusal(locked)).toMatchObject({ name: "RefusedFile", code: "file-encrypted" });
    expect(await refusal(Buffer.from("%PDF-1.7\nnothing here"))).toMatchObject({
      name: "RefusedFile",
      code: "pdf-damaged",
    });
  });
});

test("a letter or mail whose table is made of blanks is read like a page", async () => {
  const text = [
    "Dear Parlance team,",
    "Payment reference: WIRE-77",
    "",
    "Invoice no.      Date          Gross     Discount         Paid",
    "INV-1001         01/09/2026    1,100.00      22.00     1,078.00",
    "INV-1002         13/09/2026    2,200.00                2,200.00",
    "Total                          3,300.00      22.00     3,278.00",
  ].join("\n");
  const file = await readRemittance(Buffer.from(text));
  expect(file).toMatchObject({ format: "text", reference: "WIRE-77", total: "3278.00" });
  expect(facts(file)).toEqual([
    ["INV-1001", "1100.00", "22.00", null, null, "1078.00"],
    ["INV-1002", "2200.00", null, null, null, "2200.00"],
  ]);
});

describe("a file that costs too much", () => {
  const pdf = textPdf([american]);

  test("is given up after its time, or at its memory, and the process lives on", async () => {
    const reading = { kind: "pdf", bytes: pdf, ocr: false } as const;
    await expect(readPages(reading, { time: 1 })).rejects.toMatchObject({
      name: "RefusedFile",
      code: "reading-too-long",
    });
    await expect(readPages(reading, { processMb: 1 })).rejects.toMatchObject({ code: "reading-too-large" });
    expect((await readPages(reading)).pages).toHaveLength(1);
  });

  test("because it unpacks twice to a thousand times its size, ends in a refusal", async () => {
    const bomb = deflateSync(deflateSync(Buffer.alloc(24 * 1024 * 1024, " "), { level: 9 }), { level: 9 });
    const head = `<< /Filter [/FlateDecode /FlateDecode] /Length ${bomb.length} >>`;
    const page = Buffer.concat([Buffer.from(`${head}\nstream\n`), bomb, Buffer.from("\nendstream")]);
    await expect(readRemittance(contentPdf(page), { ocr: false })).rejects.toBeInstanceOf(RefusedFile);
  });
});

describe("a picture of a remittance", () => {
  test.each(["image/png", "image/jpeg"] as const)(
    "(%s) is read by OCR, and says so with how sure every line is",
    async (kind) => {
      const file = await readRemittance(drawnPage(american, kind).bytes);
      expect(file).toMatchObject({ format: "image", readBy: "ocr", ...americanHead });
      expect(facts(file)).toEqual(americanFacts);
      expect(
        file.lines.every(({ confidence }) => confidence !== null && confidence > 50 && confidence <= 100),
      ).toBe(true);
      expect(codes(file)).toEqual(["read-by-ocr"]);
    },
  );

  test("with rules around its cells is read as if it had none", async () => {
    const ruled = drawnPage(american, "image/png", [40, 300, 400]);
    expect(facts(await readRemittance(ruled.bytes))).toEqual(americanFacts);
  });

  test("inside a PDF is read from the page", async () => {
    const { bytes, width, height } = drawnPage(american, "image/jpeg");
    const file = await readRemittance(scannedPdf(bytes, width, height));
    expect(file).toMatchObject({ format: "pdf", readBy: "ocr", ...americanHead });
    expect(facts(file)).toEqual(americanFacts);
  });

  test("is refused when reading pictures is switched off", async () => {
    const error = await readRemittance(drawnPage(american, "image/png").bytes, { ocr: false }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(RefusedFile);
    expect(error).toMatchObject({ code: "scan-unread" });
  });

  test("that claims more pixels than any page, or is cut off, is refused before it is drawn", async () => {
    const flood = Buffer.from(drawnPage([], "image/png").bytes);
    flood.writeUInt32BE(100_000, 16);
    flood.writeUInt32BE(100_000, 20);
    const refusal = (bytes: Uint8Array) => readRemittance(bytes).catch((error: unknown) => error);
    expect(await refusal(flood)).toMatchObject({ name: "RefusedFile", code: "picture-too-large" });
    const tiff = Buffer.from("49492a00080000000100000103000100", "hex");
    expect(await refusal(tiff)).toMatchObject({ name: "RefusedFile", code: "picture-damaged" });
  });
});
