import { newId } from "@openitem/db/ids";
import { applications } from "@openitem/db/schema/items";
import { paymentReversals, paymentShares } from "@openitem/db/schema/payments";
import { and, eq, isNull, notExists } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { issueItem } from "../items/issue-item.ts";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import { newCode } from "../kernel/code.ts";
import type { Context } from "../kernel/context.ts";
import { move } from "../kernel/machine.ts";
import { least, sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { enqueue, record, type Tx } from "../kernel/transact.ts";
import { applyCredits, unapply } from "../ledger/apply.ts";
import { readEntity } from "../organizations/read-entity.ts";
import {
  PAYMENT_MACHINE,
  type Payment,
  planUnapply,
  type Reversal,
  spreadPayment,
  statusAfterReversals,
} from "./payment.ts";
import { writePayment } from "./write-payment.ts";

type GoneBack = { kind: Reversal["kind"]; providerRef: string; amountMinor: bigint; reason: string | null };

/**
 * Books settled money that went back: as much of the receipt as needed is un-applied (the newest debts reopen first,
 * with their old due dates), and a refund document uses it up. The caller holds the payment's lock.
 */
export async function reverse(tx: Tx, ctx: Context, payment: Payment, gone: GoneBack): Promise<void> {
  invariant(payment.receiptId, "only settled cash goes back");
  const { organizationId, now } = ctx;
  const { undoable, itemsById, receipt } = await lockReceiptAndDebits(tx, ctx, payment.receiptId);
  const entity = await readEntity(tx, ctx, payment.legalEntityId);
  const on = dayIn(now, entity.timeZone);
  const cause = { kind: "payment" as const, id: payment.id };

  const { undo, again } = planUnapply(gone.amountMinor, receipt.openMinor, undoable);
  await unapply(tx, ctx, { undone: undo.map((each) => each.row), itemsById, appliedOn: on, cause });
  if (again) {
    const debit = itemsById.get(again.application.debit.id);
    invariant(debit, "the debit applied again is locked");
    await applyCredits(tx, ctx, {
      pairings: [{ credit: receipt, debit, amountMinor: again.amountMinor }],
      appliedOn: on,
      cause,
    });
  }
  const refund = await issueItem(tx, ctx, {
    kind: "refund",
    number: newCode(gone.kind === "refund" ? "RFD" : gone.kind === "return" ? "RTN" : "CBK"),
    legalEntity: entity,
    customerId: payment.customerId,
    currency: payment.currency,
    amountMinor: gone.amountMinor,
    issuedOn: on,
    reference: payment.number,
    contra: "stripe_clearing",
  });
  await applyCredits(tx, ctx, {
    pairings: [{ credit: receipt, debit: refund, amountMinor: gone.amountMinor }],
    appliedOn: on,
    cause,
  });

  await tx.insert(paymentReversals).values({
    organizationId,
    id: newId(),
    paymentId: payment.id,
    kind: gone.kind,
    providerRef: gone.providerRef,
    amountMinor: gone.amountMinor,
    reason: gone.reason,
    state: "booked",
    itemId: refund.id,
    bookedAt: now,
  });
  await restate(tx, ctx, payment);
  await record(tx, ctx, {
    action: `payment.${gone.kind === "refund" ? "refunded" : gone.kind === "return" ? "returned" : "charged_back"}`,
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    data: {
      number: payment.number,
      currency: payment.currency,
      amountMinor: String(gone.amountMinor),
      reason: gone.reason,
      documents: undo.map((each) => each.debit.number).slice(0, 20),
    },
  });
  await enqueue(tx, ctx, gone.kind === "refund" ? "payment.refunded_mail" : "payment.returned_mail", {
    paymentId: payment.id,
  });
}

/**
 * Money that had gone back is ours again (a refund the bank refused, a dispute won): a new receipt, applied to what is
 * still open of the payment's debits, the rest on account.
 */
export async function reinstate(tx: Tx, ctx: Context, payment: Payment, reversal: Reversal): Promise<void> {
  const { organizationId, now } = ctx;
  const entity = await readEntity(tx, ctx, payment.legalEntityId);
  const on = dayIn(now, entity.timeZone);
  const shares = await tx
    .select()
    .from(paymentShares)
    .where(
      and(
        eq(paymentShares.organizationId, organizationId),
        eq(paymentShares.paymentId, payment.id),
        eq(paymentShares.side, "debit"),
      ),
    );
  const debits = await lockItems(
    tx,
    ctx,
    shares.map((share) => share.itemId),
  );
  const receipt = await issueItem(tx, ctx, {
    kind: "receipt",
    number: newCode("RCT"),
    legalEntity: entity,
    customerId: payment.customerId,
    currency: payment.currency,
    amountMinor: reversal.amountMinor,
    issuedOn: on,
    heldAs: "on_account",
    reference: payment.number,
    contra: "stripe_clearing",
  });
  // A reversal of a refund brings back what was un-applied for it; beyond that the money waits on account.
  const pairings = reversal.kind === "refund" ? [] : spreadPayment(shares, debits, receipt);
  await applyCredits(tx, ctx, { pairings, appliedOn: on, cause: { kind: "payment", id: payment.id } });
  await tx
    .update(paymentReversals)
    .set({ state: "reinstated", reinstatedItemId: receipt.id, reinstatedAt: now })
    .where(and(eq(paymentReversals.organizationId, organizationId), eq(paymentReversals.id, reversal.id)));
  await restate(tx, ctx, payment);
  await record(tx, ctx, {
    action: "payment.reinstated",
    subject: ["payment", payment.id],
    customerId: payment.customerId,
    data: { number: payment.number, currency: payment.currency, amountMinor: String(reversal.amountMinor) },
  });
}

/** Writes the state that follows from what went back and came again. */
async function restate(tx: Tx, ctx: Context, payment: Payment): Promise<void> {
  const { organizationId } = ctx;
  const reversals = await tx
    .select()
    .from(paymentReversals)
    .where(
      and(eq(paymentReversals.organizationId, organizationId), eq(paymentReversals.paymentId, payment.id)),
    );
  const next = statusAfterReversals(payment, reversals);
  const status = next === payment.status ? next : move("payment", PAYMENT_MACHINE, payment.status, next);
  const backMinor = sum(reversals.filter((each) => each.state === "booked").map((each) => each.amountMinor));
  const ended = status === "returned" || status === "charged_back";
  await writePayment(tx, ctx, payment, {
    status,
    refundedMinor: least(backMinor, payment.amountMinor),
    endedAt: ended ? (payment.endedAt ?? ctx.now) : null,
  });
}

/** The receipt first: nothing can be applied from it, or un-applied, while it is locked. */
async function lockReceiptAndDebits(tx: Tx, ctx: Context, receiptId: string) {
  const [receipt] = await lockItems(tx, ctx, [receiptId]);
  invariant(receipt, "a settled payment's receipt exists");
  const reversal = alias(applications, "reversal");
  const rows = await tx
    .select()
    .from(applications)
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        eq(applications.creditId, receiptId),
        isNull(applications.reversesId),
        notExists(
          tx
            .select({ id: reversal.id })
            .from(reversal)
            .where(
              and(
                eq(reversal.organizationId, applications.organizationId),
                eq(reversal.reversesId, applications.id),
              ),
            ),
        ),
      ),
    );
  const debits = await lockItems(tx, ctx, [...new Set(rows.map((row) => row.debitId))]);
  const itemsById = new Map<string, LockedItem>([receipt, ...debits].map((item) => [item.id, item]));
  const undoable = rows.flatMap((row) => {
    const debit = itemsById.get(row.debitId);
    invariant(debit, "an application's debit exists");
    // What went back before is not taken back again.
    return debit.kind === "refund" ? [] : [{ id: row.id, amountMinor: row.amountMinor, debit, row }];
  });
  return { receipt, itemsById, undoable };
}
