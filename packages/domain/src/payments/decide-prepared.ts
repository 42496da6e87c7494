import { preparedPayments } from "@openitem/db/schema/autopay";
import { updateRows } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { PREPARED_TRANSITIONS, type Prepared, type PreparedEvent } from "./prepared-payment.ts";

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
  await updateRows(tx, preparedPayments, changes, { organizationId: ctx.organizationId, id });
  await record(tx, ctx, {
    action: `prepared_payment.${status}`,
    subject: ["prepared_payment", id],
    customerId,
    data: { number, currency, amountMinor: String(amountMinor), note: more.note ?? null },
  });
  if (event !== "withdraw") await enqueue(tx, ctx, "prepared_payment.mail", { preparedId: id });
}
