import type { RemittanceParty } from "./remittance-file.ts";
import { element, type X12Segment } from "./x12-interchange.ts";

/** N101 (data element 98) of who pays, the surest first: payer, remitter, buyer, bill-to, customer, originator. */
export const payerRoles: readonly string[] = [
  "PR",
  "RM",
  "BY",
  "BT",
  "PAY",
  "C1",
  "OB",
  "SO",
  "IP",
  "13",
  "FR",
  "Z4",
];

/** N101 of who is paid: payee, supplier, seller, vendor, remit-to, receiver. */
export const payeeRoles: readonly string[] = ["PE", "SU", "SE", "VN", "RI", "RE", "R6", "WPK", "TO", "Z6"];

/** N102 and N104: the name and the number of a party. */
export function partyOf(segment: X12Segment): RemittanceParty {
  return { name: element(segment, 2), identifier: element(segment, 4), account: null };
}

/** NM1: a person's or a company's name (03 last, 04 first, 05 middle) and number (09). */
export function personOf(segment: X12Segment): RemittanceParty {
  const names = [element(segment, 4), element(segment, 5), element(segment, 3)].filter(
    (name) => name !== null,
  );
  return { name: names.join(" ") || null, identifier: element(segment, 9), account: null };
}
