import { z } from "zod";

/* What the biller decides about the money that Stripe holds for him. */

/** An amount limit: decimal text per currency, "*" for all others. A currency without one has none left: zero. */
const limits = z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/));

export const providerMoneyPolicy = z.object({
  /** What one person may send back of a payment, or grant a colleague, by role. Roles that are missing may nothing. */
  refundLimits: z.partialRecord(z.enum(["collector", "team_lead", "finance", "manager", "admin"]), limits),
  /** The code of the legal entity whose bank gets the payouts, by currency, "*" for all others; else the first by code. */
  legalEntities: z.record(z.string(), z.string()),
  /** Whether an unambiguous payout is tied to its line at the bank without a person. */
  tiesByItself: z.boolean(),
  /** What the bank prints beside Stripe's payouts, unless the payout says otherwise. */
  descriptor: z.string().min(3),
  /** Days around the day of arrival within which the line at the bank is looked for. */
  daysBefore: z.number().int().min(0).max(14),
  daysAfter: z.number().int().min(0).max(60),
  /** Days after its arrival from which a payout that is not at the bank is late. */
  lateAfterDays: z.number().int().min(0).max(30),
});

export type ProviderMoneyPolicy = z.infer<typeof providerMoneyPolicy>;

export const shippedProviderMoneyPolicy: ProviderMoneyPolicy = {
  refundLimits: {
    finance: { USD: "5000", EUR: "4500", GBP: "4000" },
    manager: { USD: "1000000", EUR: "900000", GBP: "800000", "*": "1000000" },
  },
  legalEntities: {},
  tiesByItself: true,
  descriptor: "STRIPE",
  daysBefore: 2,
  daysAfter: 10,
  lateAfterDays: 3,
};
