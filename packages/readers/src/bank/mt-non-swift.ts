import { referenceOf } from "./bank-file.ts";
import { type MtDetails, noDetails } from "./mt-details.ts";

/**
 * Field NS of an entry: numbered lines of German and Hungarian banks. 01 to 14 are remittance text, 15 and 16 the other
 * side's name, 17 to 32 codes of the bank, 33 and 34 the other side's bank and account.
 */
export function nonSwiftDetails(lines: readonly string[]): MtDetails {
  const numbered = lines.flatMap((line) => {
    const match = /^(\d\d)(.*)$/.exec(line.trim());
    return match ? [{ number: Number(match[1]), text: (match[2] ?? "").trim() }] : [];
  });
  const between = (first: number, last: number) =>
    numbered
      .filter(({ number, text }) => number >= first && number <= last && text !== "")
      .map(({ text }) => text);
  return {
    ...noDetails,
    text: lines.join("\n"),
    counterparty: {
      ...noDetails.counterparty,
      name: between(15, 16).join(" ") || null,
      bank: referenceOf(between(33, 33)[0]),
      account: referenceOf(between(34, 34)[0]),
    },
    remittance: { structured: [], unstructured: between(1, 14).join("\n") || null },
  };
}
