import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";

/*
 * Text of queries that others run: lines `l` with money that nobody has explained whole yet, and `r`, the receipt of
 * those whose customer is known already.
 */

/** Money in that is nobody's yet, or whose receipt has an undecided rest. */
export const waitingLines = (ctx: Context): SQL => sql`
  bank_lines l
  left join items r on r.organization_id = l.organization_id and r.id = l.receipt_id
  where l.organization_id = ${ctx.organizationId} and l.amount_minor > 0
    and (l.state = 'open' or (l.state = 'receipt' and r.open_minor > 0 and r.held_as = 'unapplied'))`;

/** Of those, the ones a run looks at: of its account, and there when it was started. */
export const linesOfRun = (
  ctx: Context,
  { bankAccountId, createdAt }: { bankAccountId: string | null; createdAt: Date },
): SQL => sql`
  ${waitingLines(ctx)} and l.created_at <= ${createdAt.toISOString()}::timestamptz
    ${bankAccountId ? sql`and l.bank_account_id = ${bankAccountId}` : sql``}`;
