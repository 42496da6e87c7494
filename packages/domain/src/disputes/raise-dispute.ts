import { randomBytes } from "node:crypto";
import { newId } from "@openitem/db/ids";
import { customers } from "@openitem/db/schema/customers";
import { disputeItems, disputes } from "@openitem/db/schema/disputes";
import { insertRow } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { takeNumber } from "../kernel/take-number.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { missing, planDispute } from "./claim.ts";
import { dueAfter } from "./clock.ts";
import { loadDisputables } from "./load-disputables.ts";
import { answerMinutes, groundsOf, reasonOf } from "./reason.ts";
import { submitOnce } from "./submit-once.ts";
import { tellCustomer } from "./tell-customer.ts";
import { writeEntry } from "./write-entry.ts";

/** Decimal text as typed; read exactly, and refused in words when it is none. */
const typedNumber = z.string().trim().max(40).nullish();

const raiseDisputeInput = z.object({
  /** Made by the form, so that a double click or a retry is the same dispute. */
  disputeId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().length(3),
  /** A code of the policy's reasons. */
  reason: z.string().max(50),
  /** By the policy's field names; fields that the reason does not ask for are dropped. */
  facts: z.record(z.string().max(50), z.string().max(1_000)).default({}),
  comment: z.string().trim().max(10_000).default(""),
  items: z
    .array(
      z.object({
        itemId: z.uuid(),
        /** Minor units, without lines; null is all that is open, undisputed and not being paid. */
        amountMinor: z.bigint().nullish(),
        lines: z
          .array(
            z.object({
              lineNo: z.number().int().min(1),
              /** Null: what follows from quantity and price, else all of the line. */
              amountMinor: z.bigint().nullish(),
              /** As the customer would have it; null where he agrees. */
              quantity: typedNumber,
              unitPrice: typedNumber,
            }),
          )
          .max(1_000)
          .default([]),
      }),
    )
    .max(200),
  /** Files that the actor added and has not sent. */
  fileIds: z.array(z.uuid()).max(100).default([]),
});

export type RaiseDisputeInput = z.input<typeof raiseDisputeInput>;
type Raised = {
  disputeId: string;
  number: string;
  /** Minor units as text. */
  amountMinor: string;
  /** ISO instant. */
  answerDueAt: string;
};

/**
 * Disputes amounts of one or several documents of one customer. What is disputed is held at once. Refuses
 * `item.missing`, what `planDispute` refuses of amounts, what `groundsOf` refuses of reason, facts and proof, and
 * `file.missing`.
 */
export async function raiseDispute(ctx: Context, raw: RaiseDisputeInput): Promise<Raised> {
  const input = raiseDisputeInput.parse(raw);
  const command = { name: "dispute.raise", key: input.disputeId, input };
  return submitOnce(ctx, command, (tx) => raise(tx, ctx, input));
}

/** A step: the same, in the transaction of what it comes of. */
export async function raiseDisputeIn(tx: Tx, ctx: Context, raw: RaiseDisputeInput): Promise<Raised> {
  return raise(tx, ctx, raiseDisputeInput.parse(raw));
}

async function raise(tx: Tx, ctx: Context, input: z.output<typeof raiseDisputeInput>): Promise<Raised> {
  const { disputeId, customerId, currency, comment, fileIds } = input;
  const { organizationId, actor, now } = ctx;
  permit(actor, "dispute.raise", customerId);
  const wishes = input.items.map(({ itemId, amountMinor, lines }) => ({
    itemId,
    amountMinor: amountMinor ?? null,
    lines: lines.map((line) => ({
      lineNo: line.lineNo,
      amountMinor: line.amountMinor ?? null,
      quantity: line.quantity || null,
      unitPrice: line.unitPrice || null,
    })),
  }));
  const locked = await lockItems(
    tx,
    ctx,
    wishes.map((wish) => wish.itemId),
  );
  const lineNos = [...new Set(wishes.flatMap((wish) => wish.lines.map((line) => line.lineNo)))];
  const found = await loadDisputables(tx, ctx, locked, lineNos);

  const policy = await readPolicy(tx, ctx, "dispute");
  const reason = reasonOf(policy, input.reason);
  const { rows, amountMinor, legalEntityId, product } = planDispute(wishes, found, {
    customerId,
    currency,
    reason: reason.code,
    today: dayIn(now, await timeZoneOf(tx, ctx, customerId)),
    windowDays: policy.windowDays,
  });
  const facts = groundsOf(
    reason,
    {
      facts: input.facts,
      comment,
      fileCount: fileIds.length,
      lines: wishes.every((wish) => wish.lines.length > 0) ? wishes.flatMap((wish) => wish.lines) : [],
    },
    policy.filesMax,
  );
  const calendar = await readPolicy(tx, ctx, "calendar");
  const { timeZone } = await readEntity(tx, ctx, legalEntityId);
  const minutes = answerMinutes(reason, amountMinor, currency, policy);
  const answerDueAt = dueAfter(now, minutes, calendar, timeZone);
  const number = await takeNumber(tx, ctx, "dispute");
  await insertRow(tx, disputes, {
    organizationId,
    id: disputeId,
    number,
    customerId,
    legalEntityId,
    currency,
    reason: reason.code,
    amountMinor,
    status: "submitted",
    facts,
    product,
    raisedBy: actorKey(actor),
    raisedByName: actor.name,
    raisedAt: now,
    answerDueAt,
    replyToken: newReplyToken(),
  });
  for (const row of rows)
    await insertRow(tx, disputeItems, { organizationId, disputeId, customerId, ...row });
  await writeEntry(
    tx,
    ctx,
    { id: disputeId, customerId },
    {
      id: newId(),
      kind: "message",
      body: comment,
      fileIds,
    },
  );
  await record(tx, ctx, {
    action: "dispute.raised",
    subject: ["dispute", disputeId],
    customerId,
    data: {
      number,
      reason: reason.code,
      amountMinor: String(amountMinor),
      currency,
      documents: locked.map((item) => item.number),
    },
  });
  await tellCustomer(tx, ctx, { id: disputeId }, "dispute-raised");
  return {
    disputeId,
    number,
    amountMinor: String(amountMinor),
    answerDueAt: answerDueAt.toISOString(),
  };
}

/** Random, lower case, so that no mail system changes it: 160 bits. */
export const newReplyToken = (): string => randomBytes(20).toString("hex");

async function timeZoneOf(tx: Tx, ctx: Context, customerId: string): Promise<string> {
  const [customer] = await tx
    .select({ timeZone: customers.timeZone })
    .from(customers)
    .where(and(eq(customers.organizationId, ctx.organizationId), eq(customers.id, customerId)));
  if (!customer) throw missing();
  return customer.timeZone;
}
