/** How a payment was made, by the provider's name of the method. */
export const methods = {
  card: "Card",
  us_bank_account: "Bank debit",
  sepa_debit: "SEPA bank debit",
  credits: "Credits only",
  other: "Online payment",
};
