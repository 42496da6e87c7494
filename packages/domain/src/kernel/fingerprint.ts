import { createHash } from "node:crypto";

/** A short hash of a command's input, the same for equal contents whatever the order of keys; bigints count as text. */
export function fingerprint(input: unknown): string {
  return createHash("sha256").update(JSON.stringify(input, canonical)).digest("base64url");
}

function canonical(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
