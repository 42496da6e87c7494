import type { customers } from "@openitem/db/schema/customers";

export type Customer = typeof customers.$inferSelect;

/**
 * What makes a customer number the same account however it was spelled: "0200769623", "200769623" and "200769623.0"
 * are one. Letters count without case; a number that is all zeros keeps one.
 */
export function customerKey(number: string): string {
  const text = number.trim().toLowerCase();
  const digits = /^0*(\d+)(?:\.0+)?$/.exec(text);
  return digits ? digits[1]! : text;
}

/** A name as people search for it: lower case, no accents, single blanks. */
export const nameKey = (name: string): string =>
  name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
