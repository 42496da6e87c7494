import { newId } from "@openitem/db/ids";
import { exchangeRates } from "@openitem/db/schema/matching";
import { insertRow } from "@openitem/db/statement";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { parseRate } from "./exchange.ts";

const currency = z.string().refine(isCurrency, "This is not a currency we know.");

export const recordExchangeRateInput = z.object({
  key: z.uuid().default(newId),
  fromCurrency: currency,
  toCurrency: currency,
  onDay: z.string().refine(isDay, "This is not a day of the calendar."),
  /** What one unit of the first is worth in the second: "4.2711". */
  rate: z.string().refine((text) => parseRate(text) !== null, "Write the rate as a number, such as 4.2711."),
  /** Who says so: a central bank, the bank's advice. */
  source: z.string().trim().min(2).max(120),
});

/** Keeps what a currency was worth on a day; it is never changed. Refuses `rate.same_currency` and `rate.recorded`. */
export async function recordExchangeRate(
  ctx: Context,
  raw: z.input<typeof recordExchangeRateInput>,
): Promise<{ rateId: string }> {
  const input = recordExchangeRateInput.parse(raw);
  const { key, ...row } = input;
  if (row.fromCurrency === row.toCurrency)
    throw new Refusal("invalid", "rate.same_currency", "Choose two different currencies.");
  try {
    return await transactOnce(ctx, { name: "rate.record", key, input }, async (tx) => {
      permit(ctx.actor, "rate.record");
      const rateId = newId();
      await insertRow(tx, exchangeRates, {
        ...row,
        rate: row.rate.trim(),
        organizationId: ctx.organizationId,
        id: rateId,
        createdAt: ctx.now,
      });
      await record(tx, ctx, {
        action: "rate.recorded",
        subject: ["exchange_rate", rateId],
        data: {
          from: row.fromCurrency,
          to: row.toCurrency,
          onDay: row.onDay,
          rate: row.rate,
          source: row.source,
        },
      });
      return { rateId };
    });
  } catch (error) {
    if (databaseError(error).constraint === "exchange_rates_once")
      throw new Refusal(
        "conflict",
        "rate.recorded",
        `There is a rate of ${row.fromCurrency} in ${row.toCurrency} for ${row.onDay} already.`,
      );
    throw error;
  }
}
