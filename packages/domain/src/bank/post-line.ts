import { send } from "@openitem/db/statement";
import { dayIn, laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import { reversed } from "../ledger/journal.ts";
import { post } from "../ledger/post.ts";
import type { LockedLine } from "./lock-line.ts";
import { moved, placeOf } from "./write-entries.ts";

const NEXT = `
  select coalesce(max(line) + 1, 0)::int as next from transfers
  where organization_id = $1 and cause_kind = 'bank_line' and cause_id = $2`;

/**
 * Clears a line out of bank clearing against `account`, as of its value day; again after an undoing, as of today, so
 * that no earlier day changes.
 */
export const clearLine = (tx: Tx, ctx: Context, line: LockedLine, account: Account): Promise<void> =>
  postLine(tx, ctx, line, account, false);

/** Takes back what `clearLine` booked, as of today. */
export const unclearLine = (tx: Tx, ctx: Context, line: LockedLine, account: Account): Promise<void> =>
  postLine(tx, ctx, line, account, true);

async function postLine(
  tx: Tx,
  ctx: Context,
  line: LockedLine,
  account: Account,
  isUndone: boolean,
): Promise<void> {
  const [row] = await send(tx, NEXT, [ctx.organizationId, line.id]);
  const firstLine = Number(row?.next ?? 0);
  const today = dayIn(ctx.now, line.timeZone);
  const lines = [moved(placeOf(line), "bank_clearing", account, line.amountMinor)];
  await post(tx, ctx, [
    {
      cause: { kind: "bank_line", id: line.id },
      valueOn: firstLine === 0 ? line.valueOn : laterOf(today, line.valueOn),
      lines: isUndone ? reversed(lines) : lines,
      firstLine,
    },
  ]);
}
