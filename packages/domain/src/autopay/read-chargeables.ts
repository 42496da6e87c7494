import { chargeItems, charges } from "@openitem/db/schema/autopay";
import { sql } from "drizzle-orm";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import type { Item } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { sum } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import { type Charge, COMING_CHARGE } from "./charge.ts";
import type { Chargeable } from "./plan-charge.ts";

export type Payable = Pick<Item, "id" | "number" | "customerId" | "dueOn" | "amountMinor" | "openMinor">;

type Look = {
  cause: Pick<Charge, "causeKind" | "causeId">;
  /** The charge that is weighed: what it means to pay itself is no claim of others. */
  exceptChargeId: string | null;
  /** How much of each document; all that is open without. */
  wanted?: ReadonlyMap<string, bigint>;
  isBeforeConsent?: (dueOn: string) => boolean;
};

/** A step: documents as a charge finds them, with every claim on them that is not the charge's own. */
export async function readChargeables(
  tx: Tx,
  ctx: Context,
  found: readonly Payable[],
  { cause, exceptChargeId, wanted, isBeforeConsent }: Look,
): Promise<Chargeable[]> {
  const ids = found.map((item) => item.id);
  const inFlight = await readInFlight(tx, ctx, ids);
  const claims = await readClaims(tx, ctx, ids);
  const others = await readOtherCharges(tx, ctx, ids, cause, exceptChargeId);
  return found.map((item) => {
    const { disputes, promises } = claims.get(item.id) ?? NO_CLAIMS;
    const { disputedMinor, promisedMinor } = holdsOf(item.openMinor, 0n, {
      disputes,
      // Who schedules a charge pays what he promised earlier; an instalment is the promise itself.
      promises:
        cause.causeKind === "schedule" ? [] : promises.filter((promise) => promise.id !== cause.causeId),
    });
    return {
      itemId: item.id,
      number: item.number,
      customerId: item.customerId,
      dueOn: item.dueOn,
      openMinor: item.openMinor,
      wantedMinor: wanted ? (wanted.get(item.id) ?? 0n) : null,
      isBeforeConsent: item.dueOn !== null && (isBeforeConsent?.(item.dueOn) ?? false),
      inFlightMinor: inFlight.get(item.id) ?? 0n,
      disputedMinor,
      promisedMinor,
      scheduledMinor: others.get(item.id)?.scheduledMinor ?? 0n,
      triedMinor:
        (others.get(item.id)?.triedMinor ?? 0n) + reopened(item, others.get(item.id)?.settledMinor ?? 0n),
    };
  });
}

/** What this cause brought and was taken back from the document: it is not collected a second time by itself. */
const reopened = ({ amountMinor, openMinor }: Payable, settledMinor: bigint): bigint => {
  const missingMinor = settledMinor - (amountMinor - openMinor);
  return missingMinor > 0n ? missingMinor : 0n;
};

/** What other charges that are to come mean to pay of each document, and what this cause tried in vain or was told to leave. */
async function readOtherCharges(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
  { causeKind, causeId }: Look["cause"],
  exceptChargeId: string | null,
): Promise<Map<string, { scheduledMinor: bigint; triedMinor: bigint; settledMinor: bigint }>> {
  if (itemIds.length === 0) return new Map();
  const coming = sql.raw(COMING_CHARGE.map((status) => `'${status}'`).join(", "));
  const rows = (await tx.execute(sql`
    select i.item_id,
      coalesce(sum(i.amount_minor) filter (where c.status in (${coming})), 0)::text as scheduled,
      coalesce(sum(i.amount_minor) filter (where ${causeKind} = 'autopay' and c.cause_id = ${causeId}
        and (c.status = 'failed' or c.status = 'stopped' and c.failure in ('by_customer', 'by_biller'))), 0)::text as tried,
      coalesce(sum(i.amount_minor) filter (where ${causeKind} = 'autopay' and c.cause_id = ${causeId}
        and c.status = 'settled'), 0)::text as settled
    from ${chargeItems} i join ${charges} c on c.organization_id = i.organization_id and c.id = i.charge_id
    where i.organization_id = ${ctx.organizationId}
      and i.item_id = any(${arrayOf({ type: "uuid", values: itemIds })}) and c.id is distinct from ${exceptChargeId}
    group by i.item_id`)) as unknown as {
    item_id: string;
    scheduled: string;
    tried: string;
    settled: string;
  }[];
  return new Map(
    rows.map(({ item_id, scheduled, tried, settled }) => [
      item_id,
      { scheduledMinor: BigInt(scheduled), triedMinor: BigInt(tried), settledMinor: BigInt(settled) },
    ]),
  );
}

/**
 * A step: unapplied cash and credits of an account that nobody has reserved, less what coming charges of the same
 * cause already left out because of them.
 */
export async function readFreeCredit(
  tx: Tx,
  ctx: Context,
  { customerId, currency, causeId }: Pick<Charge, "customerId" | "currency" | "causeId">,
  exceptChargeId: string | null,
): Promise<bigint> {
  const [row] = (await tx.execute(sql`
    select coalesce(sum(i.open_minor - coalesce(r.minor, 0)), 0)::text as minor
    from items i
    left join lateral (
      select sum(s.amount_minor) as minor from payment_shares s
      where s.organization_id = i.organization_id and s.item_id = i.id and s.state = 'reserved'
    ) r on true
    where i.organization_id = ${ctx.organizationId} and i.customer_id = ${customerId} and i.currency = ${currency}
      and i.kind in ('credit_memo', 'receipt') and i.open_minor > 0`)) as unknown as { minor: string }[];
  const coming = sql.raw([...COMING_CHARGE, "started"].map((status) => `'${status}'`).join(", "));
  const covered = (await tx.execute(sql`
    select h.value ->> 'amountMinor' as minor
    from ${charges} c cross join jsonb_array_elements(c.held) h
    where c.organization_id = ${ctx.organizationId} and c.cause_id = ${causeId} and c.status in (${coming})
      and c.id is distinct from ${exceptChargeId} and h.value ->> 'reason' = 'covered_by_credit'`)) as unknown as {
    minor: string;
  }[];
  const freeMinor = BigInt(row?.minor ?? "0") - sum(covered.map(({ minor }) => BigInt(minor)));
  return freeMinor > 0n ? freeMinor : 0n;
}
