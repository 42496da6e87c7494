import { recordBalanceTransactions } from "../provider-money/record-balance-transactions.ts";
import { recordPayout } from "../provider-money/record-payout.ts";
import type { DemoPayout, ProviderBook } from "./provider-book.ts";
import { asWorker, paying, play, type Stage } from "./stage.ts";

/* What the provider of the past told of its balance: payouts with what they carried, and what is still there. */

/** This one never came to the bank: it is late, and nobody has asked yet. */
export const isLost = ({ currency, made }: DemoPayout): boolean => currency === "EUR" && made === -16;

export async function recordProviderMoney(stage: Stage, book: ProviderBook): Promise<void> {
  const working = (at: Date) => paying(stage, asWorker(stage, "payments", at), { ...stage.past, ...book });
  // Those of a currency one after the other; the currencies have nothing to do with each other.
  await Promise.all(
    [...Map.groupBy(book.payouts, ({ currency }) => currency).values()].map((payouts) =>
      play(
        payouts.map(({ ref, made }) => {
          const at = stage.calendar.at(Math.min(made + 2, -1), "08:00", "UTC");
          return { at, run: () => recordPayout(working(at), ref) };
        }),
      ),
    ),
  );
  const atLast = working(stage.calendar.at(-1, "08:30", "UTC"));
  await recordBalanceTransactions(atLast, { since: new Date(0) });
}
