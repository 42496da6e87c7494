import { decimal } from "../kernel/money.ts";
import type { Problem, Warning } from "./report.ts";
import { type Draft, type Reading, receiptNumber } from "./row.ts";

/** A document of the books, as it is compared with a file: amounts in minor units, days as "YYYY-MM-DD". */
export type Booked = {
  position: number;
  customer_id: string;
  customer_number: string;
  currency: string;
  amount_minor: string;
  open_minor: string;
  issued_on: string;
  due_on: string | null;
};

/** What the file says otherwise than the books, if anything: the books stay as they are. */
export function difference(
  draft: Draft,
  document: Booked | undefined,
  receipt: Booked | undefined,
  customerId: string | undefined,
  { columns: { at } }: Reading,
): Problem | null {
  const problem = (field: keyof typeof at, value: string, reason: string): Problem => ({
    column: at[field]?.name ?? null,
    value,
    reason,
  });
  if (!document)
    return receipt
      ? problem("documentNumber", draft.number, `receipt ${receiptNumber(draft.number)} is in the books`)
      : null;
  if (document.customer_id !== customerId)
    return problem(
      "customerNumber",
      draft.customerNumber,
      `customer differs: books have ${document.customer_number}`,
    );
  if (document.currency !== draft.currency)
    return problem("currency", draft.currency, `currency differs: books have ${document.currency}`);
  const amount = (minor: bigint) => decimal(minor, draft.currency);
  if (BigInt(document.amount_minor) !== draft.amountMinor)
    return problem(
      "amount",
      amount(draft.amountMinor),
      `amount differs: books have ${amount(BigInt(document.amount_minor))}`,
    );
  if (document.issued_on !== draft.issuedOn)
    return problem("issuedOn", draft.issuedOn, `date differs: books have ${document.issued_on}`);
  if (document.due_on !== draft.dueOn && draft.dueOn !== null)
    return problem("dueOn", draft.dueOn, `due date differs: books have ${document.due_on}`);
  if (receipt && receipt.issued_on !== draft.settledOn)
    return problem(
      "settledOn",
      draft.settledOn ?? "",
      `settlement date differs: books have ${receipt.issued_on}`,
    );
  return null;
}

/** A row that an earlier one of the file said already. */
export const repetition = (draft: Draft, row: number, { columns }: Reading): Warning => ({
  code: "document.repeated",
  row: draft.row,
  column: columns.at.documentNumber?.name ?? null,
  value: draft.number,
  message: `same as row ${row}; counted once`,
});

/** Paid history of a document that the books have open: it is not paid by an import. */
export function unsettled(draft: Draft, document: Booked | undefined, { columns }: Reading): Warning[] {
  if (draft.settledOn === null || !document || document.open_minor === "0") return [];
  return [
    {
      code: "settlement.unread",
      row: draft.row,
      column: columns.at.settledOn?.name ?? null,
      value: draft.settledOn,
      message: `${draft.number} is in the books with ${decimal(BigInt(document.open_minor), draft.currency)} open; its settlement is not imported`,
    },
  ];
}
