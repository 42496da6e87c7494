import { bankAccounts, bankLines } from "@openitem/db/schema/bank";
import { items } from "@openitem/db/schema/items";
import { transfers } from "@openitem/db/schema/ledger";
import { paymentReversals, payments } from "@openitem/db/schema/payments";
import { payouts } from "@openitem/db/schema/provider-money";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { kindOf, type Movement } from "./movement.ts";

/* What our books have of movements of the balance at the provider: payments, reversals, payouts, transfers, entries. */

/** The payment of each movement: as recorded, or as our books have come to know its charge or reversal since. */
export async function findLinks(
  tx: Tx,
  ctx: Context,
  rows: readonly Movement[],
): Promise<Map<string, string>> {
  const links = new Map(rows.flatMap((row) => (row.paymentId ? [[row.id, row.paymentId] as const] : [])));
  const loose = rows.filter((row) => !links.has(row.id) && row.sourceId && kindOf(row) === "payment");
  if (loose.length === 0) return links;
  const refs = [...new Set(loose.flatMap(({ sourceId }) => sourceId ?? []))];
  const { organizationId } = ctx;
  const bySourceRef = new Map([
    ...(
      await tx
        .select({ ref: payments.chargeId, paymentId: payments.id })
        .from(payments)
        .where(and(eq(payments.organizationId, organizationId), inArray(payments.chargeId, refs)))
    ).map(({ ref, paymentId }) => [ref, paymentId] as const),
    ...(
      await tx
        .select({ ref: paymentReversals.providerRef, paymentId: paymentReversals.paymentId })
        .from(paymentReversals)
        .where(
          and(
            eq(paymentReversals.organizationId, organizationId),
            inArray(paymentReversals.providerRef, refs),
          ),
        )
    ).map(({ ref, paymentId }) => [ref, paymentId] as const),
  ]);
  for (const row of loose) {
    const paymentId = bySourceRef.get(row.sourceId);
    if (paymentId) links.set(row.id, paymentId);
  }
  return links;
}

/** What our books have of a group's source, signed minor units on the payer's side; null when they do not know it. */
export type Booked = ((group: readonly Movement[]) => bigint | null) & {
  entityOf(paymentId: string): string | null;
};

export async function readBooked(
  tx: Tx,
  ctx: Context,
  rows: readonly Movement[],
  links: ReadonlyMap<string, string>,
): Promise<Booked> {
  const { organizationId } = ctx;
  const paymentIds = [...new Set(links.values())];
  const refs = [...new Set(rows.flatMap(({ sourceId }) => sourceId ?? []))];
  const settled = new Map(
    (
      await tx
        .select({ id: payments.id, legalEntityId: payments.legalEntityId, minor: items.amountMinor })
        .from(payments)
        .leftJoin(
          items,
          and(eq(items.organizationId, payments.organizationId), eq(items.id, payments.receiptId)),
        )
        .where(and(eq(payments.organizationId, organizationId), inArray(payments.id, paymentIds)))
    ).map((row) => [row.id, row]),
  );
  const reversed = new Map(
    (
      await tx
        .select({
          ref: paymentReversals.providerRef,
          state: paymentReversals.state,
          minor: paymentReversals.amountMinor,
        })
        .from(paymentReversals)
        .where(
          and(
            eq(paymentReversals.organizationId, organizationId),
            inArray(paymentReversals.providerRef, refs),
          ),
        )
    ).map(({ ref, state, minor }) => [ref, state === "booked" ? -minor : 0n]),
  );
  const paidOut = new Map(
    (
      await tx
        .select({ ref: payouts.providerId, status: payouts.status, minor: payouts.amountMinor })
        .from(payouts)
        .where(and(eq(payouts.organizationId, organizationId), inArray(payouts.providerId, refs)))
    ).map(({ ref, status, minor }) => [ref, status === "failed" || status === "canceled" ? 0n : -minor]),
  );
  const bookedOf = ([first]: readonly Movement[]): bigint | null => {
    const ref = first?.sourceId;
    if (!first || !ref) return null;
    const known = paidOut.get(ref) ?? reversed.get(ref);
    if (known !== undefined) return known;
    const isOfCharge = first.category === "charge" || first.type === "charge" || first.type === "payment";
    const payment = isOfCharge ? settled.get(links.get(first.id) ?? "") : undefined;
    return payment ? (payment.minor ?? 0n) : null;
  };
  return Object.assign(bookedOf, {
    entityOf: (paymentId: string) => settled.get(paymentId)?.legalEntityId ?? null,
  });
}

/** What each movement has entered in the journal so far. */
export type Entered = ReadonlyMap<
  string,
  { lines: number; parked: bigint; elsewhere: bigint; shifted: bigint; exchanged: Exchange | null }
>;
export type Exchange = { currency: string; minor: bigint };

export async function readEntered(tx: Tx, ctx: Context, rows: readonly Movement[]): Promise<Entered> {
  const found = await tx
    .select()
    .from(transfers)
    .where(
      and(
        eq(transfers.organizationId, ctx.organizationId),
        eq(transfers.causeKind, "balance_transaction"),
        inArray(
          transfers.causeId,
          rows.map(({ id }) => id),
        ),
        isNull(transfers.customerId),
      ),
    );
  const entered = new Map(
    rows.map((row) => [
      row.id,
      { lines: 0, parked: 0n, elsewhere: 0n, shifted: 0n, exchanged: null as Exchange | null },
    ]),
  );
  const home = new Map(rows.map((row) => [row.id, row]));
  for (const line of found) {
    const row = home.get(line.causeId);
    const sums = entered.get(line.causeId);
    if (!row || !sums) continue;
    sums.lines += 1;
    const signed = line.debit === "stripe_clearing" ? line.amountMinor : -line.amountMinor;
    const other = line.debit === "stripe_clearing" ? line.credit : line.debit;
    if (other === "provider_unexplained") sums.parked += signed;
    if (other === "elsewhere") sums.elsewhere += signed;
    if (other === "intercompany_clearing" && line.legalEntityId === row.legalEntityId) sums.shifted += signed;
    if (other === "exchange" && line.currency !== row.currency)
      sums.exchanged = { currency: line.currency, minor: -signed };
  }
  return entered;
}

/** Movements of no payment of ours that customers' transfers became on their way to the balance. */
export async function findTransfers(tx: Tx, ctx: Context, rows: readonly Movement[]): Promise<Set<string>> {
  const byRef = new Map(rows.flatMap((row) => (row.paymentId ? [] : [[row.providerId, row.id] as const])));
  if (byRef.size === 0) return new Set();
  const found = await tx
    .select({ ref: bankLines.endToEndId })
    .from(bankLines)
    .innerJoin(
      bankAccounts,
      and(
        eq(bankAccounts.organizationId, bankLines.organizationId),
        eq(bankAccounts.id, bankLines.bankAccountId),
        eq(bankAccounts.ledgerAccount, "stripe_clearing"),
      ),
    )
    .where(
      and(
        eq(bankLines.organizationId, ctx.organizationId),
        eq(bankLines.state, "elsewhere"),
        inArray(bankLines.endToEndId, [...byRef.keys()]),
      ),
    );
  return new Set(found.flatMap(({ ref }) => byRef.get(ref ?? "") ?? []));
}
