import { disputeDecisionItems, disputeDecisions } from "@openitem/db/schema/disputes";
import { itemLines } from "@openitem/db/schema/items";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Dispute, DisputeItem } from "../disputes/dispute.ts";
import { NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import type { LockedItem } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import type { DecisionFacts, DocumentFacts } from "./resolution.ts";
import { TAX_LINE } from "./tax.ts";

type Disputed = { dispute: Dispute; claimed: readonly DisputeItem[] };

/** What a decision on the dispute rests on, for the documents it claims, which are locked when it is to be carried out. */
export async function readDecisionFacts(
  tx: Tx,
  ctx: Context,
  { dispute, claimed }: Disputed,
  documents: readonly LockedItem[],
  limitMinor: bigint,
): Promise<DecisionFacts> {
  const ids = documents.map((item) => item.id);
  const [inFlight, claims, credited, taxes] = await Promise.all([
    readInFlight(tx, ctx, ids),
    readClaims(tx, ctx, ids),
    readCredited(tx, ctx, dispute.id, ids),
    readTaxes(tx, ctx, ids),
  ]);
  return {
    dispute,
    limitMinor,
    documents: documents.map((item): DocumentFacts => {
      invariant(item.currency === dispute.currency, "a dispute and its documents are in one currency");
      const parts = claimed.filter((part) => part.itemId === item.id);
      const tax = taxes.get(item.id) ?? { minor: 0n, lines: new Set<number>() };
      const claimOf = (isIn: (lineNo: number) => boolean) =>
        sum(parts.filter((part) => isIn(part.lineNo)).map((part) => part.amountMinor));
      const ofTheseAndAll = credited.get(item.id);
      return {
        item,
        claimMinor: claimOf(() => true),
        creditedMinor: ofTheseAndAll?.here ?? 0n,
        documentCreditedMinor: ofTheseAndAll?.all ?? 0n,
        inFlightMinor: inFlight.get(item.id) ?? 0n,
        claims: claims.get(item.id) ?? NO_CLAIMS,
        tax: {
          amountMinor: item.amountMinor,
          taxMinor: tax.minor,
          wholeClaimMinor: claimOf((lineNo) => lineNo === 0),
          taxLinesClaimMinor: claimOf((lineNo) => tax.lines.has(lineNo)),
          otherLinesClaimMinor: claimOf((lineNo) => lineNo > 0 && !tax.lines.has(lineNo)),
        },
      };
    }),
  };
}

/** What decisions have credited of each document: on this dispute, and on all of them. */
async function readCredited(
  tx: Tx,
  ctx: Context,
  disputeId: string,
  itemIds: readonly string[],
): Promise<Map<string, { here: bigint; all: bigint }>> {
  const { itemId, amountMinor, organizationId, decisionId } = disputeDecisionItems;
  const rows = await tx
    .select({
      itemId,
      here: sql<string>`coalesce(sum(${amountMinor}) filter (where ${disputeDecisions.disputeId} = ${disputeId}), 0)::text`,
      all: sql<string>`sum(${amountMinor})::text`,
    })
    .from(disputeDecisionItems)
    .innerJoin(
      disputeDecisions,
      and(eq(disputeDecisions.organizationId, organizationId), eq(disputeDecisions.id, decisionId)),
    )
    .where(
      and(
        eq(organizationId, ctx.organizationId),
        inArray(itemId, [...itemIds]),
        eq(disputeDecisions.status, "applied"),
      ),
    )
    .groupBy(itemId);
  return new Map(rows.map((row) => [row.itemId, { here: BigInt(row.here), all: BigInt(row.all) }]));
}

/** Each document's lines that bill tax, by what they are called, and what they come to. */
async function readTaxes(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
): Promise<Map<string, { minor: bigint; lines: Set<number> }>> {
  const rows = await tx
    .select({ itemId: itemLines.itemId, lineNo: itemLines.lineNo, amountMinor: itemLines.amountMinor })
    .from(itemLines)
    .where(
      and(
        eq(itemLines.organizationId, ctx.organizationId),
        inArray(itemLines.itemId, [...itemIds]),
        sql`${itemLines.description} ~* ${TAX_LINE}`,
      ),
    );
  const byItem = new Map<string, { minor: bigint; lines: Set<number> }>();
  for (const { itemId, lineNo, amountMinor } of rows) {
    const tax = byItem.get(itemId) ?? { minor: 0n, lines: new Set() };
    tax.minor += amountMinor;
    tax.lines.add(lineNo);
    byItem.set(itemId, tax);
  }
  return byItem;
}
