import { z } from "zod";

/** What the biller decides about what payers tell him of their money. The reasons of deductions are those of disputes. */
export const remittancePolicy = z.object({
  /** Days from the confirmation for which nobody chases what it names. */
  pauseDays: z.number().int().min(0).max(60),
  linesMax: z.number().int().min(1).max(20_000),
  /** How far before and after today the day of a payment may lie. */
  backDaysMax: z.number().int().min(0).max(3_650),
  aheadDaysMax: z.number().int().min(0).max(365),
  /** By content. */
  mediaTypes: z.array(z.string()).min(1),
});

export type RemittancePolicy = z.infer<typeof remittancePolicy>;

export const shippedRemittancePolicy: RemittancePolicy = {
  pauseDays: 5,
  linesMax: 5_000,
  backDaysMax: 365,
  aheadDaysMax: 31,
  mediaTypes: [
    "application/pdf",
    "image/png",
    "image/jpeg",
    "text/csv",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/xml",
    "application/edi-x12",
  ],
};
