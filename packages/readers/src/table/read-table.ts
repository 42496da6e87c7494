import { RefusedFile } from "../refused-file.ts";
import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";
import { looksLikeZip } from "./read-zip.ts";
import { type Table, tableLimits } from "./table.ts";

/**
 * Reads a file of tables, CSV or XLSX, told apart by content. Cells come back as text with their kind. Throws
 * `RefusedFile` alone: old Excel files, protected ones, archives that unpack to too much, bytes that are no table.
 */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length === 0) throw new RefusedFile("file-empty", "The file is empty.");
  if (bytes.length > tableLimits.bytes) {
    throw new RefusedFile("file-too-large", `The file has more than ${tableLimits.bytes / 1024 / 1024} MB.`);
  }
  if (looksLikeZip(bytes)) return readXlsx(bytes);
  if (isCompoundFile(bytes)) throw refusedCompound(bytes);
  return readCsv(bytes);
}

/** The container of Office files before 2007, and of workbooks with a password. */
export function isCompoundFile(bytes: Uint8Array): boolean {
  const mark = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  return mark.every((byte, index) => bytes[index] === byte);
}

function refusedCompound(bytes: Uint8Array): RefusedFile {
  const encrypted = Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le"));
  return encrypted
    ? new RefusedFile("file-encrypted", "The file is protected by a password. Save it without one.")
    : new RefusedFile("old-excel", "This is an old Excel file (.xls). Save it as .xlsx or CSV.");
}
