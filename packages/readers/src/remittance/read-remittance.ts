import { decodeText } from "../decode-text.ts";
import { gunzip, isGzip } from "../inflate.ts";
import { RefusedFile } from "../refused-file.ts";
import { isCompoundFile, readTable } from "../table/read-table.ts";
import { looksLikeZip } from "../table/read-zip.ts";
import { checkedFile } from "./checked-file.ts";
import { pictureKind } from "./picture-size.ts";
import { readPageRemittance } from "./read-page-remittance.ts";
import { readPages } from "./read-pages.ts";
import { readTableRemittance } from "./read-table-remittance.ts";
import { readXmlRemittance } from "./read-xml-remittance.ts";
import type { ReadFile, RemittanceFile } from "./remittance-file.ts";
import type { TableMapping } from "./table-mapping.ts";
import { textPage } from "./text-page.ts";
import { readX12820 } from "./x12-820.ts";
import { looksLikeX12 } from "./x12-interchange.ts";

export type RemittanceReading = {
  /** For messages only; what a file is, its content tells. */
  readonly fileName?: string;
  /** How to read a table, as saved for the customer; guessed from the words of the header when it is not given. */
  readonly mapping?: TableMapping;
  /** Whether pictures and scanned pages are read by OCR, which is slow; true unless it is said. */
  readonly ocr?: boolean;
};

const maxBytes = 25 * 1024 * 1024;

/**
 * Reads a remittance advice of any format that is known, told by its content: X12 820, pain.001, remt.001, camt.05x,
 * UBL RemittanceAdvice, CSV and XLSX, PDF, pictures. Gzip is inflated first. Rejects with `RefusedFile` and nothing
 * else; what was read otherwise than it was written, and what does not add up, is among the warnings.
 */
export async function readRemittance(
  bytes: Uint8Array,
  reading: RemittanceReading = {},
): Promise<RemittanceFile> {
  if (bytes.length === 0) throw new RefusedFile("file-empty", "The file is empty.");
  if (bytes.length > maxBytes) {
    throw new RefusedFile("file-too-large", `The file has more than ${maxBytes / 1024 / 1024} MB.`);
  }
  try {
    return checkedFile(await readPlain(isGzip(bytes) ? gunzip(bytes, maxBytes) : bytes, reading));
  } catch (error) {
    if (error instanceof RefusedFile) throw error;
    // Whoever hands in a file gets a sentence; what went wrong stays with it for those who mend it.
    throw new RefusedFile("reading-failed", "The file could not be read.", null, error);
  }
}

async function readPlain(
  bytes: Uint8Array,
  { mapping = undefined, ocr = true }: RemittanceReading,
): Promise<ReadFile> {
  const table = mapping ?? null;
  if (looksLikeZip(bytes) || isCompoundFile(bytes)) return readTableRemittance(readTable(bytes), table);
  if (isPdf(bytes)) {
    return readPageRemittance(await readPages({ kind: "pdf", bytes, ocr }), "pdf", table);
  }
  if (pictureKind(bytes)) {
    return readPageRemittance(await readPages({ kind: "image", bytes, ocr }), "image", table);
  }
  const head = headOf(bytes);
  if (head.trim() === "") throw new RefusedFile("file-empty", "The file holds nothing but blanks.");
  if (/^\s*</.test(head)) return readXmlRemittance(bytes);
  if (looksLikeX12(head)) return readX12820(decodeText(bytes).text.replace(/^\ufeff/, ""));
  return readTextRemittance(bytes, table);
}

/** Text is a table with delimiters, or else one made of blanks, as in letters and mails. */
function readTextRemittance(bytes: Uint8Array, mapping: TableMapping | null): ReadFile {
  try {
    return readTableRemittance(readTable(bytes), mapping);
  } catch (error) {
    if (!(error instanceof RefusedFile) || error.code !== "table-without-header") throw error;
    const pages = [textPage(decodeText(bytes).text.replace(/^\ufeff/, ""))];
    try {
      return readPageRemittance({ pages, skippedPages: 0, unreadScans: 0 }, "text", mapping);
    } catch (second) {
      // What is wrong with it as a table says more to the reader than that it is no page.
      throw second instanceof RefusedFile ? error : second;
    }
  }
}

/** The mark of a PDF stands at the start, or after some bytes that mail programs put there. */
function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1024)).includes("%PDF-");
}

/** The beginning of a file as text, in whatever charset, good enough to tell its format. */
function headOf(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0 || bytes[1] === 0;
  const head = bytes.subarray(0, 4096);
  if (wide) return decodeText(head.subarray(0, head.length - (head.length % 2))).text;
  return Buffer.from(head)
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "");
}
