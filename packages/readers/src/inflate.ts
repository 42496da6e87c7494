import { gunzipSync } from "node:zlib";
import { RefusedFile } from "./refused-file.ts";

/** Whether the bytes begin as gzip does (RFC 1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Inflates gzip up to `maxBytes`; what is more, or no gzip after all, is refused. */
export function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") {
      throw new RefusedFile(
        "inflated-too-large",
        `The compressed file holds more than ${maxBytes.toLocaleString("en-GB")} bytes.`,
        null,
        cause,
      );
    }
    throw new RefusedFile(
      "gzip-broken",
      "The file is compressed with gzip, but damaged or cut off.",
      null,
      cause,
    );
  }
}
