import { randomBytes } from "node:crypto";

/** Crockford's base 32: no I, L, O or U, so nobody misreads a number over the telephone. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A document number such as "PAY-7F3K-22QX": 40 random bits, unique by the database's constraint. */
export function newCode(prefix: string): string {
  const letters = [...randomBytes(8)].map((byte) => ALPHABET[byte & 31]!).join("");
  return `${prefix}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}
