import { newId } from "@openitem/db/ids";
import { charges } from "@openitem/db/schema/autopay";
import { promiseInstalments, promises } from "@openitem/db/schema/promises";
import { and, asc, eq, inArray, isNotNull, notExists, sql } from "drizzle-orm";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { least } from "../kernel/money.ts";
import { read, type Tx, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { ownChargeDay } from "./charge.ts";
import type { ChargeLine } from "./plan-charge.ts";
import { todayOf } from "./read-account-day.ts";
import { tried } from "./tried.ts";
import { readNeed, readPayableItems, readPromisedLeft } from "./weigh-charge.ts";
import { insertCharge } from "./write-charge.ts";

/**
 * Plans the charges of instalments for which the customer consented to be debited, as long before their day as they
 * are announced: one charge for each instalment, never a second. Safe to run twice and at once.
 */
export async function planInstalmentCharges(ctx: Context, failures: string[]): Promise<string[]> {
  permit(ctx.actor, "charge.make");
  const due = await read(ctx, async (tx) => {
    const { noticeDays } = await readPolicy(tx, ctx, "charge");
    // A day more than the notice, for accounts whose calendar is ahead; each is looked at in its own.
    const horizonOn = addDays(ctx.now.toISOString().slice(0, 10), noticeDays + 1);
    return tx
      .select({ promiseId: promises.id, no: promiseInstalments.no })
      .from(promiseInstalments)
      .innerJoin(
        promises,
        and(
          eq(promises.organizationId, promiseInstalments.organizationId),
          eq(promises.id, promiseInstalments.promiseId),
        ),
      )
      .where(
        and(
          eq(promises.organizationId, ctx.organizationId),
          eq(promises.status, "active"),
          isNotNull(promises.chargeMethodId),
          inArray(promiseInstalments.state, ["waiting", "pending"]),
          sql`${promiseInstalments.dueOn} <= ${horizonOn}`,
          notExists(
            tx
              .select({ id: charges.id })
              .from(charges)
              .where(
                and(
                  eq(charges.organizationId, promises.organizationId),
                  eq(charges.causeKind, "promise"),
                  eq(charges.causeId, promises.id),
                  sql`${charges.causeKey} = ${promiseInstalments.no}::text`,
                ),
              ),
          ),
        ),
      )
      .orderBy(asc(promiseInstalments.dueOn), asc(promiseInstalments.no));
  });
  const planned: string[] = [];
  for (const { promiseId, no } of due) {
    const chargeId = await tried(failures, `promise ${promiseId}`, () =>
      transact(ctx, (tx) => planInstalment(tx, ctx, promiseId, no)),
    );
    if (chargeId) planned.push(chargeId);
  }
  return planned;
}

async function planInstalment(tx: Tx, ctx: Context, promiseId: string, no: number): Promise<string | null> {
  const { organizationId } = ctx;
  const [promise] = await tx
    .select()
    .from(promises)
    .where(and(eq(promises.organizationId, organizationId), eq(promises.id, promiseId)))
    .for("update");
  if (promise?.status !== "active" || !promise.chargeMethodId) return null;
  const [known] = await tx
    .select({ id: charges.id })
    .from(charges)
    .where(
      and(
        eq(charges.organizationId, organizationId),
        eq(charges.causeKind, "promise"),
        eq(charges.causeId, promiseId),
        eq(charges.causeKey, String(no)),
      ),
    );
  if (known) return null;
  const [instalment] = await tx
    .select({ dueOn: promiseInstalments.dueOn })
    .from(promiseInstalments)
    .where(
      and(
        eq(promiseInstalments.organizationId, organizationId),
        eq(promiseInstalments.promiseId, promiseId),
        eq(promiseInstalments.no, no),
      ),
    );
  if (!instalment) return null;
  const { noticeDays } = await readPolicy(tx, ctx, "charge");
  const today = await todayOf(tx, ctx, promise.customerId);
  const chargeOn = ownChargeDay(instalment.dueOn, today, noticeDays);
  if (addDays(chargeOn, -noticeDays) > today) return null;
  const lines = await linesOf(tx, ctx, promiseId, await readNeed(tx, ctx, { ...promise, no }));
  if (lines.length === 0) return null;
  const [requestedBy, requestedByName] = consenterOf(promise);
  const charge = await insertCharge(tx, ctx, {
    id: newId(),
    customerId: promise.customerId,
    currency: promise.currency,
    causeKind: "promise",
    causeId: promiseId,
    causeKey: String(no),
    methodId: promise.chargeMethodId,
    chargeOn,
    requestedBy,
    requestedByName,
    status: "planned",
    lines,
    held: [],
  });
  return charge.id;
}

/** What an instalment brings of which document: the oldest due first, as far as it is still promised. */
async function linesOf(tx: Tx, ctx: Context, promiseId: string, needMinor: bigint): Promise<ChargeLine[]> {
  const left = await readPromisedLeft(tx, ctx, promiseId);
  const found = await readPayableItems(tx, ctx, [...left.keys()]);
  const oldestFirst = found.toSorted(
    (a, b) => (a.dueOn ?? "").localeCompare(b.dueOn ?? "") || a.id.localeCompare(b.id),
  );
  let restMinor = needMinor;
  return oldestFirst.flatMap(({ id, number, customerId }) => {
    const amountMinor = least(left.get(id) ?? 0n, restMinor);
    restMinor -= amountMinor;
    return amountMinor > 0n ? [{ itemId: id, number, customerId, amountMinor }] : [];
  });
}

/** The customer's person who agreed to be debited: he made the promise, or accepted what we proposed. */
function consenterOf(promise: typeof promises.$inferSelect): [by: string, name: string] {
  const { answeredBy, answeredByName, madeBy, madeByName } = promise;
  return answeredBy?.startsWith("contact:") && !madeBy.startsWith("contact:")
    ? [answeredBy, answeredByName ?? ""]
    : [madeBy, madeByName];
}
