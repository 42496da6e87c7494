import { bankLines } from "@openitem/db/schema/bank";
import { updateRows } from "@openitem/db/statement";
import { z } from "zod";
import type { BankLine } from "../bank/bank-line.ts";
import { requireState } from "../bank/lock-line.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { lockPayout } from "./lock-payout.ts";
import { neededMinor, type Payout } from "./payout.ts";
import { bookArrival, lockArrival } from "./post-arrival.ts";

export const tiePayoutInput = z.object({
  /** Made by the form, so that a double click is one tie. */
  key: z.uuid(),
  payoutId: z.uuid(),
  lineId: z.uuid(),
});

/**
 * Ties a payout to its line at the bank: both must have the same amount and currency, to the cent. Refuses
 * `payout.missing`, `line.missing`, `line.state`, `payout.amount_differs`, `payout.currency_differs` and `payout.not_a_bank`.
 */
export async function tiePayout(
  ctx: Context,
  raw: z.input<typeof tiePayoutInput>,
): Promise<{ payoutId: string }> {
  const input = tiePayoutInput.parse(raw);
  const { key, payoutId, lineId } = input;
  return transactOnce(ctx, { name: "payout.tie", key, input }, async (tx) => {
    permit(ctx.actor, "payout.tie");
    await tie(tx, ctx, { payoutId, lineId, by: "person" });
    return { payoutId };
  });
}

/** Why the two belong together: a person said so, the trace number stands on the line, or Stripe's name does. */
export type TiedBy = "person" | "trace" | "descriptor";

/** A step: ties a payout to a line, and books that what was on its way has arrived. Locks both. */
export async function tie(
  tx: Tx,
  ctx: Context,
  { payoutId, lineId, by }: { payoutId: string; lineId: string; by: TiedBy },
): Promise<void> {
  const { payout, tiedMinor } = await lockPayout(tx, ctx, payoutId);
  const line = await lockArrival(tx, ctx, lineId);
  requireState(line, "open");
  const needed = neededMinor(payout, tiedMinor);
  check(payout, line, needed);
  const { organizationId, actor, now } = ctx;
  await updateRows(
    tx,
    bankLines,
    {
      state: "payout",
      payoutId,
      note: null,
      decidedBy: actorKey(actor),
      decidedByName: actor.name,
      decidedAt: now,
    },
    { organizationId, id: lineId },
  );
  await bookArrival(tx, ctx, line, payout);
  await record(tx, ctx, {
    action: "payout.tied",
    subject: ["payout", payoutId],
    data: {
      ref: payout.providerId,
      lineId,
      by,
      amountMinor: String(line.amountMinor),
      currency: line.currency,
    },
  });
}

function check(payout: Payout, line: BankLine, needed: bigint): void {
  if (line.currency !== payout.currency)
    throw new Refusal(
      "invalid",
      "payout.currency_differs",
      `The payout is in ${payout.currency}, the line at the bank in ${line.currency}.`,
    );
  if (line.amountMinor === needed && needed !== 0n) return;
  const text = (minor: bigint) => decimal(minor, payout.currency);
  throw new Refusal(
    "conflict",
    "payout.amount_differs",
    needed === 0n
      ? "Nothing of this payout is left to tie."
      : `The payout has ${text(needed)} ${payout.currency} to tie, the line at the bank is of ${text(line.amountMinor)}.`,
    { needed: text(needed), found: text(line.amountMinor), currency: payout.currency },
  );
}
