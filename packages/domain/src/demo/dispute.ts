import { disputeDecisions, disputes } from "@openitem/db/schema/disputes";
import { and, eq } from "drizzle-orm";
import { decideApproval } from "../approvals/decide-approval.ts";
import { addMessage } from "../disputes/add-message.ts";
import { agreeToOutcome } from "../disputes/agree-to-outcome.ts";
import { answerDispute } from "../disputes/answer-dispute.ts";
import { askCustomer } from "../disputes/ask-customer.ts";
import { contestDispute } from "../disputes/contest-dispute.ts";
import type { DisputeStatus } from "../disputes/dispute.ts";
import { endDisputeWork } from "../disputes/end-dispute-work.ts";
import { mergeDisputes } from "../disputes/merge-disputes.ts";
import { noteDispute } from "../disputes/note-dispute.ts";
import { raiseDispute } from "../disputes/raise-dispute.ts";
import { replyToCustomer } from "../disputes/reply-to-customer.ts";
import { routeDispute } from "../disputes/route-dispute.ts";
import { setCause } from "../disputes/set-cause.ts";
import { splitDispute } from "../disputes/split-dispute.ts";
import { takeDispute } from "../disputes/take-dispute.ts";
import { withdrawDispute } from "../disputes/withdraw-dispute.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { decideDispute } from "../resolutions/decide-dispute.ts";
import type { DecisionInput } from "../resolutions/decision-input.ts";
import { answerTask } from "../tasks/answer-task.ts";
import type { Team } from "../tasks/task.ts";
import { STAFF, type StaffKey } from "./company.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import type { Part } from "./documents.ts";
import { addEvidence, type Evidence } from "./evidence.ts";
import { type Speaker, speaking } from "./speaker.ts";
import { asWorker, type Happening, itemId, officeTime, type Stage } from "./stage.ts";

/* A dispute of the story, step by step. Steps that a command would do twice look first, so a cut story goes on. */

type DisputedLine = { lineNo: number; amountMinor?: bigint; quantity?: string; unitPrice?: string };

export type DemoDispute = {
  key: string;
  customer: string;
  by: Speaker;
  on: number;
  time?: string;
  reason: string;
  facts?: Record<string, string>;
  comment: string;
  /** Lines, or an amount of a document, or all of it. */
  about: readonly { item: string; amountMinor?: bigint; lines?: readonly DisputedLine[] }[];
  files?: readonly Evidence[];
  after?: readonly DisputeStep[];
};

type Said = { body: string; files?: readonly Evidence[] };

export type DisputeStep = { on: number; time?: string } & (
  | { is: "taken"; by: StaffKey }
  | ({ is: "replied" | "asked" | "noted"; by: StaffKey } & Said)
  /** By who raised it. */
  | ({ is: "answered" | "added" } & Said)
  | { is: "routed"; by: StaffKey; team: Team; to?: StaffKey; title: string; note?: string; within: number }
  | { is: "done"; by: StaffKey; answer: string }
  | { is: "caused"; by: StaffKey; cause: string }
  | {
      is: "decided";
      by: StaffKey;
      outcome: DecisionInput["outcome"];
      /** The state it leads to: what is beyond the person's limit awaits approval. */
      to: DisputeStatus;
      parts?: readonly (Part & Pick<DecisionInput["documents"][number], "corrected">)[];
      reason?: string;
      grounds?: string;
      note?: string;
    }
  | { is: "granted"; by: StaffKey; to: DisputeStatus; note?: string }
  | { is: "refused"; by: StaffKey; note: string }
  | { is: "withdrawn"; body: string }
  | ({ is: "contested" } & Said)
  | { is: "agreed" }
  | { is: "merged"; by: StaffKey; into: string }
  | { is: "split"; by: StaffKey; into: string; parts: readonly { item: string; lineNo: number }[] }
);

const disputeId = (key: string): string => demoId(`dispute:${key}`);
export const causeId = (key: string): string => demoId(`cause:${key}`);

/** Where a step leads when it does not say so itself; null leaves the state. */
const LEADS: Readonly<Record<DisputeStep["is"], DisputeStatus | null>> = {
  taken: "in_review",
  replied: null,
  asked: "waiting_customer",
  noted: null,
  answered: "in_review",
  added: null,
  routed: "waiting_internal",
  done: "in_review",
  caused: null,
  decided: null,
  granted: null,
  refused: "in_review",
  withdrawn: "withdrawn",
  contested: "contested",
  agreed: "closed",
  merged: "merged",
  split: null,
};

export function dispute(stage: Stage, story: DemoDispute): Happening[] {
  const at = officeTime(stage, story.customer, story.on, story.time ?? "10:40");
  let seen: DisputeStatus = "submitted";
  const steps = (story.after ?? []).map((step, index): Happening => {
    const before = seen;
    seen = ("to" in step && "outcome" in step) || step.is === "granted" ? step.to : (LEADS[step.is] ?? seen);
    const when = officeTime(stage, story.customer, step.on, step.time ?? `11:${10 + index}`);
    const name = `${story.key}:${index}`;
    return { at: when, run: () => takeStep(stage, story, step, { name, seen: before, at: when }) };
  });
  return [{ at, run: () => raise(stage, story, at) }, ...steps];
}

