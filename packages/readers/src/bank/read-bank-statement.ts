import { decodeText } from "../decode-text.ts";
import { gunzip, isGzip } from "../inflate.ts";
import { RefusedFile } from "../refused-file.ts";
import { isCompoundFile, readTable } from "../table/read-table.ts";
import { looksLikeZip } from "../table/read-zip.ts";
import { type Warn, warningList } from "../warning-list.ts";
import { readBai2 } from "./bai2.ts";
import { looksLikeBai2 } from "./bai2-records.ts";
import type { BankFile } from "./bank-file.ts";
import { bankTable } from "./bank-table.ts";
import type { BankTableMapping } from "./bank-table-mapping.ts";
import { readCamt } from "./camt.ts";
import { checkStatements } from "./check-statements.ts";
import { readMt } from "./mt.ts";
import { looksLikeMt } from "./mt-fields.ts";
import { looksLikeOfx, readOfx } from "./ofx.ts";

export type BankReading = {
  /** For messages only; what a file is, its content tells. */
  readonly fileName?: string;
  /** How to read a table (CSV, XLSX) of this bank; guessed from the headers when it is not given. */
  readonly mapping?: BankTableMapping;
  /** Bytes of the file, and of what it inflates to. */
  readonly maxBytes?: number;
};

const defaultMaxBytes = 64 * 1024 * 1024;

/**
 * Reads a bank statement of any format that is known, told by its content: camt.052, 053 and 054, MT940 and MT942,
 * BAI2, OFX, and tables. Gzip is inflated first, under the same bound as the file. Throws `RefusedFile` and nothing
 * else; whatever was read otherwise than it was written is among the warnings.
 */
export function readBankStatement(bytes: Uint8Array, reading: BankReading = {}): BankFile {
  const maxBytes = reading.maxBytes ?? defaultMaxBytes;
  if (bytes.length > maxBytes) {
    throw new RefusedFile(
      "file-too-large",
      `The file has more than ${maxBytes.toLocaleString("en-GB")} bytes.`,
    );
  }
  const plain = isGzip(bytes) ? gunzip(bytes, maxBytes) : bytes;
  const warnings = warningList();
  const { format, version, statements } = readPlain(plain, reading, warnings.warn);
  checkStatements(statements, warnings.warn);
  return { format, version, statements, warnings: warnings.all() };
}

type Read = Pick<BankFile, "format" | "version" | "statements">;

function readPlain(bytes: Uint8Array, { mapping }: BankReading, warn: Warn): Read {
  if (bytes.length === 0) throw new RefusedFile("file-empty", "The file is empty.");
  if (looksLikeZip(bytes) || isCompoundFile(bytes)) return bankTable(readTable(bytes), mapping, warn);
  refuseOtherFiles(bytes);
  const head = headOf(bytes);
  if (head.trim() === "") throw new RefusedFile("file-empty", "The file holds nothing but blanks.");
  if (looksLikeOfx(head)) return readOfx(bytes, warn);
  if (/^\s*</.test(head)) return readCamt(bytes, warn);
  if (looksLikeBai2(head)) return readBai2(textOf(bytes, warn), warn);
  if (looksLikeMt(head)) return readMt(textOf(bytes, warn), warn);
  return bankTable(readTable(bytes), mapping, warn);
}

/** The beginning of a file as text, in whatever charset, good enough to tell its format. */
function headOf(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0 || bytes[1] === 0;
  const head = bytes.subarray(0, 65536);
  return wide
    ? decodeText(head.subarray(0, head.length - (head.length % 2))).text
    : new TextDecoder("latin1").decode(head).replace(/^\u00ef\u00bb\u00bf/, "");
}

/** SWIFT and BAI2 declare no charset: UTF-8 where it fits, else windows-1252. */
function textOf(bytes: Uint8Array, warn: Warn): string {
  const { text, replaced } = decodeText(bytes);
  if (replaced)
    warn("charset-guessed", "The file is not UTF-8; its letters were read as windows-1252 (latin-1).");
  return text;
}

/** Files that people send by mistake, by their first bytes. */
const otherFiles: readonly { readonly mark: string; readonly name: string }[] = [
  { mark: "%PDF-", name: "a PDF" },
  { mark: "\u0089PNG", name: "a picture" },
  { mark: "\u00ff\u00d8\u00ff", name: "a picture" },
  { mark: "GIF8", name: "a picture" },
  { mark: "{\\rtf", name: "a text document" },
  { mark: "7z\u00bc\u00af", name: "a 7z archive" },
  { mark: "Rar!", name: "a RAR archive" },
];

function refuseOtherFiles(bytes: Uint8Array): void {
  const head = String.fromCharCode(...bytes.subarray(0, 8));
  const other = otherFiles.find(({ mark }) => head.startsWith(mark));
  if (other) {
    throw new RefusedFile(
      "format-unknown",
      `The file is ${other.name}, not a bank statement that can be read.`,
    );
  }
}
