import { changeCause } from "../causes/change-cause.ts";
import { createCause } from "../causes/create-cause.ts";
import { STAFF, type StaffKey } from "./company.ts";
import { demoId } from "./demo-id.ts";
import { causeId } from "./dispute.ts";
import { asStaff, type Happening, type Stage } from "./stage.ts";

/* Why disputes come about, as Helen sees it: most have an owner and something that is being done. */

type Cause = {
  key: string;
  title: string;
  reason: string;
  product?: string;
  owner?: StaffKey;
  action?: string;
  /** Day by which it is to be done. */
  actionDue?: number;
  on: number;
  fixedOn?: number;
};

const CAUSES: readonly Cause[] = [
  {
    key: "rate-card",
    title: "Rate card 7 not loaded",
    reason: "price",
    product: "Outbound SMS, India",
    owner: "luis",
    action: "Load rate card 7 for all routes and re-rate usage since July",
    actionDue: 12,
    on: -43,
  },
  {
    key: "outage",
    title: "Route outages billed as delivered",
    reason: "usage",
    owner: "luis",
    action: "Take delivery reports into rating before the invoice run",
    actionDue: -20,
    on: -62,
    fixedOn: -18,
  },
  {
    key: "purchase-order",
    title: "Purchase order not taken over from the contract",
    reason: "po_missing",
    owner: "ingrid",
    action: "Ask for the order number when the account is opened; block the invoice without it",
    actionDue: 26,
    on: -120,
  },
  {
    key: "double-run",
    title: "Invoice run started twice on a month's first day",
    reason: "duplicate",
    owner: "ingrid",
    action: "One run at a time, checked by a lock",
    actionDue: -85,
    on: -112,
    fixedOn: -90,
  },
  {
    key: "tax-number",
    title: "Tax number missing at invoicing",
    reason: "tax",
    owner: "amara",
    action: "Collect and check tax numbers of European accounts",
    actionDue: -3,
    on: -88,
  },
  {
    key: "late-credit",
    title: "Credit memos issued after the next invoice",
    reason: "credit_not_applied",
    on: -60,
  },
  {
    key: "contract-entry",
    title: "Amendment signed and not entered",
    reason: "contract",
    owner: "helen",
    action: "Sales hand signed amendments over on the day",
    actionDue: 8,
    on: -75,
  },
  { key: "number-count", title: "Ported numbers counted twice", reason: "quantity", owner: "luis", on: -56 },
];

/** The key of the cause that disputes of a reason usually come from, as far as it was known on a day. */
export const usualCause = (reason: string, on: number): string | undefined =>
  CAUSES.find((cause) => cause.reason === reason && cause.on < on)?.key;

/** Causes are named before any dispute is put down to one. */
export function causeStories(stage: Stage): Happening[] {
  return CAUSES.flatMap(({ key, on, owner, actionDue, fixedOn, ...words }) => {
    const named = stage.calendar.at(on, "08:15");
    const ownerId = owner ? STAFF[owner].id : null;
    const actionDueOn = actionDue === undefined ? null : stage.calendar.day(actionDue);
    const made: Happening = {
      at: named,
      run: () =>
        createCause(asStaff(stage, "helen", named), {
          causeId: causeId(key),
          ownerId,
          actionDueOn,
          ...words,
        }),
    };
    if (fixedOn === undefined) return [made];
    const at = stage.calendar.at(fixedOn, "17:05");
    const id = demoId(`cause fixed:${key}`);
    const fixed: Happening = {
      at,
      run: () => changeCause(asStaff(stage, "helen", at), { key: id, causeId: causeId(key), fixed: true }),
    };
    return [made, fixed];
  });
}
