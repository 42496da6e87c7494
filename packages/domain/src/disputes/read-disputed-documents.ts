import { itemLines, items } from "@openitem/db/schema/items";
import { and, asc, eq, inArray } from "drizzle-orm";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import type { ItemKind } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import type { Dispute } from "./dispute.ts";
import { readDisputedItems } from "./read-disputed-items.ts";

/** A line in question, as billed and as the customer would have it. Line 0 is the document without its lines. */
export type DisputedLine = {
  lineNo: number;
  /** What is disputed of it. */
  disputedMinor: bigint;
  /** Null where the customer agrees with what was billed. */
  expectedQuantity: string | null;
  expectedUnitPrice: string | null;
  /** As billed; null on line 0. */
  billed: {
    description: string;
    quantity: string;
    unit: string;
    unitPrice: string;
    amountMinor: bigint;
    periodFromOn: string | null;
    periodToOn: string | null;
  } | null;
};

export type DisputedDocument = {
  itemId: string;
  kind: ItemKind;
  number: string;
  issuedOn: string;
  dueOn: string | null;
  poNumber: string | null;
  reference: string | null;
  terms: string | null;
  note: string | null;
  amountMinor: bigint;
  openMinor: bigint;
  inFlightMinor: bigint;
  /** What this dispute asks of it. */
  claimMinor: bigint;
  /** What this dispute holds of it now, and what all open ones do. */
  heldMinor: bigint;
  disputedMinor: bigint;
  promisedMinor: bigint;
  readyMinor: bigint;
  chaseMinor: bigint;
  lines: DisputedLine[];
};

/** A step: the documents that a dispute is about, by number, with what of each is held. */
export async function readDisputedDocuments(
  tx: Tx,
  ctx: Context,
  { id }: Pick<Dispute, "id">,
): Promise<DisputedDocument[]> {
  const rows = await readDisputedItems(tx, ctx, [id]);
  const itemIds = [...new Set(rows.map((row) => row.itemId))];
  if (itemIds.length === 0) return [];
  const found = await tx
    .select()
    .from(items)
    .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, itemIds)))
    .orderBy(asc(items.number));
  const billed = await tx
    .select()
    .from(itemLines)
    .where(
      and(
        eq(itemLines.organizationId, ctx.organizationId),
        inArray(itemLines.itemId, itemIds),
        inArray(itemLines.lineNo, [...new Set(rows.map((row) => row.lineNo))]),
      ),
    );
  const claims = await readClaims(tx, ctx, itemIds);
  const inFlight = await readInFlight(tx, ctx, itemIds);
  return found.map((item) => {
    const own = rows.filter((row) => row.itemId === item.id);
    const inFlightMinor = inFlight.get(item.id) ?? 0n;
    const holds = holdsOf(item.openMinor, inFlightMinor, claims.get(item.id) ?? NO_CLAIMS);
    return {
      itemId: item.id,
      kind: item.kind,
      number: item.number,
      issuedOn: item.issuedOn,
      dueOn: item.dueOn,
      poNumber: item.poNumber,
      reference: item.reference,
      terms: item.terms,
      note: item.note,
      amountMinor: item.amountMinor,
      openMinor: item.openMinor,
      inFlightMinor,
      claimMinor: sum(own.map((row) => row.amountMinor)),
      heldMinor: sum(holds.disputes.filter((hold) => hold.id === id).map((hold) => hold.heldMinor)),
      disputedMinor: holds.disputedMinor,
      promisedMinor: holds.promisedMinor,
      readyMinor: holds.readyMinor,
      chaseMinor: holds.chaseMinor,
      lines: own.map((row): DisputedLine => {
        const line = billed.find((each) => each.itemId === row.itemId && each.lineNo === row.lineNo);
        return {
          lineNo: row.lineNo,
          disputedMinor: row.amountMinor,
          expectedQuantity: row.quantity,
          expectedUnitPrice: row.unitPrice,
          billed: line
            ? {
                description: line.description,
                quantity: line.quantity,
                unit: line.unit,
                unitPrice: line.unitPrice,
                amountMinor: line.amountMinor,
                periodFromOn: line.periodFromOn,
                periodToOn: line.periodToOn,
              }
            : null,
        };
      }),
    };
  });
}
