import { newId } from "@openitem/db/ids";
import { autopays, chargeItems, charges } from "@openitem/db/schema/autopay";
import { items } from "@openitem/db/schema/items";
import { updateRows } from "@openitem/db/statement";
import { and, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { enqueue, read, record, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { type Autopay, canBeCharged, isBeforeConsent, isPauseOver, type Method } from "./autopay.ts";
import { type Charge, firstChargeDay } from "./charge.ts";
import { type ChargePlan, heldWhole, toHeld } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";
import { type Payable, readChargeables, readFreeCredit } from "./read-chargeables.ts";
import { tried } from "./tried.ts";
import { planFor, readMethodOf } from "./weigh-charge.ts";
import { insertCharge } from "./write-charge.ts";

/** As many documents as one look at an account takes: more are taken up on the next day. */
const LOOK_MAX = 2_000;

/**
 * Plans the charges of every autopay: per account and currency what falls due to be charged by the first day that
 * leaves time for the notice. Safe to run twice and at once: the autopay is locked, and a day has one charge.
 * Answers the ids of what was planned; what fails goes into `failures` and does not keep the others.
 */
export async function planCharges(ctx: Context, failures: string[]): Promise<string[]> {
  permit(ctx.actor, "charge.make");
  const standing = await read(ctx, (tx) =>
    tx
      .select({ id: autopays.id })
      .from(autopays)
      .where(
        and(
          eq(autopays.organizationId, ctx.organizationId),
          or(eq(autopays.status, "on"), eq(autopays.status, "paused")),
        ),
      ),
  );
  const planned: string[] = [];
  for (const { id } of standing) {
    const chargeId = await tried(failures, `autopay ${id}`, () =>
      transact(ctx, (tx) => planAutopay(tx, ctx, id)),
    );
    if (chargeId) planned.push(chargeId);
  }
  return planned;
}

async function planAutopay(tx: Tx, ctx: Context, autopayId: string): Promise<string | null> {
  const { organizationId } = ctx;
  const [autopay] = await tx
    .select()
    .from(autopays)
    .where(and(eq(autopays.organizationId, organizationId), eq(autopays.id, autopayId)))
    .for("update");
  if (!autopay) return null;
  const today = await todayOf(tx, ctx, autopay.customerId);
  if (isPauseOver(autopay, today)) await goOn(tx, ctx, autopay);
  if (autopay.status !== "on") return null;

  const { noticeDays } = await readPolicy(tx, ctx, "charge");
  const chargeOn = firstChargeDay(today, today, noticeDays);
  const known = await tx
    .select()
    .from(charges)
    .where(and(eq(charges.organizationId, organizationId), eq(charges.causeId, autopayId)));
  // One charge a day; what comes after it was planned goes into the next day's.
  if (known.some((charge) => charge.causeKey === chargeOn)) return null;

  const { owned, told } = await itemsOf(tx, ctx, known);
  const found = await readDue(tx, ctx, autopay, chargeOn, owned);
  if (found.length === 0) return null;
  const method = await readMethodOf(tx, ctx, autopay.methodId);
  const plan = await planOver(tx, ctx, autopay, method, found, chargeOn);
  const charged = new Set(plan.lines.map((line) => line.itemId));
  // What was told once as left out is not told again day after day; but credits go on covering the oldest.
  const held = plan.held.filter(
    ({ itemId, reason }) => charged.has(itemId) || !told.has(itemId) || reason === "covered_by_credit",
  );
  const isNews = held.some(({ itemId, reason }) => reason !== "before_consent" && !told.has(itemId));
  if (plan.lines.length === 0 && !isNews) return null;

  const charge = await insertCharge(tx, ctx, {
    id: newId(),
    customerId: autopay.customerId,
    currency: autopay.currency,
    causeKind: "autopay",
    causeId: autopayId,
    causeKey: chargeOn,
    methodId: autopay.methodId,
    chargeOn,
    requestedBy: autopay.consentBy,
    requestedByName: autopay.consentByName,
    status: plan.lines.length > 0 ? "planned" : "held",
    lines: plan.lines,
    held: toHeld(held),
  });
  if (charge.status === "held") await enqueue(tx, ctx, "charge.held_mail", { chargeId: charge.id });
  return charge.id;
}

/** A plan over documents that fall due, as an autopay and its method stand. */
async function planOver(
  tx: Tx,
  ctx: Context,
  autopay: Autopay,
  method: Method,
  found: readonly Payable[],
  chargeOn: string,
): Promise<ChargePlan> {
  const cause = { causeKind: "autopay" as const, causeId: autopay.id };
  const chargeables = await readChargeables(tx, ctx, found, {
    cause,
    exceptChargeId: null,
    isBeforeConsent: (dueOn) => isBeforeConsent(dueOn, autopay),
  });
  const plan = await planFor(tx, ctx, autopay.currency, chargeables, {
    capMinor: autopay.capMinor,
    creditMinor: await readFreeCredit(tx, ctx, { ...autopay, causeId: autopay.id }, null),
    needMinor: null,
  });
  if (canBeCharged(method, chargeOn)) return plan;
  return { amountMinor: 0n, lines: [], held: [...plan.held, ...heldWhole(plan.lines, "method_ended")] };
}

/** Documents whose day to be charged is not after `chargeOn`, without those that charges under way speak for. */
export async function readDue(
  tx: Tx,
  ctx: Context,
  autopay: Autopay,
  chargeOn: string,
  owned: ReadonlySet<string>,
): Promise<Payable[]> {
  const due = await tx
    .select({
      id: items.id,
      number: items.number,
      customerId: items.customerId,
      dueOn: items.dueOn,
      amountMinor: items.amountMinor,
      openMinor: items.openMinor,
    })
    .from(items)
    .where(
      and(
        eq(items.organizationId, ctx.organizationId),
        eq(items.customerId, autopay.customerId),
        eq(items.currency, autopay.currency),
        inArray(items.kind, ["invoice", "debit_memo"]),
        gt(items.openMinor, 0n),
        lte(items.dueOn, addDays(chargeOn, autopay.daysBefore)),
      ),
    )
    // What the consent covers comes first, however much old debt there is.
    .orderBy(sql`${items.dueOn} < ${addDays(autopay.fromOn, autopay.daysBefore)}`, items.dueOn, items.id)
    .limit(LOOK_MAX + owned.size);
  return due.filter((item) => !owned.has(item.id));
}

/**
 * The documents that an autopay's charges are about, whether they charge them or hold them: `owned` by one that is
 * under way, `told` by one that has ended.
 */
export async function itemsOf(
  tx: Tx,
  ctx: Context,
  known: readonly Charge[],
): Promise<{ owned: Set<string>; told: Set<string> }> {
  const owned = new Set<string>();
  const told = new Set<string>();
  if (known.length === 0) return { owned, told };
  const of = new Map(known.map((charge) => [charge.id, charge.endedAt === null ? owned : told]));
  const lines = await tx
    .select({ chargeId: chargeItems.chargeId, itemId: chargeItems.itemId })
    .from(chargeItems)
    .where(
      and(eq(chargeItems.organizationId, ctx.organizationId), inArray(chargeItems.chargeId, [...of.keys()])),
    );
  for (const { chargeId, itemId } of lines) of.get(chargeId)?.add(itemId);
  for (const { id, held } of known) for (const { itemId } of held) of.get(id)?.add(itemId);
  return { owned, told };
}

/** A pause with a day ends by itself. */
async function goOn(tx: Tx, ctx: Context, autopay: Autopay): Promise<void> {
  const changes = {
    status: "on" as const,
    pauseReason: null,
    pausedUntilOn: null,
    changedAt: ctx.now,
  };
  Object.assign(autopay, changes);
  await updateRows(tx, autopays, changes, { organizationId: ctx.organizationId, id: autopay.id });
  await record(tx, ctx, {
    action: "autopay.resumed",
    subject: ["autopay", autopay.id],
    customerId: autopay.customerId,
    data: { currency: autopay.currency },
  });
}
