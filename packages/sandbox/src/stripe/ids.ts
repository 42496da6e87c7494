import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function letters(count: number): string {
  let text = "";
  for (const byte of randomBytes(count)) text += alphabet[byte % alphabet.length];
  return text;
}

/** A new id in Stripe's form; sessions have their longer one. */
export function newId(prefix: string): string {
  if (prefix === "cs_test") return `cs_test_a1${letters(56)}`;
  return prefix === "req" ? `req_${letters(14)}` : `${prefix}_1Q${letters(22)}`;
}

/** A client secret for a payment or setup intent. */
export const clientSecret = (id: string): string => `${id}_secret_${letters(25)}`;

/** A signing secret for a webhook endpoint. */
export const signingSecret = (): string => `whsec_${letters(32)}`;
