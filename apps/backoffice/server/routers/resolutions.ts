import { decideDispute, decideDisputeInput } from "@openitem/domain/resolutions/decide-dispute";
import { decisionInput } from "@openitem/domain/resolutions/decision-input";
import { listOrigins } from "@openitem/domain/resolutions/list-origins";
import { previewDecision } from "@openitem/domain/resolutions/preview-decision";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const resolutionsRouter = router({
  /** What deciding so would do now, and who could approve it. */
  preview: procedure.input(decisionInput).query(({ ctx, input }) => previewDecision(ctx, input)),

  decide: procedure.input(decideDisputeInput).mutation(({ ctx, input }) => decideDispute(ctx, input)),

  /** Which disputes made or changed a document. */
  origins: procedure
    .input(z.object({ itemId: z.uuid() }))
    .query(({ ctx, input }) => listOrigins(ctx, input.itemId)),
});
