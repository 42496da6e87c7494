import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import { gatewayCalls, paymentShares, payments } from "@openitem/db/schema/payments";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { newCode } from "../kernel/code.ts";
import { actorKey, type Context, type PayingContext } from "../kernel/context.ts";
import { decimal, isCurrency } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { databaseError, record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { lockPayment } from "./lock-payment.ts";
import { openCheckout } from "./open-checkout.ts";
import { planPayment } from "./payment.ts";
import { readInFlight } from "./read-in-flight.ts";
import { settle } from "./settle.ts";
import { chargeability, chargeLimits } from "./stripe-amount.ts";

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
 */
export async function startPayment(ctx: PayingContext, input: StartPaymentInput): Promise<StartedPayment> {
  const { paymentId } = input;
  const { settled } = await reserveOnce(ctx, input);
  if (settled) return { paymentId, settled, url: null };
  // Outside any transaction: the network may be slow and must not hold locks on documents.
  return { paymentId, settled: false, url: await openCheckout(ctx, paymentId) };
}

async function reserveOnce(ctx: Context, input: StartPaymentInput): Promise<{ settled: boolean }> {
  const command = { name: "payment.start", key: input.paymentId, input };
  try {
    return await transactOnce(ctx, command, (tx) => reserve(tx, ctx, input));
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

async function reserve(tx: Tx, ctx: Context, input: StartPaymentInput): Promise<{ settled: boolean }> {
  const { paymentId, customerId, currency, debits, credits, onAccountMinor } = input;
  const { organizationId, actor, now } = ctx;
  const found = await lockItems(
    tx,
    ctx,
    [...debits, ...credits].map((wish) => wish.itemId),
  );
  permit(actor, "payment.start", customerId);
  for (const item of found) permit(actor, "payment.start", item.customerId);

  const policy = await readPolicy(tx, ctx, "payment");
  const inFlight = await readInFlight(
    tx,
    ctx,
    found.map((item) => item.id),
  );
  const { cashMinor } = planPayment(input, found, inFlight, policy);
  if (cashMinor > 0n) checkChargeable(cashMinor, currency);

  const row = {
    organizationId,
    id: paymentId,
    number: newCode("PAY"),
    legalEntityId: await receivingEntity(tx, ctx, found),
    customerId,
    startedBy: actorKey(actor),
    startedByName: actor.name,
    currency,
    amountMinor: cashMinor,
    onAccountMinor,
    status: "created" as const,
    createdAt: now,
    expiresAt: new Date(now.getTime() + policy.reservationMinutes * 60_000),
  };
  await tx.insert(payments).values(row);
  const byId = new Map(found.map((item) => [item.id, item]));
  const shareOf =
    (side: "debit" | "credit") =>
    (wish: {
      itemId: string;
      amountMinor: bigint;
      shortReason?: string | null | undefined;
      shortNote?: string | null | undefined;
    }) => {
      const item = byId.get(wish.itemId);
      invariant(item, "the plan found every document");
      const { itemId, amountMinor, shortReason = null, shortNote = null } = wish;
      return {
        organizationId,
        paymentId,
        itemId,
        customerId: item.customerId,
        side,
        amountMinor,
        state: "reserved" as const,
        shortReason,
        shortNote,
      };
    };
  const shares = [...debits.map(shareOf("debit")), ...credits.map(shareOf("credit"))];
  if (shares.length > 0) await tx.insert(paymentShares).values(shares);
  const facts = {
    number: row.number,
    amountMinor: String(cashMinor),
    currency,
    documents: debits.length,
    credits: credits.length,
  };
  await record(tx, ctx, {
    action: "payment.started",
    subject: ["payment", paymentId],
    customerId,
    data: facts,
  });

  if (cashMinor === 0n) {
    const nothing = { receivedMinor: 0n, method: "credits", intentId: null, chargeId: null };
    await settle(tx, ctx, await lockPayment(tx, ctx, paymentId), nothing);
    return { settled: true };
  }
  // Written before the call is made, so that a call whose answer is lost can be looked for.
  await tx.insert(gatewayCalls).values({
    organizationId,
    id: newId(),
    kind: "checkout.create",
    paymentId,
    amountMinor: cashMinor,
    status: "pending",
    requestedBy: actorKey(actor),
    createdAt: now,
  });
  return { settled: false };
}

/** Refuses what the provider would not charge, before anything is reserved for it. */
function checkChargeable(cashMinor: bigint, currency: string): void {
  const answer = chargeability(cashMinor, currency);
  if (answer === "yes") return;
  const { leastMinor, mostMinor } = chargeLimits(currency);
  const facts = { least: decimal(leastMinor, currency), most: decimal(mostMinor, currency), currency };
  if (answer === "too_fine")
    throw new Refusal(
      "invalid",
      "payment.not_chargeable",
      `Amounts in ${currency} are charged in coarser steps: make the last digit 0.`,
      facts,
    );
  throw answer === "too_little"
    ? new Refusal(
        "invalid",
        "payment.too_little",
        `The least that can be paid at once is ${facts.least} ${currency}. Add a document, or put more on account.`,
        facts,
      )
    : new Refusal(
        "invalid",
        "payment.too_much",
        `At most ${facts.most} ${currency} can be paid at once. Split it into several payments, or pay by wire.`,
        facts,
      );
}

/** The legal entity that receives the cash: the one most of the debt is owed to, else the biller's first. */
async function receivingEntity(tx: Tx, ctx: Context, found: readonly LockedItem[]): Promise<string> {
  const owed = new Map<string, bigint>();
  for (const item of found)
    owed.set(item.legalEntityId, (owed.get(item.legalEntityId) ?? 0n) + item.openMinor);
  const [largest] = [...owed].sort((a, b) =>
    a[1] === b[1] ? a[0].localeCompare(b[0]) : a[1] < b[1] ? 1 : -1,
  );
  if (largest) return largest[0];
  const [first] = await tx
    .select({ id: legalEntities.id })
    .from(legalEntities)
    .where(eq(legalEntities.organizationId, ctx.organizationId))
    .orderBy(asc(legalEntities.code))
    .limit(1);
  if (!first) throw new Refusal("conflict", "payment.no_entity", "This biller cannot receive money yet.");
  return first.id;
}

function eachOnce(wishes: readonly { itemId: string }[]): boolean {
  return new Set(wishes.map((wish) => wish.itemId)).size === wishes.length;
}
