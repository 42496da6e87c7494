import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf, filesIn, realFiles } from "../../test/bank-files.ts";
import { RefusedFile } from "../refused-file.ts";
import { readBankStatement } from "./read-bank-statement.ts";

const encoded = (text: string) => new TextEncoder().encode(text);
const mt = ":20:A\n:25:1\n:60F:C260330EUR1,00\n:61:260331C2,00NTRFX\n:62F:C260331EUR3,00\n";

/** Reads, or is refused; anything else that happens is a fault of the reader. */
function readOrRefused(bytes: Uint8Array): "read" | "refused" {
  try {
    readBankStatement(bytes);
    return "read";
  } catch (error) {
    if (error instanceof RefusedFile) return "refused";
    throw error;
  }
}

describe("reading a bank statement", () => {
  it("tells the format by content, whatever the file is called", () => {
    expect(readBankStatement(encoded(mt), { fileName: "statement.xml" }).format).toBe("mt940");
  });

  it("inflates gzip up to its bound", () => {
    expect(readBankStatement(gzipSync(encoded(mt))).statements).toHaveLength(1);
    expect(() => readBankStatement(gzipSync(Buffer.alloc(200_000, 32)), { maxBytes: 100_000 })).toThrow(
      "holds more than 100,000 bytes",
    );
    expect(() => readBankStatement(gzipSync(encoded(mt)).subarray(0, 30))).toThrow("damaged or cut off");
    expect(() => readBankStatement(encoded(mt), { maxBytes: 10 })).toThrow("more than 10 bytes");
  });

  it("reads UTF-16 with and without its mark, and UTF-8 with one", () => {
    for (const bytes of [
      new Uint8Array(Buffer.from(`\ufeff${mt}`, "utf16le")),
      new Uint8Array(Buffer.from(mt, "utf16le")),
      encoded(`\ufeff${mt}`),
    ]) {
      expect(readBankStatement(bytes)).toMatchObject({ format: "mt940", warnings: [] });
    }
  });

  it("names what a file is instead of a statement", () => {
    expect(() => readBankStatement(encoded("%PDF-1.7"))).toThrow("The file is a PDF");
    expect(() => readBankStatement(new Uint8Array())).toThrow("The file is empty");
    expect(() => readBankStatement(encoded(" \r\n "))).toThrow("nothing but blanks");
    expect(() => readBankStatement(encoded("hello"))).toThrow("no bank statement of a known format");
  });

  it("gives the same answer for the same bytes", () => {
    expect(readBankStatement(encoded(mt))).toEqual(readBankStatement(encoded(mt)));
  });
});

describe("whatever the bytes, a reader reads or refuses", () => {
  it("for noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readOrRefused(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it("for pieces of every format in any order", () => {
    const pieces = fc.constantFrom(
      ...'01,A,B,260331,0600,1,80,1,2/\n|02,A,B,1,260330,,USD,2/\n|03,1,USD,010,+1,,/\n|16,115,99,S,1,,/\n|16,142,1,D,9,0/\n|88,a,b/\n|49,1,2/\n|98,1,1,1/\n|99,1,1,1/\n|:20:A\n|:25:X\n|:28C:1/1\n|:60F:C260331EUR1,\n|:61:2603310229RDR1,NTRF//\n|:61:x\n|:86:166?20EREF+?21\n|:86:/EREF//REMI/\n|:62F:D260231EUR1\n|:90D:1EUR1,\n|-}\n|{1:}{2:O940}{4:\n|OFXHEADER:100\n|<OFX>|<STMTTRNRS>|<STMTRS>|<BANKTRANLIST>|<STMTTRN>|<TRNAMT>1|</STMTTRN>|</STMTRS>|</OFX>|&#x110000;|<!--|]]>|Date,Amount\n|2026-03-31,1\n|31/12/99;-1,5\n|\u0000|\u00ff|,|;|"'.split(
        "|",
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        readOrRefused(encoded(parts.join("")));
      }),
      { numRuns: 1500 },
    );
  });

  it("for camt with elements of any text, missing, doubled or nested in each other", () => {
    const names =
      "Stmt Ntry Amt CdtDbtInd Sts Cd BookgDt Dt DtTm NtryDtls TxDtls Btch NbOfTxs TtlAmt RmtInf Strd RfrdDocInf RfrdDocAmt RmtdAmt Bal Tp CdOrPrtry TxsSummry TtlNtries Sum Acct Id IBAN Chrgs Rcrd RltdPties Dbtr Pty Nm".split(
        " ",
      );
    const leaf = fc.constantFrom(
      "",
      "1",
      "-1.5",
      "CRDT",
      "OPBD",
      "BOOK",
      "2026-02-31",
      "x".repeat(50),
      "1e9",
      "&amp;",
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        leaf,
        fc
          .tuple(fc.constantFrom(...names), fc.array(tie("tree"), { maxLength: 5 }))
          .map(([name, inside]) => `<${name} Ccy="EUR">${inside.join("")}</${name}>`),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 8 }), (trees) => {
        readOrRefused(
          encoded(`<Document><BkToCstmrStmt><Stmt>${trees.join("")}</Stmt></BkToCstmrStmt></Document>`),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe.skipIf(!realFiles.present)(`${realFiles.name}, damaged`, () => {
  const small = [
    "bai2",
    "camt052/genkgo",
    "camt053/genkgo",
    "camt053/oca",
    "camt054/genkgo",
    "csv-xlsx",
    "mt940",
    "mt942",
    "ofx",
  ].flatMap(filesIn);

  it("are read or refused when bytes are changed, cut out, doubled or left off", () => {
    const damage = fc.record({
      file: fc.constantFrom(...small),
      kind: fc.constantFrom("change", "cut", "double", "truncate", "lines"),
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 60 }),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(damage, ({ file, kind, from, length, byte }) => {
        const bytes = Buffer.from(bytesOf(file));
        const at = Math.floor(from * bytes.length);
        const head = bytes.subarray(0, at);
        const part = bytes.subarray(at, at + length);
        const tail = bytes.subarray(at + length);
        const damaged = {
          change: () => Buffer.concat([head, Buffer.alloc(part.length, byte), tail]),
          cut: () => Buffer.concat([head, tail]),
          double: () => Buffer.concat([head, part, part, tail]),
          truncate: () => head,
          lines: () => {
            const lines = bytes.toString("latin1").split("\n");
            lines.splice(Math.floor(from * lines.length), 1 + (length % 5));
            return Buffer.from(lines.join("\n"), "latin1");
          },
        }[kind]();
        readOrRefused(new Uint8Array(damaged));
      }),
      { numRuns: 1500 },
    );
  });
});
