import { createHash } from "node:crypto";

/** One date of a promise as a UUID (version 8, RFC 9562: of a hash), for what is kept by a single id. */
export function instalmentKey(promiseId: string, no: number): string {
  const hex = createHash("sha256").update(`${promiseId} ${no}`).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
