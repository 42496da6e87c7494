import { listActivity } from "@openitem/domain/audit/list-activity";
import { type DisputeRow, listDisputes } from "@openitem/domain/disputes/list-disputes";
import { readDisputedItems } from "@openitem/domain/disputes/read-disputed-items";
import type { Hold } from "@openitem/domain/holds/hold";
import type { ItemDetail } from "@openitem/domain/items/read-item";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { read } from "@openitem/domain/kernel/transact";
import { may } from "@openitem/domain/policies/permissions";
import { listPromises, type PromiseRow } from "@openitem/domain/promises/list-promises";
import type { Viewer } from "../../context.ts";
import { type ClaimAction, isClaimAction } from "./claim-action.ts";

const SHOWN_MAX = 10;

/** Something that happened in a dispute of a document or a promise for it. */
export type ClaimHappening = {
  id: string;
  on: string;
  at: Date;
  action: ClaimAction;
  claimId: string;
  number: string;
  by: string;
  /** Whether it was the biller's doing. */
  isOurs: boolean;
  amountMinor: bigint | null;
  reason: string | null;
  files: number;
};

/** What of a line an open dispute is about. */
export type LineClaim = {
  lineNo: number;
  disputeId: string;
  number: string;
  amountMinor: bigint;
  quantity: string | null;
  unitPrice: string | null;
};

/**
 * What disputes and promises hold of a document, which of its lines they are about, and what happened in them. Nothing
 * is read for a document that none was ever about but the two lists.
 */
export async function readInvoiceClaims(viewer: Viewer, { item, holds }: ItemDetail) {
  const { ctx, timeZone } = viewer;
  const customerIds = [item.customerId];
  const [disputes, promises] = await Promise.all([
    listDisputes(ctx, { customerIds, itemId: item.id, tab: "all", sort: "raised", limit: SHOWN_MAX }),
    listPromises(ctx, { customerIds, group: "all", search: item.number, limit: SHOWN_MAX }),
  ]);
  const open = disputes.rows.filter((row) => row.isOpen);
  const about = promises.rows.filter((row) => row.documents.includes(item.number));
  const openIds = open.map(({ id }) => id);
  const [lines, happenings] = await Promise.all([
    openIds.length > 0 ? read(ctx, (tx) => readDisputedItems(tx, ctx, openIds)) : [],
    readHappenings(viewer, disputes.rows, about),
  ]);
  const numberOf = new Map(open.map(({ id, number }) => [id, number]));
  return {
    disputes: holds.disputes.flatMap((hold) => heldDispute(hold, open, timeZone)),
    promises: holds.promises
      .filter(({ heldMinor }) => heldMinor > 0n)
      .map(({ id, number, heldMinor }) => ({
        id,
        number,
        heldMinor,
        nextOn: about.find((row) => row.id === id)?.next?.dueOn ?? null,
      })),
    disputedMinor: holds.disputedMinor,
    promisedMinor: holds.promisedMinor,
    readyMinor: holds.readyMinor,
    lines: lines
      .filter((row) => row.itemId === item.id && row.lineNo > 0)
      .map(
        ({ lineNo, disputeId, amountMinor, quantity, unitPrice }): LineClaim => ({
          lineNo,
          disputeId,
          number: numberOf.get(disputeId) ?? "",
          amountMinor,
          quantity,
          unitPrice,
        }),
      ),
    happenings,
    mayDispute: may(ctx.actor, "dispute.raise", item.customerId),
    mayPromise: may(ctx.actor, "promise.make", item.customerId),
  };
}

export type InvoiceClaims = Awaited<ReturnType<typeof readInvoiceClaims>>;

function heldDispute({ id, heldMinor }: Hold, open: readonly DisputeRow[], timeZone: string) {
  const row = open.find((each) => each.id === id);
  if (!row) return [];
  const { number, status, reason, assigneeName, answerDueAt } = row;
  const answerOn = answerDueAt && dayIn(answerDueAt, timeZone);
  return [{ id, number, status, reason, assigneeName, heldMinor, answerOn }];
}

async function readHappenings(
  { ctx, timeZone }: Viewer,
  disputes: readonly DisputeRow[],
  promises: readonly PromiseRow[],
): Promise<ClaimHappening[]> {
  const claims = [
    ...disputes.map((row) => ({ kind: "dispute", row, reason: row.reason as string | null })),
    ...promises.map((row) => ({ kind: "promise", row, reason: null })),
  ];
  const told = await Promise.all(
    claims.map(async ({ kind, row: { id: claimId, number }, reason }) => {
      const rows = await listActivity(ctx, { subject: { kind, id: claimId }, limit: 50 });
      return rows.flatMap(({ id, at, action, actor, actorName, data }): ClaimHappening[] => {
        if (!isClaimAction(action)) return [];
        const { amountMinor, files } = data as { amountMinor?: unknown; files?: unknown };
        return [
          {
            id,
            on: dayIn(at, timeZone),
            at,
            action,
            claimId,
            number,
            by: actorName,
            isOurs: !actor.startsWith("contact:"),
            amountMinor: typeof amountMinor === "string" ? BigInt(amountMinor) : null,
            reason,
            files: typeof files === "number" ? files : 0,
          },
        ];
      });
    }),
  );
  return told.flat();
}
