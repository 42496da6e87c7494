import type { AmountFault } from "@openitem/ui/formats";

/** What is wrong at a field of a form of autopay, or of a payment on a day. */
export type AutopayFault =
  | {
      field: "methodId" | "days" | "cap" | "agree" | "reason" | "untilOn" | "chargeOn";
      code: "method" | "days" | "capZero" | "agree" | "reason" | "day";
    }
  | { field: "cap"; code: "amount"; fault: AmountFault };

/** The fault at a field, if there is one. */
export const faultAt = (
  faults: readonly AutopayFault[] | undefined,
  field: AutopayFault["field"],
): AutopayFault | undefined => faults?.find((fault) => fault.field === field);
