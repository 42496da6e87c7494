import { newId } from "@openitem/db/ids";
import { readMailChoices } from "@openitem/domain/access/read-mail-choices";
import { type DisputeRow, listDisputes } from "@openitem/domain/disputes/list-disputes";
import { type ReadDecision, readDecisions } from "@openitem/domain/disputes/read-decisions";
import { type DisputeDetail, readDispute } from "@openitem/domain/disputes/read-dispute";
import { typeNames } from "@openitem/domain/files/file";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { actorKey } from "@openitem/domain/kernel/context";
import { read } from "@openitem/domain/kernel/transact";
import { may } from "@openitem/domain/policies/permissions";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import type { Viewer } from "../../context.ts";
import { readFilePolicy } from "../../file-policy.server.ts";

const EARLIER_MAX = 3;

/** Everything the page of a dispute shows; days in the reader's calendar. Refuses `dispute.missing`. */
export async function readDisputeView(viewer: Viewer, disputeId: string) {
  const { ctx, contact } = viewer;
  const detail = await readDispute(ctx, disputeId);
  const { dispute, customer, holds } = detail;
  const [earlier, choices, files, filesMax] = await Promise.all([
    readEarlier(viewer, detail),
    readMailChoices(ctx),
    readFilePolicy(ctx),
    read(ctx, async (tx) => (await readPolicy(tx, ctx, "dispute")).filesMax),
  ]);
  const isOwn = dispute.raisedBy === actorKey(ctx.actor);
  const dayOf = (at: Date | null) => at && dayIn(at, viewer.timeZone);
  return {
    id: dispute.id,
    number: dispute.number,
    status: dispute.status,
    reason: dispute.reason,
    facts: dispute.facts,
    currency: dispute.currency,
    amountMinor: dispute.amountMinor,
    raisedByName: dispute.raisedByName,
    raisedOn: dayIn(dispute.raisedAt, viewer.timeZone),
    contestUntilOn: dispute.contestUntil && dayIn(lastMoment(dispute.contestUntil), viewer.timeZone),
    contestedOn: dayOf(dispute.contestedAt),
    customerId: customer.id,
    assigneeName: detail.assignee?.name ?? null,
    documents: detail.documents.map(documentOf),
    holds,
    isHeld: holds.heldMinor > 0n,
    entries: detail.entries.map(entryOf),
    question: detail.question && entryOf(detail.question),
    steps: detail.steps.map(({ step, state, at, dueAt }) => ({
      step,
      state,
      on: dayOf(at),
      dueOn: dayOf(dueAt),
    })),
    clock: {
      state: detail.clock.state,
      dueOn: dayOf(detail.clock.dueAt),
      hoursLeft: Math.max(1, Math.ceil((detail.clock.leftMinutes ?? 0) / 60)),
    },
    decisions: detail.decisions
      .filter(({ status }) => status === "applied")
      .map((each) => decisionOf(each, viewer)),
    outcome: detail.outcome,
    can: detail.can,
    mayPay: may(ctx.actor, "payment.start", customer.id),
    mergedInto: detail.mergedInto,
    merged: detail.merged,
    splitFrom: detail.splitFrom,
    splits: detail.splits,
    earlier,
    mail: { choice: isOwn ? choices.disputes : choices.colleagues_disputes, address: contact.email },
    limits: {
      sizeMaxBytes: files.sizeMaxBytes,
      mediaTypes: files.mediaTypes,
      typeNames: typeNames(files.mediaTypes),
      filesMax,
    },
    /** Of what is written next, so that a double click sends it once. */
    entryId: newId(),
    biller: viewer.biller,
  };
}

/** The last decided disputes of the same account, with their grounds and the credit memo. */
async function readEarlier({ ctx }: Viewer, { dispute, customer }: DisputeDetail) {
  const { rows } = await listDisputes(ctx, {
    customerIds: [customer.id],
    tab: "decided",
    sort: "raised",
    limit: EARLIER_MAX + 1,
  });
  const others = rows.filter(({ id }) => id !== dispute.id).slice(0, EARLIER_MAX);
  if (others.length === 0) return [];
  const decisions = await read(ctx, (tx) => Promise.all(others.map(({ id }) => readDecisions(tx, ctx, id))));
  return others.map((row, index) => earlierOf(row, decisions[index] ?? []));
}

function earlierOf(
  { id, number, status, amountMinor, creditedMinor, outcome, currency }: DisputeRow,
  decisions: readonly ReadDecision[],
) {
  const last = decisions.findLast((decision) => decision.status === "applied");
  return {
    id,
    number,
    status,
    amountMinor,
    creditedMinor,
    outcome,
    currency,
    grounds: last?.grounds ?? null,
    credit: last?.items.find(({ credit }) => credit)?.credit ?? null,
  };
}

export type DisputeView = Awaited<ReturnType<typeof readDisputeView>>;

/** A time that is over at midnight ends on the day before. */
const lastMoment = (end: Date): Date => new Date(end.getTime() - 1);

const documentOf = ({
  itemId,
  number,
  claimMinor,
  heldMinor,
  lines,
}: DisputeDetail["documents"][number]) => ({
  itemId,
  number,
  claimMinor,
  heldMinor,
  lines: lines.map(({ lineNo, disputedMinor, expectedQuantity, expectedUnitPrice, billed }) => ({
    lineNo,
    disputedMinor,
    description: billed?.description ?? null,
    quantity: billed?.quantity ?? null,
    unitPrice: billed?.unitPrice ?? null,
    expectedQuantity,
    expectedUnitPrice,
  })),
});

const entryOf = ({
  id,
  kind,
  body,
  authorName,
  createdAt,
  side,
  isMail,
  saidIn,
  files,
}: DisputeDetail["entries"][number]) => ({
  id,
  kind,
  body,
  authorName,
  at: createdAt,
  side,
  isMail,
  saidIn,
  files: files.map(({ id: fileId, name, sizeBytes }) => ({ id: fileId, name, sizeBytes })),
});

const decisionOf = (
  {
    id,
    outcome,
    amountMinor,
    taxMinor,
    grounds,
    decidedByName,
    appliedAt,
    decidedAt,
    items,
  }: DisputeDetail["decisions"][number],
  { timeZone }: Viewer,
) => ({
  id,
  outcome,
  amountMinor,
  taxMinor,
  grounds,
  decidedByName,
  on: dayIn(appliedAt ?? decidedAt, timeZone),
  onAccountMinor: items.reduce((sum, item) => sum + (item.onAccountMinor ?? 0n), 0n),
  credits: items.flatMap(({ credit }) => (credit ? [credit] : [])),
  rebills: items.flatMap(({ rebill }) => (rebill ? [rebill] : [])),
});
