import type { Decimal } from "../decimal.ts";
import { blankTransaction, type Counterparty, type Money, type Remittance } from "./bank-file.ts";

/** What field 86 says about an entry, in whatever form. `text` is the whole of it, as written. */
export type MtDetails = {
  readonly text: string | null;
  readonly proprietaryCode: string | null;
  readonly counterparty: Counterparty;
  readonly remittance: Remittance;
  readonly endToEndId: string | null;
  readonly customerReference: string | null;
  readonly mandate: string | null;
  readonly creditor: string | null;
  readonly returnReason: string | null;
  readonly instructedAmount: Money | null;
  readonly charges: readonly Money[];
  readonly exchangeRate: Decimal | null;
};

export const noDetails: MtDetails = {
  text: null,
  proprietaryCode: null,
  counterparty: blankTransaction.counterparty,
  remittance: blankTransaction.remittance,
  endToEndId: null,
  customerReference: null,
  mandate: null,
  creditor: null,
  returnReason: null,
  instructedAmount: null,
  charges: [],
  exchangeRate: null,
};
