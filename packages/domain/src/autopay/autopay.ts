import type { autopays, paymentMethods } from "@openitem/db/schema/autopay";
import { addDays } from "../kernel/business-day.ts";

/*
 * The rules of paying by itself. Pure. Days are those of the account's calendar.
 */

export type Autopay = typeof autopays.$inferSelect;
export type Method = typeof paymentMethods.$inferSelect;

/** The day on which a document that is due then is to be charged. */
export const chargeDayOf = (dueOn: string, { daysBefore }: Pick<Autopay, "daysBefore">): string =>
  addDays(dueOn, -daysBefore);

/** What was already to be charged before the account consented stays with its people. */
export const isBeforeConsent = (dueOn: string, autopay: Pick<Autopay, "daysBefore" | "fromOn">): boolean =>
  chargeDayOf(dueOn, autopay) < autopay.fromOn;

/** A pause with a day ends on that day. */
export const isPauseOver = (
  { status, pausedUntilOn }: Pick<Autopay, "status" | "pausedUntilOn">,
  today: string,
): boolean => status === "paused" && pausedUntilOn !== null && pausedUntilOn <= today;

/** Why an autopay was paused by ourselves; a person's own words otherwise. */
export const PAUSED_BY_US = { method_ended: "method_ended", returned: "charge_returned" } as const;

/** Why a method ended, when it was not by a person here. */
export const ENDED_BY_BANK = "Your bank or card issuer ended it.";

/** Whether a method can be charged on a day: it stands, and has not expired. */
export const canBeCharged = (
  { status, expiresOn }: Pick<Method, "status" | "expiresOn">,
  on: string,
): boolean => status === "active" && (expiresOn === null || expiresOn >= on);

/** The kinds of methods that can be kept in a currency; other currencies have cards alone. */
export const keptKinds = (currency: string, offered: readonly string[]): string[] => {
  const kinds = currency === "USD" ? ["card", "us_bank_account"] : ["card"];
  return (currency === "EUR" ? ["card", "sepa_debit"] : kinds).filter((kind) => offered.includes(kind));
};
