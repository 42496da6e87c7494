import type { BankColumn, BankTableMapping } from "@openitem/readers/bank/bank-table-mapping";
import { z } from "zod";
import { Refusal } from "../kernel/refusal.ts";

const COLUMNS = [
  "bookingDate",
  "valueDate",
  "amount",
  "credit",
  "debit",
  "direction",
  "currency",
  "balance",
  "reference",
  "counterpartyName",
  "counterpartyAccount",
  "account",
  "text",
  "endToEndId",
  "code",
  "cheque",
  "status",
  "originalAmount",
  "originalCurrency",
] as const satisfies readonly BankColumn[];

const header = z.string().trim().min(1).max(120);

const mappingShape = z.strictObject({
  sheet: z.exactOptional(header),
  headerRow: z.exactOptional(z.number().int().min(0).max(1_000)),
  columns: z.partialRecord(z.enum(COLUMNS), z.union([header, z.array(header).min(1).max(10)])),
  decimal: z.exactOptional(z.enum([".", ","])),
  dates: z.exactOptional(z.enum(["dmy", "mdy"])),
  account: z.exactOptional(header),
  currency: z.exactOptional(z.string().length(3)),
});

/**
 * Reads how the tables of a bank are laid out, as saved in a file: JSON of a `BankTableMapping`. Refuses
 * `bank_file.mapping` and says what is wrong with it.
 */
export function tableMappingOf(text: string): BankTableMapping {
  try {
    return mappingShape.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    const what = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    throw new Refusal("invalid", "bank_file.mapping", `The mapping cannot be used: ${what}`);
  }
}
