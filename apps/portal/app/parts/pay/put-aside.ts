import { decimalOf } from "@openitem/ui/formats";
import { type Later, NOT_LATER } from "../autopay/schedule.ts";
import { type Draft, emptyDraft, fieldName, isItemId } from "./draft.ts";
import type { Sums } from "./sums.ts";
import type { PayForm } from "./view.ts";

/* A payment that is put aside while some of it is disputed: what was typed of it, as a query of the pay page holds it. */

/** So many documents fit into an address. */
const ITEMS_MAX = 100;
/** What servers and browsers take of an address without a word; notes are left out of a longer one. */
const LENGTH_MAX = 7_000;

/** The query that opens the pay page as it stands. An amount that was only proposed is proposed anew. */
function putAside({ draft, currency, rows, later }: PayForm, sums: Sums): string {
  const proposed = new Map(rows.map((row) => [row.id, row.readyMinor]));
  const minorOf = new Map(sums.rows.map((row) => [row.itemId, row.minor]));
  const params = new URLSearchParams();
  const notes = new URLSearchParams();
  for (const { itemId, amount, reason, note } of draft.rows.slice(0, ITEMS_MAX)) {
    params.append("item", itemId);
    if (minorOf.get(itemId) !== proposed.get(itemId)) params.set(fieldName.amount(itemId), amount);
    if (reason) params.set(fieldName.reason(itemId), reason);
    if (note.trim()) notes.set(fieldName.note(itemId), note);
  }
  for (const { itemId, used, amount } of draft.credits) {
    if (!used) continue;
    params.set(fieldName.use(itemId), "on");
    params.set(fieldName.credit(itemId), amount);
  }
  if (draft.onAccount) params.set("onAccount", draft.onAccount);
  if (later.chargeOn) params.set("chargeOn", later.chargeOn);
  if (later.methodId) params.set("methodId", later.methodId);
  if (later.releaseNote) notes.set("releaseNote", later.releaseNote);
  params.set("currency", currency);
  const whole = notes.size > 0 ? `${params}&${notes}` : `${params}`;
  return whole.length > LENGTH_MAX ? `${params}` : whole;
}

/** What a query of the pay page says of each of its documents. */
export function readAside(
  params: URLSearchParams,
  itemIds: readonly string[],
): { draft: Draft; later: Later } {
  const text = (name: string) => params.get(name) ?? "";
  const rows = itemIds.map((itemId) => ({
    itemId,
    amount: text(fieldName.amount(itemId)),
    reason: text(fieldName.reason(itemId)),
    note: text(fieldName.note(itemId)),
    was: "",
  }));
  const used = [...params.keys()].flatMap((name) => {
    const [kind, itemId = ""] = name.split(".", 2);
    return kind === "use" && isItemId(itemId) ? [itemId] : [];
  });
  const credits = [...new Set(used)].map((itemId) => ({
    itemId,
    used: true,
    amount: text(fieldName.credit(itemId)),
  }));
  return {
    draft: { ...emptyDraft(), rows, credits, onAccount: text("onAccount") },
    later: {
      ...NOT_LATER,
      chargeOn: text("chargeOn"),
      methodId: text("methodId"),
      releaseNote: text("releaseNote"),
    },
  };
}

/** The form that disputes what is left out of one document, and finds the way back to the payment. */
export function disputeHref(view: PayForm, sums: Sums, itemId: string): string | null {
  const shortMinor = sums.rows.find((row) => row.itemId === itemId)?.shortMinor ?? 0n;
  if (shortMinor === 0n) return null;
  return `/disputes/new?${new URLSearchParams({
    item: itemId,
    amount: decimalOf(shortMinor, view.currency),
    payment: putAside(view, sums),
  })}`;
}

/** The pay page that goes on with a payment that was put aside; of what has been disputed since, the rest is proposed. */
export function payHref(aside: string, disputed: readonly string[], currency: string): string {
  const params = new URLSearchParams(aside);
  const known = new Set(params.getAll("item"));
  for (const itemId of disputed) {
    for (const name of [fieldName.amount, fieldName.reason, fieldName.note]) params.delete(name(itemId));
    if (!known.has(itemId)) params.append("item", itemId);
  }
  params.set("currency", currency);
  return `/pay?${params}`;
}
