import { askCustomer, askCustomerInput } from "@openitem/domain/disputes/ask-customer";
import { assignDispute, assignDisputeInput } from "@openitem/domain/disputes/assign-dispute";
import { minutesBetween, minutesOfDay } from "@openitem/domain/disputes/clock";
import { listDisputes, listDisputesInput } from "@openitem/domain/disputes/list-disputes";
import { listSimilar, listSimilarInput } from "@openitem/domain/disputes/list-similar";
import { mergeDisputes, mergeDisputesInput } from "@openitem/domain/disputes/merge-disputes";
import { noteDispute, noteDisputeInput } from "@openitem/domain/disputes/note-dispute";
import { readDispute } from "@openitem/domain/disputes/read-dispute";
import { replyToCustomer, replyToCustomerInput } from "@openitem/domain/disputes/reply-to-customer";
import { routeDispute, routeDisputeInput } from "@openitem/domain/disputes/route-dispute";
import { setCause, setCauseInput } from "@openitem/domain/disputes/set-cause";
import { splitDispute, splitDisputeInput } from "@openitem/domain/disputes/split-dispute";
import { takeDispute, takeDisputeInput } from "@openitem/domain/disputes/take-dispute";
import { read } from "@openitem/domain/kernel/transact";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import { TEAMS } from "@openitem/domain/tasks/task";
import { z } from "zod";
import { procedure, router, type StaffContext } from "../trpc.ts";

const readRules = (ctx: StaffContext) =>
  read(ctx, async (tx) => ({
    calendar: await readPolicy(tx, ctx, "calendar"),
    dispute: await readPolicy(tx, ctx, "dispute"),
    file: await readPolicy(tx, ctx, "file"),
  }));

export const disputesRouter = router({
  /** A page of disputes with the counts of all tabs; each with the office minutes left to answer it. */
  list: procedure.input(listDisputesInput).query(async ({ ctx, input }) => {
    const [page, { calendar }] = await Promise.all([listDisputes(ctx, input), readRules(ctx)]);
    return {
      ...page,
      minutesOfDay: minutesOfDay(calendar),
      rows: page.rows.map((row) => ({
        ...row,
        /** Negative when it is late, null when nothing is to be answered any more. */
        leftMinutes:
          row.answerDueAt && row.isOpen
            ? minutesBetween(ctx.now, row.answerDueAt, calendar, row.timeZone)
            : row.clockLeftMinutes,
      })),
    };
  }),

  read: procedure
    .input(z.object({ disputeId: z.string() }))
    .query(({ ctx, input }) => readDispute(ctx, input.disputeId)),

  /** What was disputed like this before, here and elsewhere. */
  similar: procedure.input(listSimilarInput).query(({ ctx, input }) => listSimilar(ctx, input)),

  /** What forms about disputes have to know of the policies. */
  rules: procedure.query(async ({ ctx }) => {
    const { calendar, dispute, file } = await readRules(ctx);
    return {
      minutesOfDay: minutesOfDay(calendar),
      reasons: dispute.reasons.map(({ code, team }) => ({ code, team })),
      teams: [...TEAMS],
      filesMax: dispute.filesMax,
      fileBytesMax: file.sizeMaxBytes,
      mediaTypes: [...file.mediaTypes],
    };
  }),

  take: procedure.input(takeDisputeInput).mutation(({ ctx, input }) => takeDispute(ctx, input)),

  /** Gives it to a colleague, or back to the queue. */
  assign: procedure.input(assignDisputeInput).mutation(({ ctx, input }) => assignDispute(ctx, input)),

  ask: procedure.input(askCustomerInput).mutation(({ ctx, input }) => askCustomer(ctx, input)),

  reply: procedure.input(replyToCustomerInput).mutation(({ ctx, input }) => replyToCustomer(ctx, input)),

  note: procedure.input(noteDisputeInput).mutation(({ ctx, input }) => noteDispute(ctx, input)),

  /** Asks a team for something, by a day. */
  route: procedure.input(routeDisputeInput).mutation(({ ctx, input }) => routeDispute(ctx, input)),

  merge: procedure.input(mergeDisputesInput).mutation(({ ctx, input }) => mergeDisputes(ctx, input)),

  split: procedure.input(splitDisputeInput).mutation(({ ctx, input }) => splitDispute(ctx, input)),

  setCause: procedure.input(setCauseInput).mutation(({ ctx, input }) => setCause(ctx, input)),
});