async function raise(stage: Stage, story: DemoDispute, at: Date): Promise<void> {
  const { key, customer, by, reason, facts = {}, comment, about, files } = story;
  const ctx = speaking(stage, by, at);
  await raiseDispute(ctx, {
    disputeId: disputeId(key),
    customerId: customerOf(customer).id,
    currency: customerOf(customer).currency,
    reason,
    facts,
    comment,
    items: about.map(({ item, amountMinor, lines }) => ({
      itemId: itemId(item),
      ...(amountMinor === undefined ? {} : { amountMinor }),
      lines: (lines ?? []).map((line) => ({ ...line })),
    })),
    fileIds: await addEvidence(stage, ctx, { key, customer, files }),
  });
}

type Moment = { name: string; seen: DisputeStatus; at: Date };

async function takeStep(
  stage: Stage,
  story: DemoDispute,
  step: DisputeStep,
  { name, seen, at }: Moment,
): Promise<void> {
  const id = disputeId(story.key);
  const ctx = speaking(stage, "by" in step ? { staff: step.by } : story.by, at);
  const said = async ({ body, files }: Said) => ({
    disputeId: id,
    entryId: demoId(`entry:${name}`),
    body,
    fileIds: await addEvidence(stage, ctx, { key: name, customer: story.customer, files }),
  });
  const endWork = () =>
    endDisputeWork(asWorker(stage, "disputes", new Date(at.getTime() + 60_000)), { disputeId: id });
  switch (step.is) {
    case "taken":
      if ((await statusOf(ctx, id)) === seen)
        await takeDispute(ctx, { disputeId: id, seenAssigneeId: await assigneeOf(ctx, id) });
      return;
    case "replied":
      await replyToCustomer(ctx, await said(step));
      return;
    case "asked":
      await askCustomer(ctx, await said(step));
      return;
    case "noted":
      await noteDispute(ctx, await said(step));
      return;
    case "answered":
      await answerDispute(ctx, await said(step));
      return;
    case "added":
      await addMessage(ctx, await said(step));
      return;
    case "routed":
      await routeDispute(ctx, {
        disputeId: id,
        taskId: demoId(`task:${story.key}`),
        team: step.team,
        assigneeId: step.to ? STAFF[step.to].id : null,
        title: step.title,
        note: step.note ?? null,
        dueOn: stage.calendar.day(step.on + step.within),
      });
      return;
    case "done":
      await answerTask(ctx, {
        key: demoId(`task answer:${name}`),
        taskId: demoId(`task:${story.key}`),
        answer: step.answer,
      });
      return;
    case "caused":
      await setCause(ctx, { disputeId: id, causeId: causeId(step.cause) });
      return;
    case "decided":
      await decideDispute(ctx, {
        decisionId: demoId(`decision:${name}`),
        disputeId: id,
        seen,
        outcome: step.outcome,
        documents: (step.parts ?? []).map(({ item, amountMinor, corrected }) => ({
          itemId: itemId(item),
          ...(corrected ? { corrected } : { amountMinor }),
        })),
        reason: step.reason ?? null,
        grounds: step.grounds ?? null,
        note: step.note ?? null,
      });
      return;
    case "granted":
    case "refused":
      await decideApproval(ctx, {
        key: demoId(`approval:${name}`),
        approvalId: await approvalOf(ctx, id),
        grant: step.is === "granted",
        note: step.note ?? null,
      });
      return;
    case "withdrawn":
      await withdrawDispute(ctx, { disputeId: id, seen, comment: step.body });
      await endWork();
      return;
    case "contested":
      await contestDispute(ctx, { ...(await said(step)), seen });
      return;
    case "agreed":
      await agreeToOutcome(ctx, { disputeId: id, seen });
      return;
    case "merged":
      await mergeDisputes(ctx, { intoId: disputeId(step.into), otherIds: [id] });
      await endWork();
      return;
    case "split":
      await splitDispute(ctx, {
        disputeId: id,
        newDisputeId: disputeId(step.into),
        items: step.parts.map(({ item, lineNo }) => ({ itemId: itemId(item), lineNo })),
      });
  }
}

const readDispute = (ctx: Context, id: string) =>
  read(ctx, async (tx) => {
    const [row] = await tx
      .select({ status: disputes.status, assigneeId: disputes.assigneeId })
      .from(disputes)
      .where(and(eq(disputes.organizationId, ctx.organizationId), eq(disputes.id, id)));
    invariant(row, `dispute ${id} was raised`);
    return row;
  });

const statusOf = async (ctx: Context, id: string): Promise<DisputeStatus> =>
  (await readDispute(ctx, id)).status;

const assigneeOf = async (ctx: Context, id: string): Promise<string | null> =>
  (await readDispute(ctx, id)).assigneeId;

/** The only request of the dispute: a story asks once. */
const approvalOf = (ctx: Context, id: string): Promise<string> =>
  read(ctx, async (tx) => {
    const rows = await tx
      .select({ approvalId: disputeDecisions.approvalId })
      .from(disputeDecisions)
      .where(
        and(eq(disputeDecisions.organizationId, ctx.organizationId), eq(disputeDecisions.disputeId, id)),
      );
    const approvalId = rows.find((row) => row.approvalId !== null)?.approvalId;
    invariant(approvalId, `a decision on ${id} was asked to be approved`);
    return approvalId;
  });
