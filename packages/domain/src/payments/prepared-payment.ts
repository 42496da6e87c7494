import type { preparedPayments } from "@openitem/db/schema/autopay";
import { z } from "zod";
import { Refusal } from "../kernel/refusal.ts";
import type { Transitions } from "../kernel/transitions.ts";
import type { Wishes } from "./payment.ts";

/*
 * A payment that one person prepares and another of the same account releases. It reserves nothing until it is
 * released: what is to be paid is checked when it is prepared, and again when it is released.
 */

export type Prepared = typeof preparedPayments.$inferSelect;
export type PreparedStatus = Prepared["status"];
export type PreparedEvent = "release" | "decline" | "withdraw";

export const PREPARED_TRANSITIONS: Transitions<PreparedStatus, PreparedEvent> = {
  release: { by: "payment.release", from: { prepared: "released" } },
  decline: { by: "payment.release", from: { prepared: "declined" } },
  withdraw: { by: "payment.prepare", from: { prepared: "withdrawn" } },
};

const minor = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const storedWishes = z.object({
  debits: z.array(
    z.object({
      itemId: z.uuid(),
      amountMinor: minor,
      shortReason: z.string().nullish(),
      shortNote: z.string().nullish(),
    }),
  ),
  credits: z.array(z.object({ itemId: z.uuid(), amountMinor: minor })),
  onAccountMinor: minor,
});

/** What is to be paid with what, as it is kept: amounts as text, since JSON has no whole numbers of that size. */
export const toStoredWishes = ({ debits, credits, onAccountMinor }: Omit<Wishes, "currency">) => ({
  debits: debits.map(({ itemId, amountMinor, shortReason = null, shortNote = null }) => ({
    itemId,
    amountMinor: String(amountMinor),
    shortReason,
    shortNote,
  })),
  credits: credits.map(({ itemId, amountMinor }) => ({ itemId, amountMinor: String(amountMinor) })),
  onAccountMinor: String(onAccountMinor),
});

/** The wishes of a prepared payment, as `startPayment` takes them. */
export const wishesOf = ({ wishes, currency }: Pick<Prepared, "wishes" | "currency">) => ({
  currency,
  ...storedWishes.parse(wishes),
});

export const missingPrepared = () =>
  new Refusal("missing", "prepared_payment.missing", "We cannot find this payment on your account.");
