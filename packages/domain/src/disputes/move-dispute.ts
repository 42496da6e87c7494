import { disputes } from "@openitem/db/schema/disputes";
import { updateRows } from "@openitem/db/statement";
import { addDays, dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { dueAfter, endOfDay, minutesBetween } from "./clock.ts";
import { DISPUTE_TRANSITIONS, type Dispute, type DisputeEvent, isDecided, isEnded } from "./dispute.ts";
import { answerMinutes } from "./reason.ts";

type Changes = Partial<Omit<Dispute, "organizationId" | "id" | "status">>;

/**
 * A step, and the only one that writes a dispute's status: lets an event happen to a dispute under lock, with what
 * follows from it (the clock of the answer, when it was decided and until when that can be contested, when it ended)
 * and the caller's own changes, which win. Refuses by role, then `dispute.state`.
 */
export async function moveDispute(
  tx: Tx,
  ctx: Context,
  dispute: Dispute,
  event: DisputeEvent,
  changes: Changes = {},
): Promise<Dispute> {
  const { organizationId, now, actor } = ctx;
  const { id, customerId } = dispute;
  const status = transit("dispute", DISPUTE_TRANSITIONS, { event, from: dispute.status, actor, customerId });
  const written = {
    status,
    ...(await clockAfter(tx, ctx, dispute, event)),
    ...(isDecided(status) && { decidedAt: now, contestUntil: await contestUntil(tx, ctx, dispute) }),
    ...(event === "contest" && { contestedAt: now }),
    ...(isEnded(status) && { endedAt: now }),
    ...changes,
  };
  await updateRows(tx, disputes, written, { organizationId, id });
  return { ...dispute, ...written };
}

/** A question stops the clock, an answer lets it go on with what was left, and a contest starts it anew. */
async function clockAfter(tx: Tx, ctx: Context, dispute: Dispute, event: DisputeEvent): Promise<Changes> {
  if (event === "ask") {
    const { calendar, timeZone } = await hoursFor(tx, ctx, dispute);
    const left = dispute.answerDueAt ? minutesBetween(ctx.now, dispute.answerDueAt, calendar, timeZone) : 0;
    return { answerDueAt: null, clockLeftMinutes: Math.max(0, left) };
  }
  if (event === "answer") return startClock(tx, ctx, dispute, dispute.clockLeftMinutes ?? 0);
  if (event !== "contest") return {};
  const policy = await readPolicy(tx, ctx, "dispute");
  // A reason that the policy no longer has is answered like the last of them.
  const reason = policy.reasons.find(({ code }) => code === dispute.reason) ?? policy.reasons.at(-1)!;
  return startClock(tx, ctx, dispute, answerMinutes(reason, dispute.amountMinor, dispute.currency, policy));
}

async function startClock(tx: Tx, ctx: Context, dispute: Dispute, minutes: number): Promise<Changes> {
  const { calendar, timeZone } = await hoursFor(tx, ctx, dispute);
  return { answerDueAt: dueAfter(ctx.now, minutes, calendar, timeZone), clockLeftMinutes: null };
}

async function contestUntil(tx: Tx, ctx: Context, { legalEntityId }: Dispute): Promise<Date> {
  const { contestDays } = await readPolicy(tx, ctx, "dispute");
  const { timeZone } = await readEntity(tx, ctx, legalEntityId);
  return endOfDay(addDays(dayIn(ctx.now, timeZone), contestDays), timeZone);
}

async function hoursFor(tx: Tx, ctx: Context, { legalEntityId }: Dispute) {
  const calendar = await readPolicy(tx, ctx, "calendar");
  const { timeZone } = await readEntity(tx, ctx, legalEntityId);
  return { calendar, timeZone };
}
