import type { PaymentMethod } from "./remittance.ts";

/* How the codes that files use for a way to pay read in our words. Pure. */

const METHODS: readonly [pattern: RegExp, method: PaymentMethod][] = [
  [/^(chk|che|cheque|check|chq|bchq|ccch|20)$/i, "cheque"],
  [/^(dd|direct ?debit|49|59)$/i, "bank_debit"],
  [/^(ach|trf|tra|fwt|wire|bop|swift|sepa|eft|ctx|ccd|30|31|42|58|credit ?transfer|transfer)$/i, "wire"],
];

/** X12 BPR04, ISO 20022 PmtMtd, UN/EDIFACT 4461 as UBL writes it, and plain words; null for what is none of them. */
export const paymentMethod = (written: string | null): PaymentMethod | null =>
  written === null ? null : (METHODS.find(([pattern]) => pattern.test(written.trim()))?.[1] ?? null);
