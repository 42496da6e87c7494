import { z } from "zod";
import { lockItems } from "../items/lock-items.ts";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Tx, transactOnce } from "../kernel/transact.ts";
import type { Proposal } from "../matching/match.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { permit } from "../policies/permissions.ts";
import { applyMatches } from "./apply-match.ts";
import { checkCustomer } from "./check-customer.ts";
import { checkUses, freeOf } from "./check-uses.ts";
import { type Differed, decideDifferences, differenceInput } from "./decide-differences.ts";
import { changedMeanwhile, lockMoneyLine, type MoneyLine } from "./lock-money-line.ts";

export const confirmMatchInput = z.object({
  /** Made by the form, so that a double click is one match. */
  key: z.uuid(),
  lineId: z.uuid(),
  /** The receipt that the line was when the person looked; null while nobody had said whose it is. */
  receiptId: z.uuid().nullable(),
  /** Whose money it is; documents may be of others in his family. */
  customerId: z.uuid(),
  applications: z
    .array(z.object({ itemId: z.uuid(), amountMinor: z.bigint().positive() }))
    .max(2_000)
    .default([]),
  /** What to do with rests of documents that this money, or no money at all, pays. */
  differences: z.array(differenceInput).max(200).default([]),
  /** Where what is not applied is held. */
  rest: z.enum(["unapplied", "on_account"]).default("unapplied"),
  /** The advice that goes with this money. */
  remittanceId: z.uuid().nullish(),
  /** Whether this payer is to be recognised as paying for the customer. */
  learn: z.boolean().default(true),
});

export type Confirmed = {
  lineId: string;
  receiptId: string;
  number: string;
  differences: Differed[];
};

/**
 * A person says what a line pays: the receipt is issued unless it is there, the documents are settled, and what he
 * decides of the rests is done or asked for. Refuses `line.missing`, `line.state`, `customer.missing`,
 * `receipt.over_applied`, `application.…`, and what the dispute of a contested deduction refuses.
 */
export async function confirmMatch(ctx: Context, raw: z.input<typeof confirmMatchInput>): Promise<Confirmed> {
  const input = confirmMatchInput.parse(raw);
  return transactOnce(ctx, { name: "match.confirm", key: input.key, input }, async (tx) => {
    permit(ctx.actor, "cash.match");
    const money = await lockForPerson(tx, ctx, input);
    return confirm(tx, ctx, money, input);
  });
}

type Seen = Pick<z.output<typeof confirmMatchInput>, "lineId" | "receiptId" | "customerId">;

/** The line under a lock, as the person saw it; else he is told that somebody was before him. */
async function lockForPerson(tx: Tx, ctx: Context, seen: Seen): Promise<MoneyLine> {
  const money = await lockMoneyLine(tx, ctx, seen.lineId);
  const { line, receipt } = money;
  if ((receipt?.id ?? null) !== seen.receiptId) throw changedMeanwhile(line);
  if (receipt && receipt.customerId !== seen.customerId)
    throw new Refusal(
      "conflict",
      "line.other_customer",
      "This money is another customer's already. Transfer it, or undo the receipt first.",
    );
  await checkCustomer(tx, ctx, seen.customerId);
  return money;
}

async function confirm(
  tx: Tx,
  ctx: Context,
  money: MoneyLine,
  input: z.output<typeof confirmMatchInput>,
): Promise<Confirmed> {
  const { line, entity, receipt } = money;
  const ids = [...input.applications, ...input.differences].map(({ itemId }) => itemId);
  const locked = await lockItems(tx, ctx, ids);
  const byId = new Map(locked.map((item) => [item.id, item]));
  const inFlight = await readInFlight(tx, ctx, [...byId.keys(), ...(receipt ? [receipt.id] : [])]);
  const availableMinor = receipt ? freeOf(receipt, inFlight) : line.amountMinor;
  const { currency } = line;
  const uses = checkUses(input.applications, { currency, availableMinor, byId, inFlight }, input.differences);
  const [matched] = await applyMatches(tx, ctx, [
    {
      money,
      customerId: input.customerId,
      heldAs: input.rest,
      uses,
      takings: [],
      remittanceId: input.remittanceId ?? null,
      settledByPerson: new Set(input.differences.map(({ itemId }) => itemId)),
      outcome: {
        kind: "confirmed",
        rule: null,
        proposals: [confirmedProposal(input.customerId, uses, input.remittanceId ?? null, inFlight)],
        waits: [],
      },
      learn: input.learn ? "always" : "no",
    },
  ]);
  const differences = await decideDifferences(tx, ctx, input.differences, {
    byId,
    today: dayIn(ctx.now, entity.timeZone),
    paidOn: line.valueOn,
  });
  const { id: receiptId, number } = matched!.receipt;
  return { lineId: line.id, receiptId, number, differences };
}

/** What the person chose, in the form of a proposal, so that both are read in one way. */
function confirmedProposal(
  customerId: string,
  uses: ReturnType<typeof checkUses>,
  remittanceId: string | null,
  inFlight: ReadonlyMap<string, bigint>,
): Proposal {
  return {
    customerId,
    rule: "person",
    applications: uses.map(({ debit, amountMinor }) => ({
      itemId: debit.id,
      number: debit.number,
      customerId: debit.customerId,
      freeMinor: freeOf(debit, inFlight),
      amountMinor,
      discountMinor: 0n,
    })),
    difference: { minor: 0n, kind: "none", reason: null },
    remittanceId,
    signals: [],
    rejected: null,
  };
}
