import { sweepCharges } from "@openitem/domain/autopay/sweep-charges";
import { realiseExchange } from "@openitem/domain/cash/realise-exchange";
import { sweepMatchRuns } from "@openitem/domain/cash/sweep-match-runs";
import { lapseDisputes } from "@openitem/domain/disputes/lapse-disputes";
import { sweepFiles } from "@openitem/domain/files/sweep-files";
import type { WorkingContext } from "@openitem/domain/jobs/handlers";
import { sweepPayments } from "@openitem/domain/payments/sweep-payments";
import { remindPromises } from "@openitem/domain/promises/remind-promises";
import { sweepPromises } from "@openitem/domain/promises/sweep-promises";
import { sweepProviderMoney } from "@openitem/domain/provider-money/sweep-provider-money";
import type { Logger } from "pino";

/** What one sweep did, by number, and what of it failed. */
export type Swept = Record<string, number | string[]> & { failures?: string[] };
export type Sweep = (ctx: WorkingContext) => Promise<Swept>;

/** What time alone brings about, in this order: money first, since promises are judged by it and charges wait for it. */
export const SWEEPS: Readonly<Record<string, Sweep>> = {
  payments: sweepPayments,
  provider_money: sweepProviderMoney,
  matching: sweepMatchRuns,
  exchange: realiseExchange,
  disputes: lapseDisputes,
  promises: sweepPromises,
  reminders: remindPromises,
  charges: sweepCharges,
  files: async (ctx) => ({ removed: await sweepFiles(ctx) }),
};

/** Runs every sweep of an organization at this moment; one that fails is told and does not keep the others. */
export async function sweepAll(
  contextFor: (work: string) => WorkingContext,
  log: Logger,
  sweeps: Readonly<Record<string, Sweep>> = SWEEPS,
): Promise<void> {
  for (const [sweep, run] of Object.entries(sweeps)) {
    try {
      const { failures = [], ...counts } = await run(contextFor(`sweep-${sweep}`));
      if (failures.length > 0) log.warn({ sweep, ...counts, failures }, "sweep could not do some of it");
      else log.info({ sweep, ...counts }, "swept");
    } catch (error) {
      log.error({ sweep, err: error }, "sweep failed");
    }
  }
}
