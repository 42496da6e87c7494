import { type Balance, readBalances } from "@openitem/domain/items/read-balances";
import type { Viewer } from "../../context.ts";

export type HeldToday = Pick<
  Balance,
  | "currency"
  | "inFlightMinor"
  | "inFlightCount"
  | "disputedMinor"
  | "disputedCount"
  | "promisedMinor"
  | "promisedCount"
>;

/** What is in flight, disputed and promised, per currency. It is known of today only: nothing of it is kept by day. */
export async function readHeldToday({ ctx, customerIds, today }: Viewer, asOf: string): Promise<HeldToday[]> {
  if (asOf !== today || customerIds.length === 0) return [];
  const balances = await readBalances(ctx, customerIds);
  return balances.map(
    ({
      currency,
      inFlightMinor,
      inFlightCount,
      disputedMinor,
      disputedCount,
      promisedMinor,
      promisedCount,
    }) => ({
      currency,
      inFlightMinor,
      inFlightCount,
      disputedMinor,
      disputedCount,
      promisedMinor,
      promisedCount,
    }),
  );
}
