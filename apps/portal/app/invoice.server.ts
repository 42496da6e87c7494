import { isDebit } from "@openitem/domain/items/item";
import { type ItemDetail, listItemLines, readItem } from "@openitem/domain/items/read-item";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "./context.ts";
import { type ClaimHappening, readInvoiceClaims } from "./parts/dispute/invoice-claims.server.ts";

const LINES_PER_PAGE = 100;

type LinesAsked = { search: string; after: number };

/** Everything the page of a document shows. Refuses `item.missing`, also for a document of somebody else. */
export async function readInvoice(viewer: Viewer, itemId: string, { search, after }: LinesAsked) {
  const { ctx, timeZone } = viewer;
  const detail = await readItem(ctx, itemId);
  const [lines, claims] = await Promise.all([
    listItemLines(ctx, { itemId, after, limit: LINES_PER_PAGE, search: search || null }),
    isDebit(detail.item.kind) && detail.item.kind !== "refund" ? readInvoiceClaims(viewer, detail) : null,
  ]);
  const { item, customer, legalEntity, daysLate, inFlightMinor, appliedMinor, lineCount } = detail;
  const isOwed = isDebit(item.kind);
  const freeMinor = isOwed ? item.openMinor - inFlightMinor : 0n;
  const mayPay = item.kind !== "refund" && may(ctx.actor, "payment.start", item.customerId);
  return {
    id: item.id,
    kind: item.kind,
    number: item.number,
    currency: item.currency,
    amountMinor: item.amountMinor,
    openMinor: item.openMinor,
    heldAs: item.heldAs,
    isDebit: isOwed,
    daysLate,
    inFlightMinor,
    appliedMinor,
    freeMinor,
    /** Neither in flight nor disputed, where he may pay. */
    payableMinor: mayPay && isOwed ? detail.holds.readyMinor : 0n,
    chaseMinor: detail.holds.chaseMinor,
    claims,
    issuedOn: item.issuedOn,
    dueOn: item.dueOn,
    poNumber: item.poNumber,
    reference: item.reference,
    terms: item.terms,
    customer: { name: customer.name, number: customer.number },
    billedBy: legalEntity.name,
    today: detail.today,
    underWay: detail.underWay.map(({ paymentId, amountMinor, payerName, since, expectedOn }) => ({
      paymentId,
      amountMinor,
      payerName,
      since,
      expectedOn,
    })),
    applications: detail.applications.map(applicationBrief),
    happenings: happeningsOf(detail, claims?.happenings ?? [], timeZone),
    lineCount,
    lines: lines.rows,
    nextLine: lines.next,
  };
}

export type Invoice = Awaited<ReturnType<typeof readInvoice>>;
export type InvoiceLineRow = Invoice["lines"][number];

const applicationBrief = ({ id, amountMinor, appliedOn, otherId, otherKind, otherNumber }: Applied) => ({
  id,
  amountMinor,
  appliedOn,
  otherId,
  otherKind,
  otherNumber,
});

type Applied = ItemDetail["applications"][number];

/** One thing that happened to a document; amounts in minor units of its currency, always positive. */
export type Happening = { id: string; on: string; at: Date | null } & (
  | { what: "issued"; amountMinor: bigint }
  | { what: "imported" }
  | { what: "due_passed" }
  | { what: "paid" | "credited" | "used"; amountMinor: bigint; number: string | null }
  | { what: "undone" | "undone_use"; amountMinor: bigint; number: string | null }
  | { what: "under_way"; amountMinor: bigint; name: string | null; paymentId: string }
  | ({ what: "claim" } & Omit<ClaimHappening, "id" | "on" | "at">)
);

/** What happened, the newest first: told from the books themselves, so that it cannot differ from them. */
function happeningsOf(
  { item, today, applications, underWay }: ItemDetail,
  claimed: readonly ClaimHappening[],
  timeZone: string,
): Happening[] {
  const isOwed = isDebit(item.kind);
  const issued: Happening[] = [
    { id: "issued", on: item.issuedOn, at: null, what: "issued", amountMinor: item.amountMinor },
  ];
  if (item.importId)
    issued.push({
      id: "imported",
      on: dayIn(item.createdAt, timeZone),
      at: item.createdAt,
      what: "imported",
    });
  const passed: Happening[] =
    isOwed && item.dueOn && item.dueOn < today && item.openMinor > 0n
      ? [{ id: "due", on: item.dueOn, at: null, what: "due_passed" }]
      : [];
  const applied = applications.map(
    ({ id, amountMinor, appliedOn, createdAt, reversesId, otherKind, otherNumber: number }): Happening => {
      const facts = { id, on: appliedOn, at: createdAt, number };
      if (reversesId) return { ...facts, what: isOwed ? "undone" : "undone_use", amountMinor: -amountMinor };
      if (!isOwed) return { ...facts, what: "used", amountMinor };
      return { ...facts, what: otherKind === "credit_memo" ? "credited" : "paid", amountMinor };
    },
  );
  const begun = underWay.map(
    ({ paymentId, amountMinor, payerName: name, since }): Happening => ({
      id: paymentId,
      on: since ? dayIn(since, timeZone) : today,
      at: since,
      what: "under_way",
      amountMinor,
      name,
      paymentId,
    }),
  );
  const disputed = claimed
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map((happening): Happening => ({ what: "claim", ...happening }));
  // Equal days keep the order of the books: issued first.
  return [...issued, ...passed, ...applied, ...begun, ...disputed]
    .toSorted((a, b) => a.on.localeCompare(b.on))
    .toReversed();
}
