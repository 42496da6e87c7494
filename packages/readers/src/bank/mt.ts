import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";
import type { BankFile } from "./bank-file.ts";
import { splitMessages } from "./mt-fields.ts";
import { isInterim, mtStatement } from "./mt-statement.ts";

/**
 * Reads MT940 customer statements, MT942 interim reports and their kin (941, 950), with or without the SWIFT envelope,
 * one or many in a file. The format is that of the first message.
 */
export function readMt(text: string, warn: Warn): Pick<BankFile, "format" | "version" | "statements"> {
  const messages = splitMessages(text, warn);
  const [first] = messages;
  if (!first) throw new RefusedFile("statement-missing", "The file holds no statement message.");
  return {
    format: isInterim(first) ? "mt942" : "mt940",
    version: null,
    statements: messages.map((message) => mtStatement(message, warn)),
  };
}
