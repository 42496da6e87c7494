import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RefusedFile } from "../refused-file.ts";
import { readTable } from "../table/read-table.ts";
import { workbookParts, zipOf } from "../table/test-zip.ts";
import { readRemittance } from "./read-remittance.ts";
import { drawnPage, tablePieces, textPdf } from "./test-pdf.ts";

/** Whatever the bytes: a file in the one form, or a refusal with a sentence; never anything else. */
async function readsOrRefuses(bytes: Uint8Array): Promise<void> {
  try {
    const file = await readRemittance(bytes, { ocr: false });
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
    for (const { gross, discount, deduction, net } of file.lines) {
      for (const amount of [gross, discount, deduction, net]) {
        if (amount !== null) expect(amount).toMatch(/^-?\d+(?:\.\d+)?$/);
      }
    }
    for (const { sentence, code } of file.warnings) {
      expect(code).toMatch(/^[a-z0-9-]+$/);
      expect(sentence).toMatch(/\.$/);
    }
  } catch (error) {
    // A reader that failed is a fault of ours, though callers see a refusal.
    if (!(error instanceof RefusedFile) || error.code === "reading-failed") throw error;
    expect(error.sentence).toMatch(/\.$/);
    expect(error.sentence.length).toBeLessThan(300);
  }
}

const folder = fileURLToPath(new URL("../../../../../shared/data/remittance/", import.meta.url));
const real = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:edi|xml)$/.test(name))
      .map((name) => readFileSync(`${folder}${name}`))
  : [];
const own: Buffer[] = [
  Buffer.from(
    "ISA*00*          *00*          *ZZ*A              *ZZ*B              *261117*1200*U*00401*000000007*0*P*>~GS*RA*A*B*20261117*1200*7*X*004010~ST*820*0001~BPR*C*80*C*ACH~N1*PR*P~ENT*1~RMR*IV*A-1**80*100~ADX*-20*01~SE*7*0001~GE*1*7~IEA*1*000000007~",
  ),
  Buffer.from('Rechnung;Brutto;Skonto;Netto\n"A-1";1.190,00;23,80;1.166,20\nSumme;;;1.166,20\n', "latin1"),
  Buffer.from(
    zipOf(
      workbookParts(
        '<row r="1"><c t="str"><v>Invoice</v></c><c t="str"><v>Net</v></c></row><row r="2"><c t="str"><v>A</v></c><c><v>1.5</v></c></row>',
      ),
    ),
  ),
];
const seeds = [...real, ...own];

/** Some bytes changed, some cut out, some put in: what mail and disks do to files, and what attackers do. */
const damage = fc.record({
  seed: fc.nat({ max: seeds.length - 1 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 255 })), {
    maxLength: 12,
  }),
  inserted: fc.option(
    fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(
        "<!DOCTYPE x>",
        "<",
        "~",
        "*",
        '"',
        "\0",
        ";",
        "\ufffd",
        "&e;",
        "\n".repeat(50),
        "9".repeat(60),
      ),
    ),
    { nil: null },
  ),
});

function damaged({
  seed,
  cut,
  changes,
  inserted,
}: typeof damage extends fc.Arbitrary<infer Value> ? Value : never): Uint8Array {
  let bytes = Buffer.from(seeds[seed] ?? "");
  for (const [at, value] of changes) bytes[Math.min(bytes.length - 1, Math.floor(at * bytes.length))] = value;
  if (inserted) {
    const at = Math.floor(inserted[0] * bytes.length);
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted[1]), bytes.subarray(at)]);
  }
  return cut === null ? bytes : bytes.subarray(0, Math.floor(cut * bytes.length));
}

describe("whatever comes in", () => {
  test("random bytes are read or refused", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), readsOrRefuses), { numRuns: 500 });
  });

  test("random text is read or refused", async () => {
    const cell = fc.constantFrom(
      "Invoice",
      "Net",
      "Total",
      "1,234.56",
      "A-1",
      "",
      '"',
      ";",
      "\n",
      "12.00-",
      "Summe",
      "01/02/2026",
      "(5)",
      "EUR",
    );
    const table = fc
      .array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 })
      .map((rows) => rows.map((row) => row.join(";")).join("\n"));
    await fc.assert(
      fc.asyncProperty(fc.oneof(table, fc.string({ unit: "grapheme", maxLength: 200 })), (text) =>
        readsOrRefuses(Buffer.from(text)),
      ),
      { numRuns: 500 },
    );
  });

  test("damaged files of every format are read or refused", async () => {
    await fc.assert(
      fc.asyncProperty(damage, (how) => readsOrRefuses(damaged(how))),
      { numRuns: 1_500 },
    );
  }, 240_000);

  test("long files of little are read or refused", async () => {
    const envelope =
      "ISA*00*          *00*          *ZZ*A              *ZZ*B              *261117*1200*U*00401*000000007*0*P*>~GS*RA*A*B*20261117*1200*7*X*004010~ST*820*0001~BPR*C*80*C*ACH~ENT*1~";
    const long = [
      `Invoice,Gross,Net\n${"Subtotal,5.00,6.00\nA-1,1.00,2.00\n".repeat(70_000)}`,
      `${envelope}RMR*IV*A**5~${"REF*ZZ*X~".repeat(150_000)}${"ADX*-1*QQ~".repeat(50_000)}${"NTE*PMT*XXXXXXXXXXXXXXXX~".repeat(50_000)}`,
      `${envelope}${"REF*ZZ*X~".repeat(50_000)}${"RMR*IV*A**5~".repeat(50_000)}`,
      `Document   Invoice no.   Net\n${"ABC-\n".repeat(50_000)}`,
      `Invoice,Net\n${`${"9".repeat(20_000)},1\n`.repeat(100)}`,
      `${"Invoice  Net  ".repeat(3)}\n`.repeat(30_000),
      "<a>".repeat(1_000_000),
      '"'.repeat(5_000_000),
    ];
    for (const text of long) await readsOrRefuses(Buffer.from(text));
  }, 240_000);

  test("tables are read again as they were written, whatever is in their cells", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => text.replace(/\0/g, "").trim());
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rows, (written) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `sep=;\n${written.map((row) => row.map(quoted).join(";")).join("\n")}\n`;
        const read =
          readTable(Buffer.from(text)).sheets[0]?.rows.map((row) => row.cells.map(({ text }) => text)) ?? [];
        expect(read).toEqual(written.filter((row) => row.some((value) => value !== "")));
      }),
      { numRuns: 300 },
    );
  });

  test("damaged PDFs and pictures are read or refused", async () => {
    const pdf = Buffer.from(
      textPdf([
        tablePieces(
          [
            ["Invoice", "Net"],
            ["A-1001", "5.00"],
          ],
          [{ x: 50 }, { x: 300, right: true }],
          50,
        ),
      ]),
    );
    const png = Buffer.from(drawnPage([], "image/png").bytes);
    const changed = fc.record({
      bytes: fc.constantFrom(pdf, pdf, png),
      at: fc.double({ min: 0.01, max: 1, noNaN: true }),
      value: fc.nat({ max: 255 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(changed, async ({ bytes, at, value, cut }) => {
        const copy = Buffer.from(bytes);
        const position = Math.min(copy.length - 1, Math.floor(at * copy.length));
        copy[position] = value;
        await readsOrRefuses(cut ? copy.subarray(0, position) : copy);
      }),
      { numRuns: 12 },
    );
  }, 240_000);
});
