import type { remittanceLines, remittances } from "@openitem/db/schema/remittances";
import type { Transitions } from "../kernel/transitions.ts";

/* What a payer says that his money covers, and what can happen to it. Books nothing. */

export type Remittance = typeof remittances.$inferSelect;
export type RemittanceLine = typeof remittanceLines.$inferSelect;
export type RemittanceStatus = Remittance["status"];
export type PaymentMethod = NonNullable<Remittance["method"]>;

export const PAYMENT_METHODS = ["wire", "cheque", "bank_debit", "other"] as const satisfies PaymentMethod[];

export type RemittanceEvent = "read" | "fail" | "change" | "confirm" | "tie" | "untie" | "withdraw";

/** From each state, what each event leads to. Tied to its money it is history; undoing that lets it wait again. */
export const REMITTANCE_TRANSITIONS: Transitions<RemittanceStatus, RemittanceEvent> = {
  read: { by: "remittance.read", from: { reading: "draft" } },
  fail: { by: "remittance.read", from: { reading: "unreadable" } },
  change: { by: "remittance.send", from: { draft: "draft" } },
  confirm: { by: "remittance.send", from: { draft: "confirmed" } },
  tie: { by: "remittance.tie", from: { confirmed: "tied" } },
  untie: { by: "remittance.tie", from: { tied: "confirmed" } },
  withdraw: {
    by: "remittance.send",
    from: {
      reading: "withdrawn",
      unreadable: "withdrawn",
      draft: "withdrawn",
      confirmed: "withdrawn",
    },
  },
};

/** What of a line's document the payer says is settled: paid, taken as a discount, and deducted. Minor units. */
export const coveredMinor = ({
  netMinor,
  discountMinor,
  deductionMinor,
}: Pick<RemittanceLine, "netMinor" | "discountMinor" | "deductionMinor">): bigint =>
  netMinor + discountMinor + deductionMinor;

/** The parts of a remittance that two people may change: what a form was made from, and is compared with. */
export const printedParts = (
  head: Pick<Remittance, "status" | "paidOn" | "totalMinor" | "reference" | "method" | "currency">,
  lines: readonly RemittanceLine[],
) => ({
  head: [head.status, head.paidOn, head.totalMinor, head.reference, head.method, head.currency],
  lines: lines.map((line) => [
    line.lineNo,
    line.itemId,
    line.settled,
    line.netMinor,
    line.discountMinor,
    line.deductionMinor,
    line.reason,
  ]),
});
