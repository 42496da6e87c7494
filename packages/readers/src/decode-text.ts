import { RefusedFile } from "./refused-file.ts";

/** Text of a file and how its bytes were understood; `replaced` names the charset the file claimed in vain. */
export type DecodedText = {
  readonly text: string;
  readonly charset: string;
  /** The charset that was declared (or UTF-8 when none was) but did not fit the bytes; null when all is well. */
  readonly replaced: string | null;
};

/**
 * Decodes the bytes of a text file: a byte order mark wins, then the zero bytes of UTF-16 without a mark, then the
 * declared charset, then UTF-8. Bytes that do not fit a declared or assumed UTF-8 are read as windows-1252 (which
 * includes latin-1), and `replaced` says so. A charset nobody knows is refused.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): DecodedText {
  const marked = charsetOfMark(bytes) ?? charsetOfZeros(bytes);
  if (marked) return decodeAs(bytes, marked) ?? refuseUndecodable(marked);
  const charset = knownCharset(declared ?? "utf-8");
  const decoded = decodeAs(bytes, charset);
  if (decoded) return decoded;
  const fallback = decodeAs(bytes, "windows-1252") ?? refuseUndecodable(charset);
  return { ...fallback, replaced: charset };
}

function refuseUndecodable(charset: string): never {
  throw new RefusedFile("charset-mismatch", `The file is marked as ${charset}, but its bytes are not.`);
}

function charsetOfMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return null;
}

/** UTF-16 without a mark: every second of the first bytes is zero, as it is for any format that begins in ASCII. */
function charsetOfZeros(bytes: Uint8Array): string | null {
  if (bytes.length < 4) return null;
  const [a, b, c, d] = bytes;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return null;
}

function knownCharset(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new RefusedFile(
      "charset-unknown",
      `The file says it is written in the charset "${label.slice(0, 40)}", which is not known.`,
      null,
      cause,
    );
  }
}

function decodeAs(bytes: Uint8Array, charset: string): DecodedText | null {
  try {
    return { text: new TextDecoder(charset, { fatal: true }).decode(bytes), charset, replaced: null };
  } catch (error) {
    // TypeError is how the decoder says that the bytes do not fit.
    if (error instanceof TypeError) return null;
    throw error;
  }
}
