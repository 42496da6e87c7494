import { paymentMethods } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { and, asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import { addDays, dayIn, daysBetween } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { least, sum } from "../kernel/money.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { spreadInstalment } from "./instalment.ts";
import { promiseMissing } from "./lock-promise.ts";
import { compareRules } from "./plan.ts";
import { type Instalment, type Promised, promiseOptions } from "./promise.ts";
import { readCollectorName } from "./read-promisable.ts";
import { countOpenPromises } from "./read-promisables.ts";

/**
 * A promise with its documents and dates as they stand, what it replaced and was replaced by, the rules, who answers
 * by when, and what the reader can do with it. Refuses `promise.missing`.
 */
export async function readPromise(ctx: Context, promiseId: string) {
  if (!z.uuid().safeParse(promiseId).success) throw promiseMissing();
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({ promise: getTableColumns(promises), customer: getTableColumns(customers) })
      .from(promises)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, promises.organizationId), eq(customers.id, promises.customerId)),
      )
      .where(and(eq(promises.organizationId, ctx.organizationId), eq(promises.id, promiseId)));
    if (!row) throw promiseMissing();
    const { promise, customer } = row;
    const policy = await readPolicy(tx, ctx, "promise");
    const today = dayIn(ctx.now, customer.timeZone);
    const documents = await readDocuments(tx, ctx, promise);
    const stored = await readInstalments(tx, ctx, promiseId);
    const inFlightMinor = sum(documents.map((each) => least(each.inFlightMinor, each.amountMinor)));
    const instalments = shownInstalments(stored, inFlightMinor).map((each) => ({
      ...each,
      leftMinor: each.amountMinor - each.keptMinor,
      /** Until its day; negative when it is over. */
      daysLeft: daysBetween(today, each.dueOn),
      /** The last day on which money that settles keeps it. */
      graceOn: addDays(each.dueOn, promise.graceDays),
    }));
    const next = instalments.find((each) => each.state === "waiting" || each.state === "pending") ?? null;
    const otherOpenPromises = await countOpenPromises(tx, ctx, promise.customerId, promise.id);
    return {
      promise,
      customer,
      today,
      documents,
      instalments,
      /** The first date that money is still to come on, and what to pay for it with one click. */
      next: next && { ...next, pay: spreadInstalment(documents, next.leftMinor) },
      keptMinor: sum(instalments.map((each) => each.keptMinor)),
      inFlightMinor,
      history: await readHistory(tx, ctx, promiseId),
      policy,
      /** Compared as on the day it was made, with what else is open now. */
      rules: compareRules(
        { instalments, currency: promise.currency },
        {
          today: dayIn(promise.madeAt, customer.timeZone),
          otherOpenPromises,
          renewals: promise.renewals,
          policy,
        },
      ),
      answer:
        promise.status === "proposed" && promise.answerDueAt
          ? {
              side: promise.proposedSide === "customer" ? ("biller" as const) : ("customer" as const),
              /** Who at the biller has the account; null when nobody has, or the customer answers. */
              name:
                promise.proposedSide === "customer"
                  ? await readCollectorName(tx, ctx, customer.collectorId)
                  : null,
              dueAt: promise.answerDueAt,
            }
          : null,
      chargeMethod: await readMethod(tx, ctx, promise.chargeMethodId),
      options: promiseOptions(promise, ctx.actor),
    };
  });
}

export type PromiseDetail = Awaited<ReturnType<typeof readPromise>>;

/** Stored states are those of the last judgement; money that set out since shows as pending, the nearest date first. */
function shownInstalments(stored: readonly Instalment[], inFlightMinor: bigint): Instalment[] {
  let onItsWayMinor = inFlightMinor;
  return stored.map((each) => {
    if (each.state !== "waiting" && each.state !== "pending") return each;
    const leftMinor = each.amountMinor - each.keptMinor;
    const covered = onItsWayMinor >= leftMinor;
    onItsWayMinor -= least(onItsWayMinor, leftMinor);
    return { ...each, state: covered ? "pending" : "waiting" };
  });
}

