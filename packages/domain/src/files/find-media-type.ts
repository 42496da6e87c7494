import { fileTypeFromBuffer } from "file-type";

const TEXT_LOOKED_AT = 64 * 1024;
// What a browser might run, however it is named.
const ACTIVE = /^\s*(<\?xml|<!doctype|<html|<svg|<script|<head|<body|%!ps)/i;
const MAIL_HEADERS = /^(from|to|subject|date|received|return-path|message-id|mime-version|delivered-to): /im;

/**
 * What a file is by its content; the name only tells kinds of text apart. Null when it is nothing we know: an empty
 * file, a programme, text that a browser might run.
 */
export async function findMediaType(
  bytes: Uint8Array,
  name: string,
  purpose: "paper" | "remittance" = "paper",
): Promise<string | null> {
  if (bytes.length === 0) return null;
  const asData = purpose === "remittance" ? dataType(bytes) : null;
  if (asData) return asData;
  const byMark = await fileTypeFromBuffer(bytes);
  if (byMark) return byMark.mime;
  const text = textOf(bytes);
  if (text === null || ACTIVE.test(text)) return null;
  const ending = name.toLowerCase().split(".").at(-1);
  if (ending === "eml" && MAIL_HEADERS.test(text.slice(0, 4_000))) return "message/rfc822";
  return ending === "csv" ? "text/csv" : "text/plain";
}

/** Messages of payment systems: X12, whose separators may be control characters, and XML that is no page of the web. */
function dataType(bytes: Uint8Array): string | null {
  const head = new TextDecoder("latin1")
    .decode(bytes.subarray(0, TEXT_LOOKED_AT))
    .replace(/^(\u00ef\u00bb\u00bf)?\s*/, "");
  if (/^ISA[^A-Za-z0-9]/.test(head)) return "application/edi-x12";
  const root = /^(?:<\?xml[^>]*\?>)?(?:\s|<!--[\s\S]*?-->)*<([A-Za-z_][\w.:-]*)[\s/>]/.exec(head)?.[1];
  return root && !/^(.*:)?(html|svg|script|head|body|xsl.*)$/i.test(root) ? "application/xml" : null;
}

/** The beginning as text, or null when it cannot be text in UTF-8, UTF-16 with its mark, or Windows-1252. */
function textOf(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, TEXT_LOOKED_AT);
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const text = new TextDecoder(wide ? (head[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(head);
  const plain = text.includes("\uFFFD") ? new TextDecoder("windows-1252").decode(head) : text;
  return /(?![\t\n\v\f\r])\p{Cc}/u.test(plain) ? null : plain;
}
