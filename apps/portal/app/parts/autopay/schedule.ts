import type { MethodName } from "../promise/view.ts";

/** From what a payment can be charged on a day, and what is agreed to by that. */
export type ScheduleOffer = { methods: MethodName[]; words: { version: string; text: string } };

/** What was typed of a payment that does not start now. */
export type Later = { chargeOn: string; methodId: string; agreed: string; releaseNote: string };

export const NOT_LATER: Later = { chargeOn: "", methodId: "", agreed: "", releaseNote: "" };

/** Reads what a pay form holds of it. */
export function readLater(form: FormData): Later {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    chargeOn: text("chargeOn").trim(),
    methodId: text("methodId"),
    agreed: text("agreed"),
    releaseNote: text("releaseNote"),
  };
}
