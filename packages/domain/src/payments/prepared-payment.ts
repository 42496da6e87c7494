import type { preparedPayments } from "@openitem/db/schema/autopay";
import { preparedPayments as table } from "@openitem/db/schema/autopay";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { type Transitions, transit } from "../kernel/transitions.ts";
import type { Wishes } from "./payment.ts";

/*
 * A payment that one person prepares and another of the same account releases. It reserves nothing until it is
 * released: what is to be paid is checked when it is prepared, and again when it is released.
 */

export type Prepared = typeof preparedPayments.$inferSelect;
export type PreparedStatus = Prepared["status"];
export type PreparedEvent = "release" | "decline" | "withdraw";

export const PREPARED_TRANSITIONS: Transitions<PreparedStatus, PreparedEvent> = {
  release: { by: "payment.release", from: { prepared: "released" } },
  decline: { by: "payment.release", from: { prepared: "declined" } },
  withdraw: { by: "payment.prepare", from: { prepared: "withdrawn" } },
};

const minor = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const storedWishes = z.object({
  debits: z.array(
    z.object({
      itemId: z.uuid(),
      amountMinor: minor,
      shortReason: z.string().nullish(),
      shortNote: z.string().nullish(),
    }),
  ),
  credits: z.array(z.object({ itemId: z.uuid(), amountMinor: minor })),
  onAccountMinor: minor,
});

/** What is to be paid with what, as it is kept: amounts as text, since JSON has no whole numbers of that size. */
export const toStoredWishes = ({ debits, credits, onAccountMinor }: Omit<Wishes, "currency">) => ({
  debits: debits.map(({ itemId, amountMinor, shortReason = null, shortNote = null }) => ({
    itemId,
    amountMinor: String(amountMinor),
    shortReason,
    shortNote,
  })),
  credits: credits.map(({ itemId, amountMinor }) => ({ itemId, amountMinor: String(amountMinor) })),
  onAccountMinor: String(onAccountMinor),
});

/** The wishes of a prepared payment, as `startPayment` takes them. */
export const wishesOf = ({ wishes, currency }: Pick<Prepared, "wishes" | "currency">) => ({
  currency,
  ...storedWishes.parse(wishes),
});

export const missingPrepared = () =>
  new Refusal("missing", "prepared_payment.missing", "We cannot find this payment on your account.");

/** Reads a prepared payment for update. Refuses `prepared_payment.missing`. */
export async function lockPrepared(tx: Tx, ctx: Context, preparedId: string): Promise<Prepared> {
  const [prepared] = await tx
    .select()
    .from(table)
    .where(and(eq(table.organizationId, ctx.organizationId), eq(table.id, preparedId)))
    .for("update");
  if (!prepared) throw missingPrepared();
  return prepared;
}

/** A step: writes what somebody decided about a prepared payment, and asks for the letter about it. */
export async function decidePrepared(
  tx: Tx,
  ctx: Context,
  prepared: Prepared,
  event: PreparedEvent,
  more: { note?: string | null; paymentId?: string } = {},
): Promise<void> {
  const { id, customerId, number, currency, amountMinor } = prepared;
  const { actor } = ctx;
  const status = transit("payment", PREPARED_TRANSITIONS, {
    event,
    from: prepared.status,
    actor,
    customerId,
  });
  const isOwn = actorKey(actor) === prepared.preparedBy;
  if (event !== "withdraw" && isOwn)
    throw new Refusal(
      "forbidden",
      "prepared_payment.own",
      "You prepared this payment yourself. Another approver of the account has to decide.",
    );
  if (event === "withdraw" && !isOwn)
    throw new Refusal(
      "forbidden",
      "prepared_payment.others",
      `Only ${prepared.preparedByName} can withdraw this payment. An approver can decline it.`,
    );
  const changes = {
    status,
    decidedBy: actorKey(actor),
    decidedByName: actor.name,
    decidedAt: ctx.now,
    decisionNote: more.note ?? null,
    ...(more.paymentId ? { paymentId: more.paymentId } : {}),
  };
  Object.assign(prepared, changes);
  await updateRows(tx, table, changes, { organizationId: ctx.organizationId, id });
  await record(tx, ctx, {
    action: `prepared_payment.${status}`,
    subject: ["prepared_payment", id],
    customerId,
    data: { number, currency, amountMinor: String(amountMinor), note: more.note ?? null },
  });
  if (event !== "withdraw") await enqueue(tx, ctx, "prepared_payment.mail", { preparedId: id });
}
