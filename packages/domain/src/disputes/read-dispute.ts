import { staff } from "@openitem/db/schema/access";
import { auditRecords } from "@openitem/db/schema/activity";
import { customers } from "@openitem/db/schema/customers";
import { disputes } from "@openitem/db/schema/disputes";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { canHappen } from "../kernel/transitions.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { minutesBetween } from "./clock.ts";
import {
  canContest,
  canRearrange,
  DISPUTE_TRANSITIONS,
  type Dispute,
  type DisputeStatus,
  isEnded,
  isOpen,
} from "./dispute.ts";
import { missingDispute } from "./lock-dispute.ts";
import { type Outcome, outcomeOf, type Step, stepsOf } from "./progress.ts";
import { type ReadDecision, readDecisions } from "./read-decisions.ts";
import { type DisputedDocument, readDisputedDocuments } from "./read-disputed-documents.ts";
import { type Entry, readThread } from "./read-thread.ts";

export type DisputeName = { id: string; number: string; status: DisputeStatus };

export type DisputeDetail = {
  dispute: Omit<Dispute, "replyToken" | "organizationId">;
  customer: { id: string; number: string; name: string; timeZone: string; country: string | null };
  legalEntity: { id: string; code: string; name: string; timeZone: string };
  assignee: { id: string; name: string; role: string } | null;
  documents: DisputedDocument[];
  /** Sums of its documents: open, held by this dispute, held by any, in flight, ready to pay. */
  holds: {
    openMinor: bigint;
    heldMinor: bigint;
    disputedMinor: bigint;
    inFlightMinor: bigint;
    readyMinor: bigint;
  };
  /** The conversation, the oldest first; of disputes merged into it and of the one it was split from too. */
  entries: Entry[];
  /** What waits for the customer's answer. */
  question: Entry | null;
  /** The oldest first. The customer's side sees what was carried out, the biller's also what waits or was refused. */
  decisions: ReadDecision[];
  /** The one that was carried out last. */
  decision: ReadDecision | null;
  outcome: Outcome | null;
  steps: Step[];
  clock: {
    state: "running" | "stopped" | "over";
    dueAt: Date | null;
    /** Office minutes; negative when it is late, null when it is over. */
    leftMinutes: number | null;
  };
  mergedInto: DisputeName | null;
  merged: DisputeName[];
  splitFrom: DisputeName | null;
  splits: DisputeName[];
  /** What the reader can do now. */
  can: {
    answer: boolean;
    write: boolean;
    withdraw: boolean;
    contest: boolean;
    agree: boolean;
    take: boolean;
    ask: boolean;
    route: boolean;
    decide: boolean;
    rearrange: boolean;
  };
};

/** A dispute with everything its page shows, for who may see its account. Refuses `dispute.missing`. */
export async function readDispute(ctx: Context, disputeId: string): Promise<DisputeDetail> {
  if (!z.uuid().safeParse(disputeId).success) throw missingDispute();
  return read(ctx, async (tx) => {
    const { dispute, customer, legalEntity, assignee } = await readHead(tx, ctx, disputeId);
    permit(ctx.actor, "account.read", customer.id);
    const documents = await readDisputedDocuments(tx, ctx, dispute);
    const decisions = await readDecisions(tx, ctx, disputeId);
    const related = await readRelated(tx, ctx, dispute);
    const happened = await readHappened(tx, ctx, disputeId);
    const entries = await readThread(tx, ctx, {
      dispute,
      merged: related.merged,
      splitAt: happened.find(({ action }) => action === "dispute.split_off")?.at ?? null,
    });
    const decision = decisions.findLast(({ status }) => status === "applied") ?? null;
    const { organizationId: _, replyToken: __, ...shown } = dispute;
    const total = (of: (document: DisputedDocument) => bigint) => sum(documents.map(of));
    return {
      dispute: shown,
      customer,
      legalEntity,
      assignee: assignee?.id ? assignee : null,
      documents,
      holds: {
        openMinor: total((each) => each.openMinor),
        heldMinor: total((each) => each.heldMinor),
        disputedMinor: total((each) => each.disputedMinor),
        inFlightMinor: total((each) => each.inFlightMinor),
        readyMinor: total((each) => each.readyMinor),
      },
      entries,
      question:
        dispute.status === "waiting_customer"
          ? (entries.findLast(({ kind, disputeId: of }) => kind === "question" && of === disputeId) ?? null)
          : null,
      decisions,
      decision,
      outcome: outcomeOf(decision, dispute),
      steps: stepsOf(dispute, happened),
      clock: await clockOf(tx, ctx, dispute, legalEntity.timeZone),
      ...related,
      can: canDo(ctx, dispute),
    };
  });
}

