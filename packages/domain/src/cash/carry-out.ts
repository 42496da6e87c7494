import { cashDecisions } from "@openitem/db/schema/matching";
import { updateRows } from "@openitem/db/statement";
import type { Issuing } from "../items/issue-item.ts";
import type { Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { applyCredits, type Pairing } from "../ledger/apply.ts";
import { type Entry, post } from "../ledger/post.ts";

/** What a decision makes of the books: documents, what they settle at once, and entries without a document. */
export type Effect = {
  issuing: readonly Issuing[];
  pairings: readonly Pairing[];
  entries: readonly Entry[];
};

/** Writes the effect of a decision whose row is there, keeps its documents in the row, and answers their ids. */
export async function carryOut(
  tx: Tx,
  ctx: Context,
  decisionId: string,
  { issuing, pairings, entries }: Effect,
): Promise<string[]> {
  const resultIds = issuing.map(({ item }) => item.id);
  await applyCredits(tx, ctx, {
    issuing,
    pairings: pairings.map((pairing) => ({
      ...pairing,
      appliedOn: pairing.appliedOn ?? pairing.credit.issuedOn,
    })),
    cause: { kind: "decision", id: decisionId },
  });
  await post(tx, ctx, entries);
  await updateRows(
    tx,
    cashDecisions,
    { status: "applied", resultIds, endedAt: ctx.now },
    { organizationId: ctx.organizationId, id: decisionId },
  );
  for (const { item } of issuing)
    await record(tx, ctx, {
      action: `${item.kind}.issued`,
      subject: ["item", item.id],
      customerId: item.customerId,
      data: {
        number: item.number,
        amountMinor: String(item.amountMinor),
        currency: item.currency,
        reference: item.reference,
      },
    });
  return resultIds;
}
