import { beginClose, beginCloseInput } from "@openitem/domain/close/begin-close";
import { closePeriod, closePeriodInput } from "@openitem/domain/close/close-period";
import { noteCheck, noteCheckInput } from "@openitem/domain/close/note-check";
import { readClose, readCloseInput } from "@openitem/domain/close/read-close";
import { reopenPeriod, reopenPeriodInput } from "@openitem/domain/close/reopen-period";
import { signCheck, signCheckInput } from "@openitem/domain/close/sign-check";
import { stopClose, stopCloseInput } from "@openitem/domain/close/stop-close";
import { procedure, router } from "../trpc.ts";

export const closeRouter = router({
  /** A month of a legal entity, computed now. */
  read: procedure.input(readCloseInput).query(({ ctx, input }) => readClose(ctx, input)),

  begin: procedure.input(beginCloseInput).mutation(({ ctx, input }) => beginClose(ctx, input)),

  stop: procedure.input(stopCloseInput).mutation(({ ctx, input }) => stopClose(ctx, input)),

  note: procedure.input(noteCheckInput).mutation(({ ctx, input }) => noteCheck(ctx, input)),

  sign: procedure.input(signCheckInput).mutation(({ ctx, input }) => signCheck(ctx, input)),

  close: procedure.input(closePeriodInput).mutation(({ ctx, input }) => closePeriod(ctx, input)),

  reopen: procedure.input(reopenPeriodInput).mutation(({ ctx, input }) => reopenPeriod(ctx, input)),
});