async function readDocuments(tx: Tx, ctx: Context, promise: Promised) {
  const { dueOn, issuedOn, openMinor, number, kind, poNumber, reference } = items;
  const rows = await tx
    .select({
      itemId: promiseItems.itemId,
      amountMinor: promiseItems.amountMinor,
      ...{ dueOn, issuedOn, openMinor, number, kind, poNumber, reference },
    })
    .from(promiseItems)
    .innerJoin(
      items,
      and(eq(items.organizationId, promiseItems.organizationId), eq(items.id, promiseItems.itemId)),
    )
    .where(and(eq(promiseItems.organizationId, ctx.organizationId), eq(promiseItems.promiseId, promise.id)))
    .orderBy(asc(items.dueOn), asc(items.number), asc(items.id));
  const ids = rows.map((row) => row.itemId);
  const [claims, inFlight] = [await readClaims(tx, ctx, ids), await readInFlight(tx, ctx, ids)];
  return rows.map((row) => {
    const inFlightMinor = inFlight.get(row.itemId) ?? 0n;
    const holds = holdsOf(row.openMinor, inFlightMinor, claims.get(row.itemId) ?? NO_CLAIMS);
    return {
      ...row,
      inFlightMinor,
      disputedMinor: holds.disputedMinor,
      /** What this promise keeps from being chased now. */
      heldMinor: holds.promises.find((hold) => hold.id === promise.id)?.heldMinor ?? 0n,
    };
  });
}

async function readInstalments(tx: Tx, ctx: Context, promiseId: string): Promise<Instalment[]> {
  return tx
    .select()
    .from(promiseInstalments)
    .where(
      and(
        eq(promiseInstalments.organizationId, ctx.organizationId),
        eq(promiseInstalments.promiseId, promiseId),
      ),
    )
    .orderBy(asc(promiseInstalments.no));
}

/** Every promise of the chain that this one belongs to, the first one first, itself included. */
async function readHistory(tx: Tx, ctx: Context, promiseId: string) {
  const org = ctx.organizationId;
  const chain = (await tx.execute(sql`
    with recursive earlier as (
      select p.id, p.replaces_id, 0 as place from promises p where p.organization_id = ${org} and p.id = ${promiseId}::uuid
      union all
      select p.id, p.replaces_id, e.place - 1 from promises p join earlier e on p.organization_id = ${org} and p.id = e.replaces_id
    ), later as (
      select p.id, 0 as place from promises p where p.organization_id = ${org} and p.id = ${promiseId}::uuid
      union all
      select p.id, l.place + 1 from promises p join later l on p.organization_id = ${org} and p.replaces_id = l.id
    )
    select id, place from earlier union select id, place from later order by place`)) as unknown as {
    id: string;
  }[];
  const ids = chain.map((each) => each.id);
  const rows = await tx
    .select()
    .from(promises)
    .where(and(eq(promises.organizationId, org), inArray(promises.id, ids)));
  const dates = await tx
    .select({
      promiseId: promiseInstalments.promiseId,
      dueOn: promiseInstalments.dueOn,
      amountMinor: promiseInstalments.amountMinor,
    })
    .from(promiseInstalments)
    .where(and(eq(promiseInstalments.organizationId, org), inArray(promiseInstalments.promiseId, ids)))
    .orderBy(asc(promiseInstalments.no));
  const inOrder = rows.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  return inOrder.map((each) => ({
    ...each,
    instalments: dates.filter((date) => date.promiseId === each.id),
  }));
}

async function readMethod(tx: Tx, ctx: Context, methodId: string | null) {
  if (!methodId) return null;
  const { id, kind, brand, last4, status } = paymentMethods;
  const [method] = await tx
    .select({ id, kind, brand, last4, status })
    .from(paymentMethods)
    .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
  return method ?? null;
}
