/* The names of the fields of both forms, shared by who draws and who reads them. */

export const fieldName = {
  paidOn: "paidOn",
  total: "total",
  reference: "reference",
  method: "method",
  net: (lineNo: number) => `net.${lineNo}`,
  deduction: (lineNo: number) => `deduction.${lineNo}`,
  reason: (lineNo: number) => `reason.${lineNo}`,
  number: (lineNo: number) => `number.${lineNo}`,
  newNumber: "new.number",
  newNet: "new.net",
  amount: (itemId: string) => `amount.${itemId}`,
};

/** What of a document is not paid and not deducted either. */
export const PAYS_PART = "part";

/** The text fields of a form as they were typed; of several of one name the last. */
export const typedIn = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].filter((field): field is [string, string] => typeof field[1] === "string"));
