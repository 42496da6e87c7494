const checkoutOutcomes = [
  "succeeds",
  "declined",
  "settles",
  "fails",
  "returned",
  "stays_processing",
] as const;
/** How an attempt on the payment page ends; the last four are for methods that take days. */
export type CheckoutOutcome = (typeof checkoutOutcomes)[number];

export const chargeOutcomes = [...checkoutOutcomes, "authentication_required"] as const;
/** How a charge of a kept method ends; the last one wants the payer himself. */
export type ChargeOutcome = (typeof chargeOutcomes)[number];