async function readHead(tx: Tx, ctx: Context, disputeId: string) {
  const [row] = await tx
    .select({
      dispute: disputes,
      customer: {
        id: customers.id,
        number: customers.number,
        name: customers.name,
        timeZone: customers.timeZone,
        country: customers.country,
      },
      legalEntity: {
        id: legalEntities.id,
        code: legalEntities.code,
        name: legalEntities.name,
        timeZone: legalEntities.timeZone,
      },
      assignee: { id: staff.id, name: staff.name, role: staff.role },
    })
    .from(disputes)
    .innerJoin(
      customers,
      and(eq(customers.organizationId, disputes.organizationId), eq(customers.id, disputes.customerId)),
    )
    .innerJoin(
      legalEntities,
      and(
        eq(legalEntities.organizationId, disputes.organizationId),
        eq(legalEntities.id, disputes.legalEntityId),
      ),
    )
    .leftJoin(
      staff,
      and(eq(staff.organizationId, disputes.organizationId), eq(staff.id, disputes.assigneeId)),
    )
    .where(and(eq(disputes.organizationId, ctx.organizationId), eq(disputes.id, disputeId)));
  if (!row) throw missingDispute();
  return row;
}

async function readRelated(
  tx: Tx,
  ctx: Context,
  { id, mergedIntoId, splitFromId }: Dispute,
): Promise<Pick<DisputeDetail, "mergedInto" | "merged" | "splitFrom" | "splits">> {
  const named = [mergedIntoId, splitFromId].filter((each) => each !== null);
  const rows = await tx
    .select({
      id: disputes.id,
      number: disputes.number,
      status: disputes.status,
      mergedIntoId: disputes.mergedIntoId,
      splitFromId: disputes.splitFromId,
    })
    .from(disputes)
    .where(
      and(
        eq(disputes.organizationId, ctx.organizationId),
        or(eq(disputes.mergedIntoId, id), eq(disputes.splitFromId, id), inArray(disputes.id, named)),
      ),
    )
    .orderBy(asc(disputes.number));
  const name = (row: DisputeName): DisputeName => ({ id: row.id, number: row.number, status: row.status });
  const find = (wanted: string | null) => rows.filter((row) => row.id === wanted).map(name)[0] ?? null;
  return {
    mergedInto: find(mergedIntoId),
    splitFrom: find(splitFromId),
    merged: rows.filter((row) => row.mergedIntoId === id).map(name),
    splits: rows.filter((row) => row.splitFromId === id).map(name),
  };
}

function readHappened(tx: Tx, ctx: Context, disputeId: string): Promise<{ action: string; at: Date }[]> {
  return tx
    .select({ action: auditRecords.action, at: auditRecords.at })
    .from(auditRecords)
    .where(
      and(
        eq(auditRecords.organizationId, ctx.organizationId),
        eq(auditRecords.subjectKind, "dispute"),
        eq(auditRecords.subjectId, disputeId),
      ),
    )
    .orderBy(asc(auditRecords.at), asc(auditRecords.id));
}

async function clockOf(
  tx: Tx,
  ctx: Context,
  { status, answerDueAt, clockLeftMinutes }: Dispute,
  timeZone: string,
): Promise<DisputeDetail["clock"]> {
  if (!isOpen(status)) return { state: "over", dueAt: answerDueAt, leftMinutes: null };
  if (!answerDueAt) return { state: "stopped", dueAt: null, leftMinutes: clockLeftMinutes ?? 0 };
  const calendar = await readPolicy(tx, ctx, "calendar");
  return {
    state: "running",
    dueAt: answerDueAt,
    leftMinutes: minutesBetween(ctx.now, answerDueAt, calendar, timeZone),
  };
}

function canDo({ actor, now }: Context, dispute: Dispute): DisputeDetail["can"] {
  const { status, customerId } = dispute;
  const speaks = may(actor, "dispute.answer", customerId);
  const handles = may(actor, "dispute.handle", customerId);
  const can = (event: Parameters<typeof canHappen<DisputeStatus, keyof typeof DISPUTE_TRANSITIONS>>[1]) =>
    canHappen(DISPUTE_TRANSITIONS, event, status);
  return {
    answer: speaks && can("answer"),
    write: speaks && !isEnded(status),
    withdraw: speaks && can("withdraw"),
    contest: speaks && canContest(dispute, now),
    agree: speaks && can("agree"),
    take: handles && can("take"),
    ask: handles && can("ask"),
    route: handles && can("route"),
    decide: may(actor, "dispute.decide", customerId) && can("accept"),
    rearrange: handles && canRearrange(dispute),
  };
}
