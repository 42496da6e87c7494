/** An account's number as it is kept: IBAN or the bank's own, without spaces and in upper case. */
export const plainNumber = (written: string): string => written.replace(/\s/g, "").toUpperCase();

export type NumberedAccount = { id: string; number: string; currency: string };

/**
 * The account that a statement names, or null when none or several could be meant. MT940 writes "BLZ/ACCOUNT", an
 * account with its currency behind it, or the account without its bank, where others write the IBAN.
 */
export function findByNumber<A extends NumberedAccount>(
  accounts: readonly A[],
  written: string,
  currency: string | null,
): A | null {
  const inCurrency = currency === null ? accounts : accounts.filter((each) => each.currency === currency);
  const number = withoutCurrency(plainNumber(written), currency);
  for (const isIt of WAYS) {
    const found = inCurrency.filter((account) => isIt(account.number, number));
    if (found.length > 0) return found.length === 1 ? (found[0] ?? null) : null;
  }
  return null;
}

/** The surest first; a way that finds several accounts ends the search. */
const WAYS: readonly ((kept: string, written: string) => boolean)[] = [
  (kept, written) => kept === written,
  (kept, written) => {
    const [, bank = "", account = ""] = /^([A-Z0-9]+)\/0*([0-9]+)$/.exec(written) ?? [];
    const inIban = bbanOf(kept);
    if (!inIban || bank.length < 4 || account === "") return false;
    return inIban.startsWith(bank) && inIban.slice(bank.length).replace(/^0+/, "") === account;
  },
  (kept, written) => {
    const [longer, shorter] = kept.length > written.length ? [kept, written] : [written, kept];
    return /^\d{7,}$/.test(shorter) && (bbanOf(longer)?.endsWith(shorter) ?? false);
  },
];

/** What of an IBAN is the bank's and the account's (ISO 13616): without country and check digits. */
const bbanOf = (number: string): string | null =>
  /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number) ? number.slice(4) : null;

const withoutCurrency = (number: string, currency: string | null): string =>
  currency !== null && /\d[A-Z]{3}$/.test(number) && number.endsWith(currency)
    ? number.slice(0, -currency.length)
    : number;

/** Whether it is an IBAN whose check digits are right (ISO 7064, MOD 97-10), without spaces and in upper case. */
export function isIban(number: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(number)) return false;
  const digits = (number.slice(4) + number.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return BigInt(digits) % 97n === 1n;
}
