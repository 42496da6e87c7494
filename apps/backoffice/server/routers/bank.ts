import { faultSentence, isIncomplete } from "@openitem/domain/bank/bank-line";
import { decideHeldStatement, decideHeldStatementInput } from "@openitem/domain/bank/decide-held-statement";
import { listBankAccounts } from "@openitem/domain/bank/list-bank-accounts";
import { listBankLines, listBankLinesInput, totalBankLines } from "@openitem/domain/bank/list-bank-lines";
import { listBankStatements, listBankStatementsInput } from "@openitem/domain/bank/list-bank-statements";
import { readBankLine } from "@openitem/domain/bank/read-bank-line";
import { setLineElsewhere, setLineElsewhereInput } from "@openitem/domain/bank/set-line-elsewhere";
import {
  tieLineInput,
  tieLineToReceipt,
  tieLineToRefund,
  untieLine,
  untieLineInput,
} from "@openitem/domain/bank/tie-line";
import { undoLineElsewhere, undoLineElsewhereInput } from "@openitem/domain/bank/undo-line-elsewhere";
import { listLegalEntities } from "@openitem/domain/organizations/list-legal-entities";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const statementsInput = listBankStatementsInput
  .omit({ after: true })
  .extend({ cursor: listBankStatementsInput.shape.after });

/** A page by page query says its own direction, so which way the money went has another name. */
const linesInput = listBankLinesInput
  .omit({ direction: true })
  .extend({ flow: listBankLinesInput.shape.direction });

export const bankRouter = router({
  /** The biller's accounts with what waits on each. */
  accounts: procedure.query(async ({ ctx }) => {
    const accounts = await listBankAccounts(ctx);
    return accounts.map(({ details: _, ...account }) => account);
  }),

  /** Whose an account may be that is opened for a statement. */
  entities: procedure.query(({ ctx }) => listLegalEntities(ctx)),

  lines: procedure
    .input(linesInput)
    .query(({ ctx, input: { flow, ...asked } }) => listBankLines(ctx, { ...asked, direction: flow ?? null })),

  lineTotals: procedure
    .input(linesInput.omit({ cursor: true, limit: true }))
    .query(({ ctx, input: { flow, ...asked } }) =>
      totalBankLines(ctx, { ...asked, direction: flow ?? null }),
    ),

  line: procedure
    .input(z.object({ lineId: z.uuid() }))
    .query(({ ctx, input }) => readBankLine(ctx, input.lineId)),

  /** Statements with the gaps between them; of a held one, why, and whether it can be accepted. */
  statements: procedure.input(statementsInput).query(async ({ ctx, input: { cursor, ...asked } }) => {
    const { rows, ...page } = await listBankStatements(ctx, { ...asked, after: cursor ?? null });
    return {
      ...page,
      rows: rows.map((row) => ({
        ...row,
        heldBecause: row.status === "held" ? row.faults.map(faultSentence) : [],
        canAccept: row.status === "held" && !isIncomplete(row.faults),
      })),
    };
  }),

  decideHeld: procedure
    .input(decideHeldStatementInput)
    .mutation(({ ctx, input }) => decideHeldStatement(ctx, input)),

  setElsewhere: procedure
    .input(setLineElsewhereInput)
    .mutation(({ ctx, input }) => setLineElsewhere(ctx, input)),

  undoElsewhere: procedure
    .input(undoLineElsewhereInput)
    .mutation(({ ctx, input }) => undoLineElsewhere(ctx, input)),

  tieReceipt: procedure.input(tieLineInput).mutation(({ ctx, input }) => tieLineToReceipt(ctx, input)),

  tieRefund: procedure.input(tieLineInput).mutation(({ ctx, input }) => tieLineToRefund(ctx, input)),

  untie: procedure.input(untieLineInput).mutation(({ ctx, input }) => untieLine(ctx, input)),
});
