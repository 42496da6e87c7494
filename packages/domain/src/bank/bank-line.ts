import type { bankAccounts, bankLines, bankStatements } from "@openitem/db/schema/bank";

export type BankAccount = typeof bankAccounts.$inferSelect;
export type BankLine = typeof bankLines.$inferSelect;
export type BankStatementRow = typeof bankStatements.$inferSelect;

export type LineState = BankLine["state"];

export const LINE_STATES = [
  "open",
  "receipt",
  "refund",
  "payout",
  "elsewhere",
  "split",
  "held",
] as const satisfies readonly LineState[];

/** Why a statement is held, as a code with the facts of its sentence. */
export type Fault = { code: FaultCode } & Record<string, string>;
export type FaultCode =
  | "balance_differs"
  | "closing_missing"
  | "entry_unreadable"
  | "currency_differs"
  | "day_missing"
  | "file_doubtful"
  | "booked_otherwise";

/** A statement with such a fault lacks entries: it can be discarded, not accepted. */
export const isIncomplete = (faults: readonly { code?: string }[]): boolean =>
  faults.some(({ code }) => code === "entry_unreadable" || code === "currency_differs");

/** The sentence of a fault, for the command line and for screens without words of their own. */
export function faultSentence(fault: Readonly<Record<string, string>>): string {
  switch (fault.code) {
    case "balance_differs":
      return `Opening balance ${fault.opening} and entries of ${fault.entries} make ${fault.reached}, but the statement closes at ${fault.closing}.`;
    case "closing_missing":
      return "The statement has no closing balance of booked money, so nothing proves that it is whole.";
    case "entry_unreadable":
      return `${fault.count} of its entries cannot be read: ${fault.first}`;
    case "currency_differs":
      return `It has entries in ${fault.found}, but the account is in ${fault.currency}.`;
    case "day_missing":
      return `${fault.count} of its entries have no day, nor has the statement; accepted, they are booked on ${fault.day}.`;
    case "file_doubtful":
      return `No balances prove the statement, and the file is in doubt: ${fault.sentence}`;
    case "booked_otherwise":
      return `${fault.count} of its entries look new, but ${fault.format} booked ${fault.day} with other entries: the same money may be there in another form.`;
    default:
      return `The statement is held: ${fault.code ?? "no reason is recorded"}.`;
  }
}
