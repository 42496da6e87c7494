import { z } from "zod";

/* What the biller decides about money on hand. */

/** An amount limit: decimal text per currency, "*" for all others. A currency without one has none left: zero. */
const limits = z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/));

export const cashPolicy = z.object({
  /** What one person may send back, or grant a colleague, by role. Roles that are missing may nothing. */
  refundLimits: z.partialRecord(z.enum(["collector", "team_lead", "finance", "manager", "admin"]), limits),
  /** From these amounts on a second person always looks at a refund, whatever the maker's own limit. */
  refundNeedsApprovalFrom: limits,
  /** Days a rate of exchange may be old: over a weekend and holidays there is no newer one. */
  rateDaysMax: z.number().int().min(0).max(31),
});

export const shippedCashPolicy: z.infer<typeof cashPolicy> = {
  refundLimits: {
    team_lead: { USD: "500", EUR: "500", GBP: "500" },
    finance: { USD: "5000", EUR: "5000", GBP: "5000" },
    manager: { USD: "1000000", EUR: "1000000", GBP: "1000000", "*": "1000000" },
  },
  refundNeedsApprovalFrom: { USD: "1000", EUR: "1000", GBP: "1000" },
  rateDaysMax: 7,
};
