import { createHash } from "node:crypto";
import type { Db } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { inArray, lt, sql } from "drizzle-orm";
import type { Realm } from "./sign-in-tables.ts";

const DAY_MS = 86_400_000;

/** At most `max` attempts in `windowSeconds`, counted from the first of them. */
export type Limit = { key: string; max: number; windowSeconds: number };

export type Admission = { allowed: true } | { allowed: false; retryAfterSeconds: number };

/**
 * Counts one attempt against every limit, in the database, so that all processes count together and a restart
 * forgets nothing. The attempt is counted before it is made: attempts made at once cannot slip past.
 */
export async function takeAttempt(db: Db, realm: Realm, limits: Limit[], now: Date): Promise<Admission> {
  let retryAfterSeconds = 0;
  for (const limit of limits) {
    const { count, startedMs } = await countUp(db, realm, limit, now.getTime());
    if (count > limit.max)
      retryAfterSeconds = Math.max(
        retryAfterSeconds,
        Math.ceil((startedMs + limit.windowSeconds * 1000 - now.getTime()) / 1000),
      );
  }
  return retryAfterSeconds > 0 ? { allowed: false, retryAfterSeconds } : { allowed: true };
}

/** Takes back an attempt that was right, so that only wrong ones count; clears out what is older than a day. */
export async function giveBackAttempt(db: Db, realm: Realm, limits: Limit[], now: Date): Promise<void> {
  const { rateLimits } = realm;
  const keys = limits.map(({ key }) => hashed(key));
  await db
    .update(rateLimits)
    .set({ count: sql`greatest(${rateLimits.count} - 1, 0)` })
    .where(inArray(rateLimits.key, keys));
  await db.delete(rateLimits).where(lt(rateLimits.lastRequest, now.getTime() - DAY_MS));
}

async function countUp(db: Db, { rateLimits }: Realm, { key, windowSeconds }: Limit, nowMs: number) {
  const over = sql`${rateLimits.lastRequest} <= ${nowMs - windowSeconds * 1000}::bigint`;
  const [row] = await db
    .insert(rateLimits)
    .values({ id: newId(), key: hashed(key), count: 1, lastRequest: nowMs })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        lastRequest: sql`case when ${over} then ${nowMs}::bigint else ${rateLimits.lastRequest} end`,
      },
    })
    .returning({ count: rateLimits.count, startedMs: rateLimits.lastRequest });
  return row!;
}

/** Keys hold addresses, codes and the like: the table keeps none of them in clear. */
const hashed = (key: string) => createHash("sha256").update(key).digest("base64url");
