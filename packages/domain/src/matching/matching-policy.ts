import { z } from "zod";

/* What the biller lets the engine do by itself, and how far it may look. Every rule can be switched off by itself. */

export const MATCHING_RULES = [
  "claim",
  "reference",
  "misspelt_reference",
  "purchase_order",
  "discount",
  "deduction",
  "tolerance",
  "short_payment",
  "over_payment",
  "expected",
  "amount",
  "balance",
  "subset",
] as const;
export type MatchingRule = (typeof MATCHING_RULES)[number];

const percent = z.number().min(0).max(100);

export const matchingPolicy = z.object({
  /** Whether a rule applies by itself; one that does not still proposes. */
  rules: z.object({
    /** A confirmed advice or a declared payment says what the money covers. */
    claim: z.boolean(),
    /** Documents are named as they are numbered, and the money is what they come to. */
    reference: z.boolean(),
    /** As above, with numbers that are misspelt or cut, when nothing else fits. */
    misspelt_reference: z.boolean(),
    /** The payer's order number stands for what was billed on it. */
    purchase_order: z.boolean(),
    /** Named documents less the discount of their terms. */
    discount: z.boolean(),
    /** A named document less an amount that the payer names beside it. */
    deduction: z.boolean(),
    /** Named documents, and a difference too small to ask about. */
    tolerance: z.boolean(),
    /** A named document is paid in part. */
    short_payment: z.boolean(),
    /** Named documents are paid, and more came than they come to. */
    over_payment: z.boolean(),
    /** A promised instalment of this amount was due. */
    expected: z.boolean(),
    /** A known payer, no reference, and one document of exactly this amount. */
    amount: z.boolean(),
    /** A known payer, no reference, and all that he owes. */
    balance: z.boolean(),
    /** A known payer, no reference, and one combination of his documents. */
    subset: z.boolean(),
  }),
  /** The largest difference that is not asked about: decimal text per currency, "*" for all others, missing is none. */
  tolerance: z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/)),
  /** The same in percent of what was due; the lower of both wins. */
  tolerancePercent: percent,
  /** Days after the last day of a discount on which it is still granted. */
  discountGraceDays: z.number().int().min(0).max(60),
  /** How far below, or above, the named documents money may be and still be applied by itself. */
  shortPercentMost: percent,
  overPercentMost: percent,
  /**
   * From which likeness on a name is taken for a customer's, from which it is as good as his, and below which it is
   * surely not his: then a reference and an amount do not suffice.
   */
  nameLikeness: z.object({
    similar: z.number().min(0.5).max(1),
    same: z.number().min(0.5).max(1),
    unlike: z.number().min(0).max(0.8),
  }),
  /** An account or name that pays for more customers than this says nothing about who paid. */
  aliasCustomersMost: z.number().int().min(1).max(100),
  /** Days between a claim's or an instalment's day and the money's. */
  claimDays: z.number().int().min(0).max(90),
  expectedDays: z.number().int().min(0).max(90),
  search: z.object({
    /** Documents of a payer among which sums are looked for; with more, single documents only. */
    documentsMost: z.number().int().min(2).max(24),
    /** Steps that the choice among named documents may take. */
    stepsMost: z.number().int().min(100).max(1_000_000),
  }),
  /** How many proposals are laid out. */
  proposalsMost: z.number().int().min(1).max(20),
});

export type MatchingPolicy = z.infer<typeof matchingPolicy>;

export const shippedMatchingPolicy: MatchingPolicy = {
  rules: {
    claim: true,
    reference: true,
    misspelt_reference: true,
    purchase_order: true,
    discount: true,
    deduction: true,
    tolerance: true,
    short_payment: true,
    // More than was asked often means that something else was meant as well: a person looks.
    over_payment: false,
    expected: true,
    amount: true,
    balance: true,
    // Many combinations come to any amount: a person looks.
    subset: false,
  },
  tolerance: { USD: "5", EUR: "5", GBP: "5", CHF: "5", CAD: "5" },
  tolerancePercent: 0.5,
  discountGraceDays: 3,
  shortPercentMost: 15,
  overPercentMost: 10,
  nameLikeness: { similar: 0.78, same: 0.95, unlike: 0.45 },
  aliasCustomersMost: 5,
  claimDays: 10,
  expectedDays: 10,
  search: { documentsMost: 20, stepsMost: 20_000 },
  proposalsMost: 5,
};
