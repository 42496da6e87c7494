import { autopays, paymentMethods } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { and, asc, eq, getTableColumns, inArray, lte } from "drizzle-orm";
import { readClaims } from "../holds/read-claims.ts";
import type { Context } from "../kernel/context.ts";
import { least, sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { chargeability, chargeLimits } from "../payments/stripe-amount.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { judge } from "../promises/judge.ts";
import { readEvidence } from "../promises/read-evidence.ts";
import { type Autopay, canBeCharged, isBeforeConsent, type Method } from "./autopay.ts";
import type { Charge, StopReason } from "./charge.ts";
import { type Chargeable, type ChargePlan, type ChargeTerms, heldWhole, planCharge } from "./plan-charge.ts";
import { type Payable, readChargeables, readFreeCredit } from "./read-chargeables.ts";

export type Weighed = { drop: StopReason } | { drop: null; plan: ChargePlan; method: Method };

export type Weighing = {
  wanted: ReadonlyMap<string, bigint>;
  found: readonly Payable[];
  on: string;
  isAnnounced?: boolean;
};

/** What the cause of a charge says today: whether it still stands, from which method, under which limits. */
type Standing = {
  drop: StopReason | null;
  isPaused: boolean;
  methodId: string;
  autopay: Autopay | null;
  needMinor: bigint | null;
};

/**
 * A step: what of a charge can be made as things stand on a day, and why not the rest. `wanted` is how much of each
 * document; of one that `isAnnounced` what credits cover was taken out before. Nothing is written. Says `drop` when
 * there is nothing left that it could ever bring.
 */
export async function weighCharge(
  tx: Tx,
  ctx: Context,
  charge: Charge,
  { wanted, found, on, isAnnounced = false }: Weighing,
): Promise<Weighed> {
  const standing = await readStanding(tx, ctx, charge);
  if (standing.drop) return { drop: standing.drop };
  const method = await readMethodOf(tx, ctx, standing.methodId);
  if (sum(found.map((item) => item.openMinor)) === 0n) return { drop: "nothing_left" };
  const { autopay } = standing;
  const chargeables = await readChargeables(tx, ctx, found, {
    cause: charge,
    exceptChargeId: charge.id,
    wanted,
    ...(autopay ? { isBeforeConsent: (dueOn: string) => isBeforeConsent(dueOn, autopay) } : {}),
  });
  const blocked = standing.isPaused ? "paused" : canBeCharged(method, on) ? null : "method_ended";
  if (blocked) return { drop: null, plan: allHeld(chargeables, blocked), method };
  const plan = await planFor(tx, ctx, charge.currency, chargeables, {
    capMinor: autopay?.capMinor ?? null,
    creditMinor: autopay ? await readFreeCredit(tx, ctx, charge, isAnnounced ? null : charge.id) : 0n,
    needMinor: standing.needMinor,
  });
  const isBrought = plan.lines.length === 0 && plan.held.every(({ reason }) => reason === "already_brought");
  return isBrought ? { drop: "nothing_left" } : { drop: null, plan, method };
}

/** Everything that was wanted and is open, held for one reason. */
const allHeld = (found: readonly Chargeable[], reason: "paused" | "method_ended"): ChargePlan => ({
  amountMinor: 0n,
  lines: [],
  held: heldWhole(
    found
      .map((item) => ({ ...item, amountMinor: least(item.wantedMinor ?? item.openMinor, item.openMinor) }))
      .filter((item) => item.amountMinor > 0n),
    reason,
  ),
});

/** `planCharge` under what the policy and the provider allow in a currency. */
export async function planFor(
  tx: Tx,
  ctx: Context,
  currency: string,
  chargeables: readonly Chargeable[],
  terms: Pick<ChargeTerms, "capMinor" | "creditMinor" | "needMinor">,
): Promise<ChargePlan> {
  const { itemsPerPaymentMax: linesMax } = await readPolicy(tx, ctx, "payment");
  const plan = planCharge(chargeables, { ...terms, linesMax, limits: chargeLimits(currency) });
  if (plan.lines.length === 0 || chargeability(plan.amountMinor, currency) === "yes") return plan;
  // Too fine for the provider's steps: a person pays it, or it waits for more.
  return { amountMinor: 0n, lines: [], held: [...plan.held, ...heldWhole(plan.lines, "too_little")] };
}

/** A step: documents by their ids, as a charge looks at them. */
export const readPayableItems = (tx: Tx, ctx: Context, ids: readonly string[]): Promise<Payable[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : tx
        .select({
          id: items.id,
          number: items.number,
          customerId: items.customerId,
          dueOn: items.dueOn,
          amountMinor: items.amountMinor,
          openMinor: items.openMinor,
        })
        .from(items)
        .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, [...ids])));

