import { listPayouts, listPayoutsInput, totalPayouts } from "@openitem/domain/provider-money/list-payouts";
import { listUntied } from "@openitem/domain/provider-money/list-untied";
import { readPayout } from "@openitem/domain/provider-money/read-payout";
import { tiePayout, tiePayoutInput } from "@openitem/domain/provider-money/tie-payout";
import { untiePayout, untiePayoutInput } from "@openitem/domain/provider-money/untie-payout";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const listInput = listPayoutsInput.omit({ after: true }).extend({ cursor: listPayoutsInput.shape.after });

export const payoutsRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listPayouts(ctx, { ...asked, after: cursor ?? null })),

  totals: procedure.query(({ ctx }) => totalPayouts(ctx)),

  /** One payout with its transactions, its lines at the bank, what could be tied, and what does not agree. */
  read: procedure
    .input(z.object({ payoutId: z.string() }))
    .query(({ ctx, input }) => readPayout(ctx, input.payoutId)),

  tie: procedure.input(tiePayoutInput).mutation(({ ctx, input }) => tiePayout(ctx, input)),
  untie: procedure.input(untiePayoutInput).mutation(({ ctx, input }) => untiePayout(ctx, input)),

  /** What does not tie between the books, Stripe and the bank, with age and cause. */
  untied: procedure.query(({ ctx }) => listUntied(ctx)),
});
