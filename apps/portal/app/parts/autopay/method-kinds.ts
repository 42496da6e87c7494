/** The kinds of payment methods that are ever kept; which of them suit a currency is the domain's to say. */
export const METHOD_KINDS: readonly string[] = ["card", "us_bank_account", "sepa_debit"];