/** A step: the method that a charge or an autopay names. */
export async function readMethodOf(tx: Tx, ctx: Context, methodId: string): Promise<Method> {
  const [method] = await tx
    .select()
    .from(paymentMethods)
    .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
  invariant(method, "the method of a charge exists");
  return method;
}

async function readStanding(tx: Tx, ctx: Context, charge: Charge): Promise<Standing> {
  const { organizationId } = ctx;
  const none = { drop: null, isPaused: false, methodId: charge.methodId, autopay: null, needMinor: null };
  if (charge.causeKind === "schedule") return none;
  if (charge.causeKind === "autopay") {
    const [autopay] = await tx
      .select()
      .from(autopays)
      .where(and(eq(autopays.organizationId, organizationId), eq(autopays.id, charge.causeId)));
    invariant(autopay, "an autopay's charge has its autopay");
    const { status, methodId } = autopay;
    return {
      ...none,
      drop: status === "off" ? "autopay_off" : null,
      isPaused: status === "paused",
      methodId,
      autopay,
    };
  }
  const [found] = await tx
    .select({ promise: getTableColumns(promises), timeZone: customers.timeZone })
    .from(promises)
    .innerJoin(
      customers,
      and(eq(customers.organizationId, promises.organizationId), eq(customers.id, promises.customerId)),
    )
    .where(and(eq(promises.organizationId, organizationId), eq(promises.id, charge.causeId)));
  const over = { ...none, drop: "promise_over" as const };
  if (!found) return over;
  const { promise, timeZone } = found;
  const { status, chargeMethodId: methodId } = promise;
  if (!methodId) return over;
  if (status === "active")
    return {
      ...none,
      methodId,
      needMinor: await readNeed(tx, ctx, { ...promise, no: Number(charge.causeKey) }),
    };
  // A try that failed is made again as it was told, though the promise is broken by then: for what is missing still.
  const isMissed = status === "broken" || status === "part_kept";
  if (charge.attempts === 0 || !isMissed) return over;
  const { missingMinor } = judge(await readEvidence(tx, ctx, promise, { timeZone }));
  return { ...none, methodId, needMinor: missingMinor };
}

/**
 * A step: what an instalment still has to bring: what is promised up to its day, less what was brought since the
 * promise was made and what is on its way; never more than the instalment itself.
 */
export async function readNeed(
  tx: Tx,
  ctx: Context,
  promise: { id: string; amountMinor: bigint; no: number },
): Promise<bigint> {
  const { organizationId } = ctx;
  const upTo = await tx
    .select({ no: promiseInstalments.no, amountMinor: promiseInstalments.amountMinor })
    .from(promiseInstalments)
    .where(
      and(
        eq(promiseInstalments.organizationId, organizationId),
        eq(promiseInstalments.promiseId, promise.id),
        lte(promiseInstalments.no, promise.no),
      ),
    )
    .orderBy(asc(promiseInstalments.no));
  const own = upTo.at(-1);
  if (own?.no !== promise.no) return 0n;
  const left = await readPromisedLeft(tx, ctx, promise.id);
  const inFlight = await readInFlight(tx, ctx, [...left.keys()]);
  const broughtMinor = promise.amountMinor - sum(left.values());
  const comingMinor = sum([...left].map(([id, minor]) => least(inFlight.get(id) ?? 0n, minor)));
  const needMinor = sum(upTo.map((each) => each.amountMinor)) - broughtMinor - comingMinor;
  if (needMinor <= 0n) return 0n;
  return least(needMinor, own.amountMinor);
}

/** A step: what a promise still has to bring of each of its documents. */
export async function readPromisedLeft(
  tx: Tx,
  ctx: Context,
  promiseId: string,
): Promise<Map<string, bigint>> {
  const rows = await tx
    .select({ itemId: promiseItems.itemId })
    .from(promiseItems)
    .where(and(eq(promiseItems.organizationId, ctx.organizationId), eq(promiseItems.promiseId, promiseId)));
  const claims = await readClaims(
    tx,
    ctx,
    rows.map((row) => row.itemId),
  );
  return new Map(
    rows.map(({ itemId }) => [
      itemId,
      claims.get(itemId)?.promises.find((claim) => claim.id === promiseId)?.amountMinor ?? 0n,
    ]),
  );
}
