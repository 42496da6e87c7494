import { promises } from "@openitem/db/schema/promises";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import type { Item } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import type { Promisable } from "./plan.ts";
import { OPEN_PROMISE } from "./promise.ts";

type Found = Pick<Item, "id" | "kind" | "number" | "customerId" | "currency" | "openMinor">;

/**
 * What of each document can be promised now. `butPromise` is the promise that is to be replaced: what it claims is
 * free for the one that takes its place.
 */
export async function readPromisables<I extends Found>(
  tx: Tx,
  ctx: Context,
  items: readonly I[],
  butPromise: string | null = null,
): Promise<(I & Promisable)[]> {
  const ids = items.map((item) => item.id);
  const [claims, inFlight] = await Promise.all([readClaims(tx, ctx, ids), readInFlight(tx, ctx, ids)]);
  return items.map((item) => {
    const { disputes, promises: promised } = claims.get(item.id) ?? NO_CLAIMS;
    const inFlightMinor = inFlight.get(item.id) ?? 0n;
    const { disputedMinor, promisedMinor, chaseMinor } = holdsOf(item.openMinor, inFlightMinor, {
      disputes,
      promises: promised.filter((claim) => claim.id !== butPromise),
    });
    return { ...item, inFlightMinor, disputedMinor, promisedMinor, promisableMinor: chaseMinor };
  });
}

/** How many promises of an account stand or wait for an answer, without the one that is to be replaced. */
export async function countOpenPromises(
  tx: Tx,
  ctx: Context,
  customerId: string,
  butPromise: string | null = null,
): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(promises)
    .where(
      and(
        eq(promises.organizationId, ctx.organizationId),
        eq(promises.customerId, customerId),
        inArray(promises.status, [...OPEN_PROMISE]),
        butPromise ? ne(promises.id, butPromise) : undefined,
      ),
    );
  return row?.count ?? 0;
}
