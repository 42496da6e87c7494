import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import { gatewayCalls, paymentShares, payments } from "@openitem/db/schema/payments";
import { asc, eq } from "drizzle-orm";
import type { LockedItem } from "../items/lock-items.ts";
import { newCode } from "../kernel/code.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import type { CreditWish, DebitWish, Share } from "./payment.ts";

/** Who a payment is begun for: the person at the screen, or who once consented to a charge. */
export type Starter = { startedBy: string; startedByName: string };

export type Reservation = Starter & {
  paymentId: string;
  customerId: string;
  currency: string;
  cashMinor: bigint;
  onAccountMinor: bigint;
  debits: readonly DebitWish[];
  credits: readonly CreditWish[];
  /** The documents, locked. */
  found: readonly LockedItem[];
  reservationMinutes: number;
};

/** A step: writes a payment whose amounts were checked, and reserves them; from now on nobody else counts on them. */
export async function reservePayment(tx: Tx, ctx: Context, wanted: Reservation): Promise<{ number: string }> {
  const { paymentId, customerId, currency, cashMinor, onAccountMinor, debits, credits, found } = wanted;
  const { organizationId, now } = ctx;
  const row = {
    organizationId,
    id: paymentId,
    number: newCode("PAY"),
    legalEntityId: await receivingEntity(tx, ctx, found),
    customerId,
    startedBy: wanted.startedBy,
    startedByName: wanted.startedByName,
    currency,
    amountMinor: cashMinor,
    onAccountMinor,
    status: "created" as const,
    createdAt: now,
    expiresAt: new Date(now.getTime() + wanted.reservationMinutes * 60_000),
  };
  await tx.insert(payments).values(row);
  const byId = new Map(found.map((item) => [item.id, item]));
  const shareOf =
    (side: Share["side"]) =>
    ({ itemId, amountMinor, shortReason = null, shortNote = null }: DebitWish) => {
      const item = byId.get(itemId);
      invariant(item, "the plan found every document");
      return {
        organizationId,
        paymentId,
        itemId,
        customerId: item.customerId,
        side,
        amountMinor,
        state: "reserved" as const,
        shortReason,
        shortNote,
      };
    };
  const shares = [...debits.map(shareOf("debit")), ...credits.map(shareOf("credit"))];
  if (shares.length > 0) await tx.insert(paymentShares).values(shares);
  await record(tx, ctx, {
    action: "payment.started",
    subject: ["payment", paymentId],
    customerId,
    data: {
      number: row.number,
      amountMinor: String(cashMinor),
      currency,
      documents: debits.length,
      credits: credits.length,
    },
  });
  return { number: row.number };
}

/** A step: writes down a call that is about to be made, so that one whose answer is lost can be looked for. */
export async function writeCall(
  tx: Tx,
  ctx: Context,
  kind: "checkout.create" | "charge.create",
  { paymentId, amountMinor }: { paymentId: string; amountMinor: bigint },
): Promise<string> {
  const id = newId();
  await tx.insert(gatewayCalls).values({
    organizationId: ctx.organizationId,
    id,
    kind,
    paymentId,
    amountMinor,
    status: "pending",
    requestedBy: actorKey(ctx.actor),
    createdAt: ctx.now,
  });
  return id;
}

/** The legal entity that receives the cash: the one most of the debt is owed to, else the biller's first. */
async function receivingEntity(tx: Tx, ctx: Context, found: readonly LockedItem[]): Promise<string> {
  const owed = new Map<string, bigint>();
  for (const item of found)
    owed.set(item.legalEntityId, (owed.get(item.legalEntityId) ?? 0n) + item.openMinor);
  const [largest] = [...owed].sort((a, b) =>
    a[1] === b[1] ? a[0].localeCompare(b[0]) : a[1] < b[1] ? 1 : -1,
  );
  if (largest) return largest[0];
  const [first] = await tx
    .select({ id: legalEntities.id })
    .from(legalEntities)
    .where(eq(legalEntities.organizationId, ctx.organizationId))
    .orderBy(asc(legalEntities.code))
    .limit(1);
  if (!first) throw new Refusal("conflict", "payment.no_entity", "This biller cannot receive money yet.");
  return first.id;
}
