import { type Draft, fieldName } from "./draft.ts";
import type { FieldRefusal, Sums } from "./sums.ts";
import type { PayForm } from "./view.ts";

/* What stands in the way of sending a payment on, field by field. Pure, the same in the browser and on the server. */

export type PayFault =
  | { name: string; code: "amount"; number: string; refusal: FieldRefusal; minor: bigint; freeMinor: bigint }
  | { name: string; code: "reason" | "part"; number: string; shortMinor: bigint }
  | { name: string; code: "changed"; number: string; freeMinor: bigint; beforeMinor: bigint }
  | { name: string; code: "credit"; number: string; refusal: FieldRefusal; freeMinor: bigint }
  | { name: string; code: "onAccount"; refusal: FieldRefusal }
  | { name: string; code: "creditsExceed"; overMinor: bigint }
  | { name: string; code: "empty" | "left" | "tooMany" };

type Facts = Pick<
  PayForm,
  "rows" | "credits" | "held" | "disputed" | "gone" | "goneUnknown" | "forbidden" | "rules"
>;

/** Everything to look at before the payment can be sent, in the order of the page. */
export function faultsOf(form: Facts, draft: Draft, sums: Sums): PayFault[] {
  const faults: PayFault[] = [];
  const rowOf = new Map(form.rows.map((row) => [row.id, row]));
  const reasonOf = new Map(draft.rows.map((row) => [row.itemId, row.reason]));
  // What was chosen and can no longer be paid: the form without it is another payment, to be looked at.
  if (
    form.disputed.length + form.held.length + form.gone.length + form.goneUnknown + form.forbidden.length >
    0
  )
    faults.push({ name: "rows", code: "left" });
  for (const { itemId, minor, refusal, shortMinor } of sums.rows) {
    const row = rowOf.get(itemId);
    if (!row) continue;
    const { number, freeMinor, changedFromMinor } = row;
    const name = fieldName.amount(itemId);
    if (changedFromMinor !== null)
      faults.push({ name, code: "changed", number, freeMinor, beforeMinor: changedFromMinor });
    else if (refusal) faults.push({ name, code: "amount", number, refusal, minor: minor ?? 0n, freeMinor });
    else if (shortMinor > 0n && !form.rules.partAllowed)
      faults.push({ name, code: "part", number, shortMinor });
    else if (shortMinor > 0n && !form.rules.shortReasons.includes(reasonOf.get(itemId) ?? ""))
      faults.push({ name: fieldName.reason(itemId), code: "reason", number, shortMinor });
  }
  for (const { itemId, refusal } of sums.credits) {
    const credit = form.credits.find((each) => each.id === itemId);
    if (refusal && credit)
      faults.push({
        name: fieldName.credit(itemId),
        code: "credit",
        number: credit.number,
        refusal,
        freeMinor: credit.freeMinor,
      });
  }
  if (sums.onAccount.refusal)
    faults.push({ name: "onAccount", code: "onAccount", refusal: sums.onAccount.refusal });
  if (sums.cashMinor < 0n)
    faults.push({ name: "credits", code: "creditsExceed", overMinor: -sums.cashMinor });
  const usedCount = sums.credits.filter((credit) => credit.used).length;
  if (sums.rows.length + usedCount > form.rules.itemsMax) faults.push({ name: "rows", code: "tooMany" });
  if (sums.rows.length === 0 && sums.onAccount.minor === 0n) faults.push({ name: "rows", code: "empty" });
  return faults;
}
