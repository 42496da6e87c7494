import { cashDecisions } from "@openitem/db/schema/matching";
import { and, eq, sql } from "drizzle-orm";
import { type Issuing, newItem } from "../items/issue-item.ts";
import { isDebit } from "../items/item.ts";
import { type LockedItem, lockItems } from "../items/lock-items.ts";
import { dayIn, laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { decimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { takeNumber } from "../kernel/take-number.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import type { Pairing } from "../ledger/apply.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { freeOf } from "./check-uses.ts";
import { takeReceiptNumbers } from "./take-receipt-numbers.ts";

/** Money or a credit of a customer that somebody decides about, under a lock. */
export type Credit = {
  item: LockedItem;
  /** Open, neither reserved by a payment under way nor asked for by a refund that waits for approval. */
  freeMinor: bigint;
  today: string;
  legalEntity: { id: string; closedThroughOn: string | null; functionalCurrency: string | null };
};

/** Refuses `credit.missing`. `exceptDecision`: a request that is being granted does not stand in its own way. */
export async function lockCredit(
  tx: Tx,
  ctx: Context,
  creditId: string,
  { exceptDecision = null }: { exceptDecision?: string | null } = {},
): Promise<Credit> {
  const [item] = await lockItems(tx, ctx, [creditId]);
  if (!item || isDebit(item.kind))
    throw new Refusal("missing", "credit.missing", "We cannot find this receipt.");
  const inFlight = await readInFlight(tx, ctx, [creditId]);
  const askedMinor = await readAsked(tx, ctx, creditId, exceptDecision);
  const entity = await readEntity(tx, ctx, item.legalEntityId);
  const freeMinor = freeOf(item, inFlight) - askedMinor;
  return {
    item,
    freeMinor: freeMinor > 0n ? freeMinor : 0n,
    today: dayIn(ctx.now, entity.timeZone),
    legalEntity: entity,
  };
}

async function readAsked(tx: Tx, ctx: Context, itemId: string, except: string | null): Promise<bigint> {
  const [asked] = await tx
    .select({ minor: sql<string>`coalesce(sum(${cashDecisions.amountMinor}), 0)` })
    .from(cashDecisions)
    .where(
      and(
        eq(cashDecisions.organizationId, ctx.organizationId),
        eq(cashDecisions.itemId, itemId),
        eq(cashDecisions.kind, "refund"),
        eq(cashDecisions.status, "awaiting_approval"),
        except ? sql`${cashDecisions.id} <> ${except}` : undefined,
      ),
    );
  return BigInt(asked?.minor ?? "0");
}

/** Refuses `credit.over_free`: never more than is there. */
export function checkCredit({ item, freeMinor }: Credit, amountMinor: bigint): void {
  if (amountMinor <= freeMinor) return;
  const { number, currency } = item;
  const free = decimal(freeMinor, currency);
  throw new Refusal(
    "conflict",
    "credit.over_free",
    `${number} has ${free} ${currency} that nobody has used, reserved or asked for.`,
    { number, free, currency },
  );
}

type Leaving = { amountMinor: bigint; contra: Account; note: string };

/** A step: money that leaves a credit, as a refund document that uses it up. */
export async function leaving(
  tx: Tx,
  ctx: Context,
  { item, legalEntity, today }: Pick<Credit, "item" | "legalEntity" | "today">,
  { amountMinor, contra, note }: Leaving,
): Promise<{ refund: Issuing; pairing: Pairing & { appliedOn: string } }> {
  const issuedOn = laterOf(today, item.issuedOn);
  const refund = newItem(ctx, {
    kind: "refund",
    number: await takeNumber(tx, ctx, "refund"),
    legalEntity,
    customerId: item.customerId,
    currency: item.currency,
    amountMinor,
    issuedOn,
    dueOn: issuedOn,
    reference: item.number,
    note,
    contra,
  });
  return { refund, pairing: { credit: item, debit: refund.item, amountMinor, appliedOn: issuedOn } };
}

type Arriving = Leaving & {
  customerId: string;
  currency: string;
  heldAs: "unapplied" | "on_account";
  reference: string;
};

/** A step: the same money where it arrives, as a receipt. */
export async function arriving(
  tx: Tx,
  ctx: Context,
  { legalEntity, today }: Pick<Credit, "legalEntity" | "today">,
  { note, ...wanted }: Arriving,
): Promise<Issuing> {
  const [number] = await takeReceiptNumbers(tx, ctx, 1);
  return newItem(ctx, {
    ...wanted,
    kind: "receipt",
    number: number!,
    legalEntity,
    issuedOn: today,
    note,
  });
}
