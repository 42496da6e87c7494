import { changeCause, changeCauseInput } from "@openitem/domain/causes/change-cause";
import { createCause, createCauseInput } from "@openitem/domain/causes/create-cause";
import { listCauses, listCausesInput } from "@openitem/domain/causes/list-causes";
import { readRootCauses, readRootCausesInput } from "@openitem/domain/causes/read-root-causes";
import { procedure, router } from "../trpc.ts";

const listInput = listCausesInput.omit({ after: true }).extend({ cursor: listCausesInput.shape.after });

export const causesRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listCauses(ctx, { ...asked, after: cursor ?? null })),

  /** Where disputes come from, by one dimension. */
  report: procedure.input(readRootCausesInput).query(({ ctx, input }) => readRootCauses(ctx, input)),

  create: procedure.input(createCauseInput).mutation(({ ctx, input }) => createCause(ctx, input)),

  change: procedure.input(changeCauseInput).mutation(({ ctx, input }) => changeCause(ctx, input)),
});
