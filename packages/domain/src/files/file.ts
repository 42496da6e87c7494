import type { files } from "@openitem/db/schema/files";

/* The rules of files that people add. Pure. */

export type StoredFile = typeof files.$inferSelect;

/** The endings a media type goes by; the first is given to a name that has none of them. */
const ENDINGS: Readonly<Record<string, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/tiff": ["tif", "tiff"],
  "text/csv": ["csv"],
  "text/plain": ["txt", "log", "md"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "message/rfc822": ["eml"],
  "application/xml": ["xml"],
  "application/edi-x12": ["edi", "x12", "820", "txt"],
};

const NAME_MAX = 120;
// Path and shell characters, control characters, and marks that turn the reading direction: "gpj.exe" must not show as "exe.jpg".
const UNSAFE = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** A name that any system takes and no page can be fooled by, with an ending that suits the content. */
export function safeName(given: string, mediaType: string): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain =
    last
      .replace(UNSAFE, " ")
      .replace(/\s+/g, " ")
      .replace(/^[. ]+|[. ]+$/g, "") || "file";
  const endings = ENDINGS[mediaType] ?? ["bin"];
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 ? plain.slice(dot + 1).toLowerCase() : "";
  const fits = endings.includes(ending);
  const base = fits ? plain.slice(0, dot) : plain;
  return `${cut(base, NAME_MAX)}.${fits ? plain.slice(dot + 1) : endings[0]}`;
}

/** At most `max` characters, none of them cut in half. */
const cut = (text: string, max: number): string => [...text].slice(0, max).join("").trimEnd();

/** What people call the types, for a sentence that says what can be read: "PDF, XLSX, CSV". */
export const typeNames = (mediaTypes: readonly string[]): string =>
  [...new Set(mediaTypes.map((type) => (ENDINGS[type]?.[0] ?? type).toUpperCase()))].join(", ");

/** Bytes as people read them: "96 KB", "1.4 MB" (1 KB is 1,000 bytes). */
export function writtenSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}
