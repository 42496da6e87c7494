import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { type Action, permit } from "../policies/permissions.ts";
import type { PaymentPolicy } from "../policies/policy.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { planPayment, type Wishes } from "./payment.ts";
import { readInFlight } from "./read-in-flight.ts";
import { chargeability, chargeLimits } from "./stripe-amount.ts";

export type CheckedWishes = { found: LockedItem[]; cashMinor: bigint; policy: PaymentPolicy };

/**
 * A step: locks the documents that are to be paid, checks that he may (`action`, on the paying account and on each
 * document's) and that the amounts fit what is open now. Refuses like `planPayment`, and what could not be charged.
 */
export async function checkWishes(
  tx: Tx,
  ctx: Context,
  action: Action,
  input: Wishes & { customerId: string },
): Promise<CheckedWishes> {
  const { customerId, currency, debits, credits } = input;
  const found = await lockItems(
    tx,
    ctx,
    [...debits, ...credits].map((wish) => wish.itemId),
  );
  permit(ctx.actor, action, customerId);
  for (const item of found) permit(ctx.actor, action, item.customerId);

  const policy = await readPolicy(tx, ctx, "payment");
  const ids = found.map((item) => item.id);
  const inFlight = await readInFlight(tx, ctx, ids);
  const claims = await readClaims(tx, ctx, ids);
  const disputed = new Map(
    found.map(({ id, openMinor }) => [
      id,
      holdsOf(openMinor, inFlight.get(id) ?? 0n, claims.get(id) ?? NO_CLAIMS).disputedMinor,
    ]),
  );
  const { cashMinor } = planPayment(input, found, inFlight, policy, disputed);
  if (cashMinor > 0n) checkChargeable(cashMinor, currency);
  return { found, cashMinor, policy };
}

/** Refuses what the provider would not charge, before anything is reserved for it. */
export function checkChargeable(cashMinor: bigint, currency: string): void {
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
