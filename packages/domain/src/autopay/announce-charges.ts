import { charges } from "@openitem/db/schema/autopay";
import { and, asc, eq } from "drizzle-orm";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { enqueue, read, type Tx, transact } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { CHARGE_TRANSITIONS, type Charge, firstChargeDay, ownChargeDay } from "./charge.ts";
import {
  dropCharge,
  holdCharge,
  type LockedCharge,
  lockCharge,
  recordCharge,
  replaceLines,
  writeCharge,
} from "./lock-charge.ts";
import { fromHeld, toHeld } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";
import { tried } from "./tried.ts";
import { readPayableItems, type Weighed, weighCharge } from "./weigh-charge.ts";

/**
 * Announces the charges whose time for it has come, each with what can be charged as things stand; what cannot is held
 * and told. A charge that is late for its notice moves to the first day that leaves time for it.
 */
export async function announceCharges(ctx: Context, failures: string[]): Promise<number> {
  permit(ctx.actor, "charge.make");
  let announced = 0;
  for (const id of await idsOf(ctx, "planned")) if (await lookAt(ctx, failures, id, announce)) announced += 1;
  return announced;
}

/** Looks again at what is held: what can be charged now is planned anew, what has nothing left is ended. */
export async function resumeCharges(ctx: Context, failures: string[]): Promise<number> {
  permit(ctx.actor, "charge.make");
  let resumed = 0;
  for (const id of await idsOf(ctx, "held")) if (await lookAt(ctx, failures, id, resume)) resumed += 1;
  return resumed;
}

const lookAt = (
  ctx: Context,
  failures: string[],
  id: string,
  work: (tx: Tx, ctx: Context, locked: LockedCharge) => Promise<boolean>,
) =>
  tried(failures, `charge ${id}`, () =>
    transact(ctx, async (tx) => work(tx, ctx, await lockCharge(tx, ctx, id))),
  );

/** Charges in a state, the earliest day first. */
export async function idsOf(ctx: Context, status: Charge["status"]): Promise<string[]> {
  const rows = await read(ctx, (tx) =>
    tx
      .select({ id: charges.id })
      .from(charges)
      .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.status, status)))
      .orderBy(asc(charges.chargeOn), asc(charges.id)),
  );
  return rows.map(({ id }) => id);
}

async function announce(tx: Tx, ctx: Context, locked: LockedCharge): Promise<boolean> {
  const { charge } = locked;
  if (charge.status !== "planned") return false;
  const today = await todayOf(tx, ctx, charge.customerId);
  const { noticeDays } = await readPolicy(tx, ctx, "charge");
  const chargeOn = dayFor(charge, today, noticeDays);
  if (addDays(chargeOn, -noticeDays) > today) return false;
  const weighed = await weighAll(tx, ctx, locked, chargeOn);
  if (weighed.drop !== null) {
    await dropCharge(tx, ctx, charge, weighed.drop);
    return false;
  }
  const { plan, method } = weighed;
  if (plan.lines.length === 0) {
    await holdCharge(tx, ctx, charge, plan.held);
    await enqueue(tx, ctx, "charge.held_mail", { chargeId: charge.id });
    return false;
  }
  const { customerId } = charge;
  await replaceLines(tx, ctx, charge.id, plan.lines);
  await writeCharge(tx, ctx, charge, {
    status: transit("charge", CHARGE_TRANSITIONS, {
      event: "announce",
      from: charge.status,
      actor: ctx.actor,
      customerId,
    }),
    chargeOn,
    methodId: method.id,
    amountMinor: plan.amountMinor,
    held: toHeld(plan.held),
    announcedAt: ctx.now,
  });
  await recordCharge(tx, ctx, charge, "announced");
  await enqueue(tx, ctx, "charge.announced_mail", { chargeId: charge.id });
  return true;
}

async function resume(tx: Tx, ctx: Context, locked: LockedCharge): Promise<boolean> {
  const { charge } = locked;
  if (charge.status !== "held") return false;
  // Nobody heard of it: a person has to see to the addresses first.
  if (charge.held.some(({ reason }) => reason === "not_told")) return false;
  const today = await todayOf(tx, ctx, charge.customerId);
  const { noticeDays } = await readPolicy(tx, ctx, "charge");
  const chargeOn = dayFor(charge, today, noticeDays);
  const weighed = await weighAll(tx, ctx, locked, chargeOn);
  if (weighed.drop !== null) {
    await dropCharge(tx, ctx, charge, weighed.drop);
    return false;
  }
  const { plan, method } = weighed;
  if (plan.lines.length === 0) {
    if (JSON.stringify(toHeld(plan.held)) !== JSON.stringify(charge.held))
      await holdCharge(tx, ctx, charge, plan.held);
    return false;
  }
  const { customerId } = charge;
  await replaceLines(tx, ctx, charge.id, plan.lines);
  await writeCharge(tx, ctx, charge, {
    status: transit("charge", CHARGE_TRANSITIONS, {
      event: "resume",
      from: charge.status,
      actor: ctx.actor,
      customerId,
    }),
    chargeOn,
    methodId: method.id,
    amountMinor: plan.amountMinor,
    held: toHeld(plan.held),
    announcedAt: null,
    retryOn: null,
  });
  await recordCharge(tx, ctx, charge, "planned");
  return true;
}

const dayFor = ({ causeKind, chargeOn }: Charge, today: string, noticeDays: number): string =>
  causeKind === "autopay"
    ? firstChargeDay(chargeOn, today, noticeDays)
    : ownChargeDay(chargeOn, today, noticeDays);

/** A charge that was not announced yet may still bring what it left out when it was planned. */
async function weighAll(tx: Tx, ctx: Context, { charge, lines }: LockedCharge, on: string): Promise<Weighed> {
  const wanted = new Map<string, bigint>();
  for (const { itemId, amountMinor } of [...lines, ...fromHeld(charge.held)])
    wanted.set(itemId, (wanted.get(itemId) ?? 0n) + amountMinor);
  return weighCharge(tx, ctx, charge, {
    wanted,
    found: await readPayableItems(tx, ctx, [...wanted.keys()]),
    on,
  });
}
