import { periods } from "@openitem/db/schema/periods";
import { and, eq, lt, ne } from "drizzle-orm";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Period } from "./period.ts";

/** A step: whether an earlier month of the same books was begun or reopened, and is not closed. */
export async function earlierOpen(
  tx: Tx,
  ctx: Context,
  { legalEntityId, fromOn }: Pick<Period, "legalEntityId" | "fromOn">,
): Promise<boolean> {
  const [found] = await tx
    .select({ id: periods.id })
    .from(periods)
    .where(
      and(
        eq(periods.organizationId, ctx.organizationId),
        eq(periods.legalEntityId, legalEntityId),
        lt(periods.fromOn, fromOn),
        ne(periods.status, "closed"),
      ),
    )
    .limit(1);
  return found !== undefined;
}

/** The day the next month to close begins on at the latest; null while nothing was ever closed. */
export const expectedFrom = (closedThroughOn: string | null): string | null =>
  closedThroughOn === null ? null : addDays(closedThroughOn, 1);
