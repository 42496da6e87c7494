import { customers } from "@openitem/db/schema/customers";
import { applications, items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { paymentReversals, paymentShares, payments } from "@openitem/db/schema/payments";
import { and, asc, eq, getTableColumns, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";

/**
 * What a payment did on the day it settled, in minor units of its currency: documents with what was open before and
 * after, credits used, the rest left on account. Later bookings do not change it; what went back stands beside it.
 * Refuses `payment.missing` and `payment.not_settled`.
 */
export async function readReceipt(ctx: Context, paymentId: string) {
  if (!z.uuid().safeParse(paymentId).success) throw missing();
  const { organizationId } = ctx;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        payment: getTableColumns(payments),
        customer: getTableColumns(customers),
        legalEntity: getTableColumns(legalEntities),
        receipt: {
          id: items.id,
          number: items.number,
          amountMinor: items.amountMinor,
          issuedOn: items.issuedOn,
        },
      })
      .from(payments)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, payments.organizationId), eq(customers.id, payments.customerId)),
      )
      .innerJoin(
        legalEntities,
        and(
          eq(legalEntities.organizationId, payments.organizationId),
          eq(legalEntities.id, payments.legalEntityId),
        ),
      )
      .leftJoin(
        items,
        and(eq(items.organizationId, payments.organizationId), eq(items.id, payments.receiptId)),
      )
      .where(and(eq(payments.organizationId, organizationId), eq(payments.id, paymentId)));
    if (!row) throw missing();
    const { settledAt } = row.payment;
    if (!settledAt)
      throw new Refusal(
        "conflict",
        "payment.not_settled",
        "This payment has not settled, so there is no receipt yet.",
      );

    const { documents, uses } = await readSettlement(tx, ctx, paymentId, settledAt);
    const usedOf = (id: string) =>
      sum(uses.filter((use) => use.debitId === id || use.creditId === id).map((use) => use.amountMinor));
    const amounts = documents.map((document) => ({ ...document, usedMinor: usedOf(document.id) }));
    const rows = amounts
      .filter((document) => document.side === "debit" && document.usedMinor > 0n)
      .map(({ usedMinor: paidMinor, ...document }) => ({
        ...document,
        paidMinor,
        openBeforeMinor: document.openAfterMinor + paidMinor,
      }));
    const credits = amounts.filter((document) => document.side === "credit" && document.usedMinor > 0n);
    const receivedMinor = row.receipt?.amountMinor ?? 0n;
    const onAccountMinor = row.receipt ? receivedMinor - usedOf(row.receipt.id) : 0n;
    invariant(
      sum(rows.map((each) => each.paidMinor)) -
        sum(credits.map((each) => each.usedMinor)) +
        onAccountMinor ===
        receivedMinor,
      "a receipt adds up",
    );
    const reversals = await tx
      .select()
      .from(paymentReversals)
      .where(
        and(eq(paymentReversals.organizationId, organizationId), eq(paymentReversals.paymentId, paymentId)),
      )
      .orderBy(asc(paymentReversals.bookedAt));
    return { ...row, settledAt, rows, credits, receivedMinor, onAccountMinor, reversals };
  });
}

export type Receipt = Awaited<ReturnType<typeof readReceipt>>;

async function readSettlement(tx: Tx, ctx: Context, paymentId: string, settledAt: Date) {
  const { id, kind, number, reference, dueOn, amountMinor } = items;
  const { side, shortReason, shortNote } = paymentShares;
  const found = await tx
    .select({ id, kind, number, reference, dueOn, amountMinor, side, shortReason, shortNote })
    .from(paymentShares)
    .innerJoin(
      items,
      and(eq(items.organizationId, paymentShares.organizationId), eq(items.id, paymentShares.itemId)),
    )
    .where(and(eq(paymentShares.organizationId, ctx.organizationId), eq(paymentShares.paymentId, paymentId)))
    .orderBy(asc(dueOn), asc(number));
  const debitIds = found.filter((document) => document.side === "debit").map((document) => document.id);
  const uses = await usesAtSettlement(tx, ctx, paymentId, settledAt, new Set(debitIds));
  const settled = await settledUpTo(tx, ctx, debitIds, uses.at(-1)?.id);
  const documents = found.map((document) => ({
    ...document,
    /** Right after the settlement; of debits only. */
    openAfterMinor: document.side === "debit" ? document.amountMinor - (settled.get(document.id) ?? 0n) : 0n,
  }));
  return { documents, uses };
}

/**
 * The applications the settlement itself wrote. Money may have gone back within the same look at the provider: what
 * comes from the first undoing on is not the settlement's.
 */
async function usesAtSettlement(
  tx: Tx,
  ctx: Context,
  paymentId: string,
  settledAt: Date,
  debitIds: ReadonlySet<string>,
) {
  const { id, creditId, debitId, amountMinor, reversesId } = applications;
  const rows = await tx
    .select({ id, creditId, debitId, amountMinor, reversesId })
    .from(applications)
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        eq(applications.causeKind, "payment"),
        eq(applications.causeId, paymentId),
        eq(applications.createdAt, settledAt),
      ),
    )
    .orderBy(asc(id));
  const undone = rows.findIndex((row) => row.reversesId !== null);
  return rows.slice(0, undone < 0 ? undefined : undone).filter((row) => debitIds.has(row.debitId));
}

/** What was settled of each debit by the applications up to `lastId`; ids sort by the time they were made. */
async function settledUpTo(
  tx: Tx,
  ctx: Context,
  debitIds: string[],
  lastId: string | undefined,
): Promise<Map<string, bigint>> {
  if (debitIds.length === 0 || !lastId) return new Map();
  const rows = await tx
    .select({ id: applications.debitId, minor: sql<string>`sum(${applications.amountMinor})::text` })
    .from(applications)
    .where(
      and(
        eq(applications.organizationId, ctx.organizationId),
        inArray(applications.debitId, debitIds),
        lte(applications.id, lastId),
      ),
    )
    .groupBy(applications.debitId);
  return new Map(rows.map((row) => [row.id, BigInt(row.minor)]));
}

const missing = () =>
  new Refusal("missing", "payment.missing", "We cannot find this payment on your account.");
