import { z } from "zod";
import { cashPolicy, shippedCashPolicy } from "../cash/cash-policy.ts";
import { closePolicy, shippedClosePolicy } from "../close/close-policy.ts";
import { matchingPolicy, shippedMatchingPolicy } from "../matching/matching-policy.ts";
import { providerMoneyPolicy, shippedProviderMoneyPolicy } from "../provider-money/provider-money-policy.ts";
import { remittancePolicy, shippedRemittancePolicy } from "../remittances/remittance-policy.ts";

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

/** An amount limit: decimal text per currency, "*" for all others. A currency without one has none left: zero. */
const limits = z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/));

const reason = z.object({
  code: z.string().regex(/^[a-z_]+$/),
  /** What the guide asks for, by field; the words stand in the catalogues. */
  facts: z.array(
    z.enum([
      "billed_price",
      "expected_price",
      "agreed_in",
      "expected_quantity",
      "duplicate_of",
      "po_number",
      "delivery",
      "credit_reference",
      "tax_id",
      "period",
    ]),
  ),
  /** Whether it can be sent without a file. */
  proof: z.enum(["required", "helpful", "none"]),
  /** Which team answers first. */
  team: z.enum(["collections", "billing", "sales", "legal", "finance"]),
  /** Business hours until the answer, for amounts below `largeFrom` and from it on. */
  answerHours: z.number().int().min(1).max(2_000),
  answerHoursLarge: z.number().int().min(1).max(2_000),
});

const disputePolicy = z.object({
  reasons: z.array(reason).min(1),
  largeFrom: limits,
  /** Days after the issue day within which a document can be disputed. */
  windowDays: z.number().int().min(1).max(3_650),
  contestDays: z.number().int().min(1).max(365),
  filesMax: z.number().int().min(1).max(50),
  /** What one person may credit or write off by himself, by role. Roles that are missing may nothing. */
  creditLimits: z.partialRecord(z.enum(["collector", "team_lead", "finance", "manager", "admin"]), limits),
  writeOffLimits: z.partialRecord(z.enum(["collector", "team_lead", "finance", "manager", "admin"]), limits),
});

const promisePolicy = z.object({
  /** Days from today within which a promise stands at once. */
  daysOut: z.number().int().min(1).max(365),
  renewalsMax: z.number().int().min(0).max(20),
  instalmentsMax: z.number().int().min(1).max(60),
  smallest: limits,
  openMax: z.number().int().min(1).max(100),
  graceDays: z.number().int().min(0).max(30),
  remindDaysBefore: z.number().int().min(0).max(30),
  /** Working days within which we answer a request; chasing stays paused until then. */
  answerWorkingDays: z.number().int().min(1).max(30),
  /** What follows a broken promise, the first time and after that. */
  brokenSteps: z.array(z.enum(["call", "final_notice", "escalate"])).min(1),
});

const chargePolicy = z.object({
  noticeDays: z.number().int().min(0).max(30),
  /** Days after a failed charge on which it is tried again; as many tries as there are numbers. */
  retryAfterDays: z.array(z.number().int().min(1).max(30)).max(5),
});

const calendarPolicy = z
  .object({
    /** Wall-clock hours in the legal entity's time zone. */
    opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    closes: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    /** 1 is Monday. */
    weekdays: z.array(z.number().int().min(1).max(7)).min(1),
    holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)),
  })
  // Without an office hour a clock never runs out.
  .refine(({ opens, closes }) => opens < closes, { path: ["closes"], message: "Close after opening." });

const filePolicy = z.object({
  sizeMaxBytes: z.number().int().min(1_000).max(100_000_000),
  /** By content. */
  mediaTypes: z.array(z.string()).min(1),
});

const helpful = { proof: "helpful", team: "billing", answerHours: 40, answerHoursLarge: 24 } as const;

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
  dispute: {
    schema: disputePolicy,
    shipped: {
      reasons: [
        { ...helpful, code: "price", facts: ["billed_price", "expected_price", "agreed_in"], team: "sales" },
        { ...helpful, code: "quantity", facts: ["expected_quantity"] },
        { ...helpful, code: "tax", facts: ["tax_id"], team: "finance" },
        { ...helpful, code: "duplicate", facts: ["duplicate_of"] },
        { ...helpful, code: "not_received", facts: ["delivery"] },
        { ...helpful, code: "po_missing", facts: ["po_number"] },
        { ...helpful, code: "contract", facts: ["agreed_in"], team: "sales" },
        { ...helpful, code: "usage", facts: ["period"] },
        { ...helpful, code: "credit_not_applied", facts: ["credit_reference"], team: "finance" },
        { ...helpful, code: "other", facts: [], team: "collections" },
      ],
      largeFrom: { USD: "10000", EUR: "10000", GBP: "8000" },
      windowDays: 365,
      contestDays: 14,
      filesMax: 10,
      creditLimits: {
        collector: { USD: "5000", EUR: "4500", GBP: "4000" },
        team_lead: { USD: "25000", EUR: "22500", GBP: "20000" },
        finance: { USD: "25000", EUR: "22500", GBP: "20000" },
        manager: { USD: "1000000", EUR: "900000", GBP: "800000", "*": "1000000" },
      },
      writeOffLimits: {
        collector: { USD: "10", EUR: "10", GBP: "10" },
        team_lead: { USD: "250", EUR: "250", GBP: "250" },
        finance: { USD: "1000", EUR: "1000", GBP: "1000" },
        manager: { USD: "25000", EUR: "25000", GBP: "25000", "*": "25000" },
      },
    },
  },
  promise: {
    schema: promisePolicy,
    shipped: {
      daysOut: 30,
      renewalsMax: 2,
      instalmentsMax: 3,
      smallest: { USD: "500", EUR: "500", GBP: "500" },
      openMax: 2,
      graceDays: 2,
      remindDaysBefore: 3,
      answerWorkingDays: 2,
      brokenSteps: ["call", "final_notice", "escalate"],
    },
  },
  charge: {
    schema: chargePolicy,
    shipped: { noticeDays: 3, retryAfterDays: [3, 5] },
  },
  calendar: {
    schema: calendarPolicy,
    shipped: { opens: "09:00", closes: "17:00", weekdays: [1, 2, 3, 4, 5], holidays: [] },
  },
  file: {
    schema: filePolicy,
    shipped: {
      sizeMaxBytes: 10_000_000,
      mediaTypes: [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "text/csv",
        "text/plain",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "message/rfc822",
      ],
    },
  },
  cash: { schema: cashPolicy, shipped: shippedCashPolicy },
  matching: { schema: matchingPolicy, shipped: shippedMatchingPolicy },
  close: { schema: closePolicy, shipped: shippedClosePolicy },
  remittance: { schema: remittancePolicy, shipped: shippedRemittancePolicy },
  provider_money: { schema: providerMoneyPolicy, shipped: shippedProviderMoneyPolicy },
} as const satisfies Record<string, { schema: z.ZodType; shipped: unknown }>;

export type PolicyKind = keyof typeof POLICIES;
export type Policy<K extends PolicyKind> = z.infer<(typeof POLICIES)[K]["schema"]>;
export type PaymentPolicy = Policy<"payment">;
export type DisputePolicy = Policy<"dispute">;
export type PromisePolicy = Policy<"promise">;
export type Calendar = Policy<"calendar">;
