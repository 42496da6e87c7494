import { listRemittances, listRemittancesInput } from "@openitem/domain/remittances/list-remittances";
import { readRemittanceDetail } from "@openitem/domain/remittances/read-remittance";
import {
  withdrawRemittance,
  withdrawRemittanceInput,
} from "@openitem/domain/remittances/withdraw-remittance";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const remittancesRouter = router({
  list: procedure.input(listRemittancesInput).query(({ ctx, input }) => listRemittances(ctx, input)),

  read: procedure
    .input(z.object({ remittanceId: z.uuid() }))
    .query(({ ctx, input }) => readRemittanceDetail(ctx, input.remittanceId)),

  withdraw: procedure
    .input(withdrawRemittanceInput)
    .mutation(({ ctx, input }) => withdrawRemittance(ctx, input)),
});
