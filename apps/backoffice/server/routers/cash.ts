import { applyCredit, applyCreditInput } from "@openitem/domain/cash/apply-credit";
import { confirmMatch, confirmMatchInput } from "@openitem/domain/cash/confirm-match";
import { decideDifference, decideDifferenceInput } from "@openitem/domain/cash/decide-difference";
import { endAlias, endAliasInput } from "@openitem/domain/cash/end-alias";
import { keepRest, keepRestInput } from "@openitem/domain/cash/keep-rest";
import { liftBar, liftBarInput } from "@openitem/domain/cash/lift-bar";
import { listAliases, listAliasesInput } from "@openitem/domain/cash/list-aliases";
import { listCashDecisions, listCashDecisionsInput } from "@openitem/domain/cash/list-cash-decisions";
import { listMatchRuns } from "@openitem/domain/cash/list-match-runs";
import { listMatches, listMatchesInput, totalMatches } from "@openitem/domain/cash/list-matches";
import { listUnapplied, listUnappliedInput, totalUnapplied } from "@openitem/domain/cash/list-unapplied";
import { previewMatch } from "@openitem/domain/cash/preview-match";
import {
  findDocuments,
  findDocumentsInput,
  readDocuments,
  readDocumentsInput,
} from "@openitem/domain/cash/read-documents";
import { readMatch } from "@openitem/domain/cash/read-match";
import { refundCredit, refundCreditInput, refundLimit } from "@openitem/domain/cash/refund-credit";
import {
  matchRunInput,
  resumeMatchRun,
  startMatchRun,
  startMatchRunInput,
  stopMatchRun,
} from "@openitem/domain/cash/start-match-run";
import { transferCredit, transferCreditInput } from "@openitem/domain/cash/transfer-credit";
import { undoApplication, undoApplicationInput } from "@openitem/domain/cash/undo-application";
import { undoDecision, undoDecisionInput } from "@openitem/domain/cash/undo-decision";
import { undoReceipt, undoReceiptInput } from "@openitem/domain/cash/undo-receipt";
import { read } from "@openitem/domain/kernel/transact";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import { limitOf } from "@openitem/domain/resolutions/limit";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const lineInput = z.object({ lineId: z.uuid() });
const matchesInput = listMatchesInput.omit({ after: true }).extend({ cursor: listMatchesInput.shape.after });
const unappliedInput = listUnappliedInput
  .omit({ after: true })
  .extend({ cursor: listUnappliedInput.shape.after });
const decisionsInput = listCashDecisionsInput
  .omit({ after: true })
  .extend({ cursor: listCashDecisionsInput.shape.after });

export const cashRouter = router({
  /** A page of the lines that wait, each with what the engine last made of it. */
  matches: procedure
    .input(matchesInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listMatches(ctx, { ...asked, after: cursor ?? null })),

  /** Exact counts and sums of what waits. */
  matchTotals: procedure
    .input(matchesInput.pick({ bankAccountId: true, search: true }))
    .query(({ ctx, input }) => totalMatches(ctx, input)),

  line: procedure.input(lineInput).query(({ ctx, input }) => readMatch(ctx, input.lineId)),

  /** What the engine makes of a line now. */
  preview: procedure.input(lineInput).query(({ ctx, input }) => previewMatch(ctx, input.lineId)),

  documents: procedure.input(readDocumentsInput).query(({ ctx, input }) => readDocuments(ctx, input)),

  findDocuments: procedure.input(findDocumentsInput).query(({ ctx, input }) => findDocuments(ctx, input)),

  /** What the reader may give or send back by himself in a currency, and what forms have to know of the policies. */
  rules: procedure.input(z.object({ currency: z.string().length(3) })).query(({ ctx, input: { currency } }) =>
    read(ctx, async (tx) => {
      const dispute = await readPolicy(tx, ctx, "dispute");
      const cash = await readPolicy(tx, ctx, "cash");
      const { rules, version } = await readPolicy(tx, ctx, "matching");
      return {
        currency,
        writeOffMinor: limitOf(dispute, ctx.actor, "write_off", currency),
        creditMinor: limitOf(dispute, ctx.actor, "credit", currency),
        refundMinor: refundLimit(cash, ctx.actor, currency),
        twoFrom: cash.refundNeedsApprovalFrom[currency] ?? cash.refundNeedsApprovalFrom["*"] ?? null,
        reasons: dispute.reasons.map(({ code, facts }) => ({ code, facts: [...facts] })),
        matchingVersion: version,
        rulesOff: Object.entries(rules).flatMap(([rule, isOn]) => (isOn ? [] : [rule])),
      };
    }),
  ),

  confirm: procedure.input(confirmMatchInput).mutation(({ ctx, input }) => confirmMatch(ctx, input)),

  undoApplication: procedure
    .input(undoApplicationInput)
    .mutation(({ ctx, input }) => undoApplication(ctx, input)),

  undoReceipt: procedure.input(undoReceiptInput).mutation(({ ctx, input }) => undoReceipt(ctx, input)),

  liftBar: procedure.input(liftBarInput).mutation(({ ctx, input }) => liftBar(ctx, input)),

  decideDifference: procedure
    .input(decideDifferenceInput)
    .mutation(({ ctx, input }) => decideDifference(ctx, input)),

  undoDecision: procedure.input(undoDecisionInput).mutation(({ ctx, input }) => undoDecision(ctx, input)),

  decisions: procedure
    .input(decisionsInput)
    .query(({ ctx, input: { cursor, ...asked } }) =>
      listCashDecisions(ctx, { ...asked, after: cursor ?? null }),
    ),

  /** The newest run, with how far it is; null when there was none. */
  run: procedure.query(async ({ ctx }) => (await listMatchRuns(ctx, { limit: 1 }))[0] ?? null),

  startRun: procedure.input(startMatchRunInput).mutation(({ ctx, input }) => startMatchRun(ctx, input)),

  stopRun: procedure.input(matchRunInput).mutation(({ ctx, input }) => stopMatchRun(ctx, input)),

  resumeRun: procedure.input(matchRunInput).mutation(({ ctx, input }) => resumeMatchRun(ctx, input)),

  unapplied: procedure
    .input(unappliedInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listUnapplied(ctx, { ...asked, after: cursor ?? null })),

  unappliedTotals: procedure
    .input(unappliedInput.omit({ cursor: true, limit: true }))
    .query(({ ctx, input }) => totalUnapplied(ctx, input)),

  applyCredit: procedure.input(applyCreditInput).mutation(({ ctx, input }) => applyCredit(ctx, input)),

  hold: procedure.input(keepRestInput).mutation(({ ctx, input }) => keepRest(ctx, input)),

  refund: procedure.input(refundCreditInput).mutation(({ ctx, input }) => refundCredit(ctx, input)),

  transfer: procedure.input(transferCreditInput).mutation(({ ctx, input }) => transferCredit(ctx, input)),

  /** Names and accounts that pay for customers, with those that ended where asked for. */
  aliases: procedure.input(listAliasesInput).query(({ ctx, input }) => listAliases(ctx, input)),

  endAlias: procedure.input(endAliasInput).mutation(({ ctx, input }) => endAlias(ctx, input)),
});
