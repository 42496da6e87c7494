import { bankAccounts } from "@openitem/db/schema/bank";
import { transfers } from "@openitem/db/schema/ledger";
import { and, eq, sql } from "drizzle-orm";
import type { BankLine } from "../bank/bank-line.ts";
import { type LockedLine, lockLine } from "../bank/lock-line.ts";
import { dayIn, laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Line, type Place, reversed } from "../ledger/journal.ts";
import { post } from "../ledger/post.ts";
import type { Payout } from "./payout.ts";
import { placeIn, readHomes } from "./read-homes.ts";

/** A line of a bank for update, whatever its state. Refuses `line.missing` and `payout.not_a_bank`. */
export async function lockArrival(tx: Tx, ctx: Context, lineId: string): Promise<LockedLine> {
  const line = await lockLine(tx, ctx, lineId);
  const [account] = await tx
    .select({ ledgerAccount: bankAccounts.ledgerAccount })
    .from(bankAccounts)
    .where(and(eq(bankAccounts.organizationId, ctx.organizationId), eq(bankAccounts.id, line.bankAccountId)));
  if (account?.ledgerAccount !== "bank")
    throw new Refusal("invalid", "payout.not_a_bank", "A payout arrives at a bank, not at Stripe.");
  return line;
}

/** Books that what was on its way has arrived, as of the line's value day; again after an undoing, as of today. */
export const bookArrival = (tx: Tx, ctx: Context, line: LockedLine, payout: Payout): Promise<void> =>
  postArrival(tx, ctx, line, payout, false);

/** Takes that back, as of today. */
export const unbookArrival = (tx: Tx, ctx: Context, line: LockedLine, payout: Payout): Promise<void> =>
  postArrival(tx, ctx, line, payout, true);

async function postArrival(
  tx: Tx,
  ctx: Context,
  line: LockedLine,
  payout: Payout,
  isUndone: boolean,
): Promise<void> {
  const homes = await readHomes(tx, ctx);
  const lines = arrivalLines(line, payout, (entityId) => placeIn(homes.byId(entityId), line.currency));
  const firstLine = await countBooked(tx, ctx, line.id);
  await post(tx, ctx, [
    {
      cause: { kind: "bank_line", id: line.id },
      valueOn: firstLine === 0 ? line.valueOn : laterOf(dayIn(ctx.now, line.timeZone), line.valueOn),
      lines: isUndone ? reversed(lines) : lines,
      firstLine,
    },
  ]);
}

/** Where another legal entity's bank got it, it goes over between the two. */
function arrivalLines(line: BankLine, payout: Payout, place: (entityId: string) => Place): Line[] {
  const amountMinor = line.amountMinor > 0n ? line.amountMinor : -line.amountMinor;
  const there = place(line.legalEntityId);
  const lines: Line[] =
    line.legalEntityId === payout.legalEntityId
      ? [{ place: there, debit: "bank_clearing", credit: "payouts_in_transit", amountMinor }]
      : [
          { place: there, debit: "bank_clearing", credit: "intercompany_clearing", amountMinor },
          {
            place: place(payout.legalEntityId),
            debit: "intercompany_clearing",
            credit: "payouts_in_transit",
            amountMinor,
          },
        ];
  return line.amountMinor > 0n ? lines : reversed(lines);
}

/** The number of the next journal line that a bank line causes. The line is locked. */
async function countBooked(tx: Tx, ctx: Context, lineId: string): Promise<number> {
  const [row] = await tx
    .select({ next: sql<number>`coalesce(max(${transfers.line}) + 1, 0)::int` })
    .from(transfers)
    .where(
      and(
        eq(transfers.organizationId, ctx.organizationId),
        eq(transfers.causeKind, "bank_line"),
        eq(transfers.causeId, lineId),
      ),
    );
  return row?.next ?? 0;
}
