import { chargeItems, charges } from "@openitem/db/schema/autopay";
import { items } from "@openitem/db/schema/items";
import { insertRow, updateRows } from "@openitem/db/statement";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { record, type Tx } from "../kernel/transact.ts";
import {
  CHARGE_TRANSITIONS,
  type Charge,
  type ChargeEvent,
  type ChargeStatus,
  COMING_CHARGE,
  type StopReason,
} from "./charge.ts";
import { type ChargeLine, type HeldLine, toHeld } from "./plan-charge.ts";

export type LockedCharge = { charge: Charge; lines: (ChargeLine & { dueOn: string | null })[] };

/** Reads a charge for update with what it means to pay. Refuses `charge.missing`. Charges are locked before items. */
export async function lockCharge(tx: Tx, ctx: Context, chargeId: string): Promise<LockedCharge> {
  const [charge] = await tx
    .select()
    .from(charges)
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.id, chargeId)))
    .for("update");
  if (!charge) throw missingCharge();
  return { charge, lines: await readLines(tx, ctx, chargeId) };
}

export const missingCharge = () =>
  new Refusal("missing", "charge.missing", "We cannot find this charge on your account.");

export async function readLines(tx: Tx, ctx: Context, chargeId: string): Promise<LockedCharge["lines"]> {
  return tx
    .select({
      itemId: chargeItems.itemId,
      customerId: chargeItems.customerId,
      amountMinor: chargeItems.amountMinor,
      number: items.number,
      dueOn: items.dueOn,
    })
    .from(chargeItems)
    .innerJoin(
      items,
      and(eq(items.organizationId, chargeItems.organizationId), eq(items.id, chargeItems.itemId)),
    )
    .where(and(eq(chargeItems.organizationId, ctx.organizationId), eq(chargeItems.chargeId, chargeId)))
    .orderBy(asc(items.dueOn), asc(items.number));
}

/** Charges still to come that fit a condition, locked in id order so that two commands cannot wait for each other. */
export async function lockComing(
  tx: Tx,
  ctx: Context,
  of: { methodId: string } | { causeId: string },
): Promise<LockedCharge[]> {
  const locked = await tx
    .select()
    .from(charges)
    .where(
      and(
        eq(charges.organizationId, ctx.organizationId),
        inArray(charges.status, [...COMING_CHARGE]),
        "methodId" in of ? eq(charges.methodId, of.methodId) : eq(charges.causeId, of.causeId),
      ),
    )
    .orderBy(asc(charges.id))
    .for("update");
  const found: LockedCharge[] = [];
  for (const charge of locked) found.push({ charge, lines: await readLines(tx, ctx, charge.id) });
  return found;
}

/** Writes changes of a locked charge, and keeps the caller's copy of it true. */
export async function writeCharge(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  changes: Partial<Charge>,
): Promise<void> {
  Object.assign(charge, changes);
  await updateRows(tx, charges, changes, { organizationId: ctx.organizationId, id: charge.id });
}

/** Puts other documents and amounts in the place of what a charge meant to pay. */
export async function replaceLines(
  tx: Tx,
  ctx: Context,
  chargeId: string,
  lines: readonly ChargeLine[],
): Promise<void> {
  const { organizationId } = ctx;
  await tx
    .delete(chargeItems)
    .where(and(eq(chargeItems.organizationId, organizationId), eq(chargeItems.chargeId, chargeId)));
  for (const { itemId, customerId, amountMinor } of lines)
    await insertRow(tx, chargeItems, { organizationId, chargeId, itemId, customerId, amountMinor });
}

/**
 * The state that follows as a consequence of a command whose own permission was checked: a method that ends holds its
 * charges, an autopay that is turned off stops them.
 */
function follows(event: ChargeEvent, from: ChargeStatus): ChargeStatus {
  const to = CHARGE_TRANSITIONS[event].from[from];
  invariant(to, `a charge that is ${from} can ${event}`);
  return to;
}

/**
 * Holds a charge that is to come: it pays nothing, and each amount that it was about stands with its reason. One that
 * is held already gets the reasons of now.
 */
export async function holdCharge(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  held: readonly HeldLine[],
): Promise<void> {
  const wasHeld = charge.status === "held";
  await replaceLines(tx, ctx, charge.id, []);
  await writeCharge(tx, ctx, charge, {
    status: wasHeld ? "held" : follows("hold", charge.status),
    amountMinor: 0n,
    held: toHeld(held),
  });
  if (!wasHeld) await recordCharge(tx, ctx, charge, "held", [...new Set(held.map(({ reason }) => reason))]);
}

/** Ends a charge that is to come and will not be made any more. */
export async function dropCharge(tx: Tx, ctx: Context, charge: Charge, why: StopReason): Promise<void> {
  await writeCharge(tx, ctx, charge, {
    status: follows("drop", charge.status),
    failure: why,
    endedAt: ctx.now,
  });
  await recordCharge(tx, ctx, charge, "stopped", [why]);
}

/** What happened to a charge, for its timeline. */
export async function recordCharge(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  what: string,
  reasons: string[] = [],
): Promise<void> {
  const { id, customerId, currency, amountMinor, chargeOn, causeKind } = charge;
  await record(tx, ctx, {
    action: `charge.${what}`,
    subject: ["charge", id],
    customerId,
    data: { currency, amountMinor: String(amountMinor), chargeOn, causeKind, reasons },
  });
}
