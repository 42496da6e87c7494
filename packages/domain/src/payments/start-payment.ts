import { z } from "zod";
import { actorKey, type Context, type PayingContext } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, type Tx, transactOnce } from "../kernel/transact.ts";
import { type CheckedWishes, checkWishes } from "./check-wishes.ts";
import { lockPayment } from "./lock-payment.ts";
import { openCheckout } from "./open-checkout.ts";
import { refuseWithoutApproval } from "./refuse-without-approval.ts";
import { reservePayment, writeCall } from "./reserve-payment.ts";
import { settle } from "./settle.ts";

const amount = z.bigint().positive("Enter an amount above zero.");

export const startPaymentInput = z.object({
  /** Made by the form, so that a double click or a retry is the same payment. */
  paymentId: z.uuid(),
  /** The account that pays; the documents may also be those of its subsidiaries. */
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  debits: z
    .array(
      z.object({
        itemId: z.uuid(),
        amountMinor: amount,
        shortReason: z.string().max(50).nullish(),
        shortNote: z.string().trim().max(500).nullish(),
      }),
    )
    .refine(eachOnce, "Name each document once."),
  credits: z
    .array(z.object({ itemId: z.uuid(), amountMinor: amount }))
    .refine(eachOnce, "Name each credit once."),
  onAccountMinor: z.bigint().nonnegative(),
});

export type StartPaymentInput = z.infer<typeof startPaymentInput>;
/** Settled at once when credits cover all; else `url` is where the payer goes on. */
export type StartedPayment = { paymentId: string; settled: boolean; url: string | null };

/**
 * A customer sets out to pay. The amounts are reserved first, then the provider is asked for a checkout page; asked
 * again with the same id, the same payment goes on from where it stood. A payment without cash settles at once.
 * Refuses `payment.approval_required` where the account wants payments prepared and released.
 */
export async function startPayment(ctx: PayingContext, input: StartPaymentInput): Promise<StartedPayment> {
  return beginPayment(ctx, input, null);
}

/** What another command checks and writes in the transaction that begins a payment, before anything else. */
type Release = (tx: Tx) => Promise<void>;

/** Begins a payment: released by somebody, or by one person alone where the account allows it. */
export async function beginPayment(
  ctx: PayingContext,
  input: StartPaymentInput,
  release: Release | null,
): Promise<StartedPayment> {
  const { paymentId } = input;
  const { settled } = await reserveOnce(ctx, input, release);
  if (settled) return { paymentId, settled, url: null };
  // Outside any transaction: the network may be slow and must not hold locks on documents.
  return { paymentId, settled: false, url: await openCheckout(ctx, paymentId) };
}

async function reserveOnce(
  ctx: Context,
  input: StartPaymentInput,
  release: Release | null,
): Promise<{ settled: boolean }> {
  const command = { name: "payment.start", key: input.paymentId, input };
  try {
    return await transactOnce(ctx, command, async (tx) => {
      await release?.(tx);
      const checked = await checkWishes(tx, ctx, "payment.start", input);
      if (!release) {
        const accounts = [input.customerId, ...checked.found.map((item) => item.customerId)];
        await refuseWithoutApproval(tx, ctx, accounts);
      }
      return reserve(tx, ctx, input, checked);
    });
  } catch (error) {
    // Somebody else's payment has this id: to this one it is a form that was used already.
    if (databaseError(error).constraint.startsWith("payments_organization_id_id"))
      throw new Refusal(
        "conflict",
        "command.reused",
        "This was sent before with other contents. Reload the page and send it again.",
      );
    throw error;
  }
}

async function reserve(
  tx: Tx,
  ctx: Context,
  input: StartPaymentInput,
  { found, cashMinor, policy }: CheckedWishes,
): Promise<{ settled: boolean }> {
  const { paymentId } = input;
  await reservePayment(tx, ctx, {
    ...input,
    startedBy: actorKey(ctx.actor),
    startedByName: ctx.actor.name,
    cashMinor,
    found,
    reservationMinutes: policy.reservationMinutes,
  });
  if (cashMinor === 0n) {
    const nothing = { receivedMinor: 0n, method: "credits", intentId: null, chargeId: null };
    await settle(tx, ctx, await lockPayment(tx, ctx, paymentId), nothing);
    return { settled: true };
  }
  await writeCall(tx, ctx, "checkout.create", { paymentId, amountMinor: cashMinor });
  return { settled: false };
}

function eachOnce(wishes: readonly { itemId: string }[]): boolean {
  return new Set(wishes.map((wish) => wish.itemId)).size === wishes.length;
}
