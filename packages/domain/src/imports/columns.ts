import { Refusal } from "../kernel/refusal.ts";
import type { Field, Profile } from "./profile.ts";

/** Where each field stands in a file: its column's index and the name the file gives it. */
export type Columns = {
  header: readonly string[];
  at: Readonly<Partial<Record<Field, { index: number; name: string }>>>;
  /** Names of the columns that are not read. */
  unread: readonly string[];
};

/** "Document Type", "document_type" and "document-type" are one column. */
export const columnKey = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

/** Finds a profile's columns in a file's first row. Refuses `import.columns_missing`, naming them. */
export function matchColumns(header: readonly string[], profile: Profile): Columns {
  const places = new Map<string, number>();
  for (const [index, name] of header.entries()) {
    const key = columnKey(name);
    if (!places.has(key)) places.set(key, index);
  }
  const at: Partial<Record<Field, { index: number; name: string }>> = {};
  const read = new Set<number>();
  for (const [field, names] of Object.entries(profile.columns) as [Field, readonly string[]][]) {
    const found = names.find((name) => places.has(name));
    const index = found === undefined ? undefined : places.get(found);
    if (index === undefined) continue;
    at[field] = { index, name: (header[index] ?? "").trim() };
    read.add(index);
  }
  const missing = profile.required.filter((field) => !at[field]);
  if (missing.length > 0) {
    const names = missing.map((field) => profile.columns[field]?.join(" or ") ?? field).join(", ");
    throw new Refusal("invalid", "import.columns_missing", `The file has no column ${names}.`, {
      columns: names,
    });
  }
  const unread = header.filter((name, index) => name.trim() !== "" && !read.has(index));
  return { header, at, unread };
}

const DELIMITERS = [",", ";", "\t", "|"] as const;

/** The sign between the cells of a header line: the one that stands in it most often outside of quotes. */
export function detectDelimiter(headerLine: string): string {
  const bare = headerLine.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((sign) => bare.split(sign).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
