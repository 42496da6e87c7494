import { z } from "zod";

/*
 * What the biller decides about his own business, with what we ship when he has not. Every rule is read through
 * `read-policy.ts`; nothing else in the code holds such a number.
 */

const paymentPolicy = z.object({
  partPayment: z.object({
    allowed: z.boolean(),
    /** Reasons a customer may give for paying less than is open, as codes; their words stand in the catalogues. */
    shortReasons: z.array(z.string()).min(1),
  }),
  /** Whether more than is open may be paid, or money sent that fits no invoice. */
  onAccountAllowed: z.boolean(),
  /** How long a payment that was not finished keeps its amounts from others. Stripe's least is 30 minutes. */
  reservationMinutes: z.number().int().min(30).max(1440),
  /** Payment methods offered, by currency; "*" stands for all others. Names are Stripe's. */
  methods: z.record(z.string(), z.array(z.string()).min(1)),
  itemsPerPaymentMax: z.number().int().min(1).max(5_000),
});

const signInPolicy = z.object({
  staffTotpRequired: z.boolean(),
  invitationDays: z.number().int().min(1).max(30),
});

export const POLICIES = {
  payment: {
    schema: paymentPolicy,
    shipped: {
      partPayment: {
        allowed: true,
        shortReasons: ["price", "quantity", "not_received", "tax", "credit_expected", "installment", "other"],
      },
      onAccountAllowed: true,
      reservationMinutes: 60,
      methods: { USD: ["card", "us_bank_account"], EUR: ["card", "sepa_debit"], "*": ["card"] },
      itemsPerPaymentMax: 1_000,
    },
  },
  sign_in: {
    schema: signInPolicy,
    shipped: { staffTotpRequired: true, invitationDays: 14 },
  },
} as const satisfies Record<string, { schema: z.ZodType; shipped: unknown }>;

export type PolicyKind = keyof typeof POLICIES;
export type Policy<K extends PolicyKind> = z.infer<(typeof POLICIES)[K]["schema"]>;
export type PaymentPolicy = Policy<"payment">;
