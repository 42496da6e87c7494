/**
 * Type codes of the Cash Management Balance Reporting Specifications, version 2 (BAI2): status 001-099, credits
 * 100-399, debits 400-699, loans 700-799, and the bank's own 900-999.
 */
export type Bai2Direction = "credit" | "debit" | "status" | "unknown";

/** Loan codes that move money: payments and what they are applied to are credits, a disbursement is a debit. */
const loanCredits = { first: 720, last: 728 };
const loanDisbursement = 760;

/** Which way the money of a detail record goes; `status` moves none, `unknown` cannot be told. */
export function directionOfType(code: string): Bai2Direction {
  if (!/^\d{3}$/.test(code)) return "unknown";
  const number = Number(code);
  if (number >= 100 && number <= 399) return "credit";
  if (number >= 400 && number <= 699) return "debit";
  if (number >= loanCredits.first && number <= loanCredits.last) return "credit";
  if (number === loanDisbursement) return "debit";
  if (number >= 920 && number <= 959) return "credit";
  if (number >= 960) return "debit";
  return (number >= 700 && number <= 799) || number < 100 ? "unknown" : "status";
}

/** Balances of an account by their code, in order of preference for the opening and the closing one. */
export const openingTypes = ["010", "040"];
export const closingTypes = ["015", "030", "045", "060"];

/** Totals of an account that its details must make up. */
export const totalCredits = "100";
export const totalDebits = "400";

/** Items that make up the deposit before them: lockbox, DTC and ACH deposits. */
export const itemsOfDeposit: Readonly<Record<string, readonly string[]>> = {
  "116": ["115"],
  "136": ["135"],
  "143": ["142", "145"],
};

/** Currencies whose amounts have another number of implied decimals than two (ISO 4217). */
const decimalsByCurrency: Readonly<Record<string, number>> = Object.fromEntries([
  ..."BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    .split(" ")
    .map((code) => [code, 0]),
  ..."BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3]),
]);

export function impliedDecimals(currency: string | null): number {
  return decimalsByCurrency[currency ?? ""] ?? 2;
}
