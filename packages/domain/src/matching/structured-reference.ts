import { withoutZeros } from "./document-number.ts";
import { remainder97 } from "./reference-text.ts";

/*
 * What stands inside of references with check digits. Pure. Sources: ISO 11649 (RF), Febelfin's structured
 * communication (12 digits, the last two mod 97), SIX's QR reference (27 digits, modulo 10 recursive).
 */

/** The reference without its check digits when they are right; none otherwise. `text`: letters and digits. */
export function creditorReference(text: string): string[] {
  if (text.startsWith("RF") && /^RF\d{2}[A-Z0-9]{1,21}$/.test(text))
    return remainder97(text.slice(4) + text.slice(0, 4)) === 1 ? [withoutZeros(text.slice(4))] : [];
  if (text.length === 12 && /^\d{12}$/.test(text)) {
    const base = text.slice(0, 10);
    return (Number(base) % 97 || 97) === Number(text.slice(10)) ? [withoutZeros(base)] : [];
  }
  if (text.length === 27 && /^\d{27}$/.test(text))
    return modulo10(text.slice(0, 26)) === Number(text[26]) ? [withoutZeros(text.slice(0, 26))] : [];
  return [];
}

const CARRIES = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];

function modulo10(digits: string): number {
  let carry = 0;
  for (const digit of digits) carry = CARRIES[(carry + Number(digit)) % 10]!;
  return (10 - carry) % 10;
}
