import { send } from "@openitem/db/statement";
import { addDays } from "../kernel/business-day.ts";
import { sum } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import type {
  BalanceMovement,
  GatewayPayout,
  MoneyGateway,
  MovementSource,
} from "../payments/money-gateway.ts";
import { NO_MONEY } from "../payments/money-gateway.ts";
import { demoRef } from "./demo-id.ts";
import { asWorker, type Stage } from "./stage.ts";

/*
 * The balance at the provider of the past: what its payments moved there, and when that went out to the bank. It follows
 * from the payments, so it tells what the books have, also after a load that was cut off.
 */

export type ProviderBook = MoneyGateway & { payouts: readonly DemoPayout[] };
export type DemoPayout = GatewayPayout & { made: number };

/** Days of the story on which the balance goes out: each month, and each week of late. */
const MADE = [-330, -300, -270, -240, -210, -180, -150, -120, -90, -60, -30, -16, -9, -5, -1] as const;
/** Currencies with an account of ours at a bank; money in others stays at the provider. */
const PAID_OUT = ["USD", "EUR", "SGD"] as const;
/** Days until what was taken is ours, and until what is sent arrives. */
const HELD_DAYS = 2;
const TRAVEL_DAYS = 2;
const DAY_MS = 86_400_000;

const TAKINGS = `
  select p.id, p.intent_id, p.charge_id, p.method, p.currency, i.amount_minor::text,
    (extract(epoch from p.settled_at) * 1000)::bigint::text as at_ms
  from payments p join items i on i.organization_id = p.organization_id and i.id = p.receipt_id
  where p.organization_id = $1 and starts_with(p.charge_id, 'demo_') order by p.settled_at, p.id`;

const REVERSALS = `
  select p.id, p.intent_id, p.method, p.currency, r.provider_ref, r.kind, r.amount_minor::text,
    (extract(epoch from r.booked_at) * 1000)::bigint::text as at_ms,
    (extract(epoch from r.reinstated_at) * 1000)::bigint::text as back_ms
  from payment_reversals r join payments p on p.organization_id = r.organization_id and p.id = r.payment_id
  where r.organization_id = $1 and starts_with(p.charge_id, 'demo_') order by r.booked_at, r.id`;

type Row = Readonly<Record<string, unknown>>;

export async function readProviderBook(stage: Stage): Promise<ProviderBook> {
  const ctx = asWorker(stage, "payments", stage.calendar.now);
  const movements = await read(ctx, async (tx) => {
    const takings = await send(tx, TAKINGS, [ctx.organizationId]);
    const reversals = await send(tx, REVERSALS, [ctx.organizationId]);
    return [...takings.map(takingOf), ...reversals.flatMap(reversalOf)].toSorted(
      (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime(),
    );
  });
  const paidOut = new Map(
    PAID_OUT.flatMap((currency) =>
      payoutsOf(
        stage,
        currency,
        movements.filter((each) => each.currency === currency),
      ).map((each) => [each.payout.ref, each] as const),
    ),
  );
  const payoutOf = (ref: string) => {
    const found = paidOut.get(ref);
    if (!found) throw new Error(`No payout ${ref}`);
    return found;
  };
  const payouts = [...paidOut.values()].map(({ payout }) => payout);
  return {
    ...NO_MONEY,
    payouts,
    async listMovements(filter) {
      if ("payoutRef" in filter) return [...payoutOf(filter.payoutRef).movements];
      const all = [...movements, ...payouts.map(outOf)];
      if ("sourceRef" in filter) return all.filter(({ source }) => source?.ref === filter.sourceRef);
      return all.filter(({ occurredAt }) => occurredAt >= filter.since);
    },
    listPayouts: async (since) => payouts.filter(({ createdAt }) => createdAt >= since),
    readPayout: async (ref) => payoutOf(ref).payout,
  };
}

type Taken = { movements: readonly BalanceMovement[]; payout: DemoPayout };

/** What became ours since the last payout goes out; a balance that is not above zero waits for the next. */
function payoutsOf({ calendar }: Stage, currency: string, movements: readonly BalanceMovement[]): Taken[] {
  const taken: Taken[] = [];
  let from = 0;
  for (const made of MADE) {
    const createdAt = calendar.at(made, "01:05", "UTC");
    const until = movements.findIndex(
      ({ occurredAt }) => occurredAt.getTime() + HELD_DAYS * DAY_MS >= createdAt.getTime(),
    );
    const part = movements.slice(from, until < 0 ? movements.length : until);
    const amountMinor = sum(part.map(({ netMinor }) => netMinor));
    if (amountMinor <= 0n) continue;
    from += part.length;
    const isThere = made + TRAVEL_DAYS <= 0;
    taken.push({
      movements: part,
      payout: {
        ref: demoRef("po", `${currency}:${made}`),
        made,
        amountMinor,
        currency,
        status: isThere ? "paid" : "in_transit",
        isAutomatic: true,
        descriptor: "STRIPE",
        traceId: null,
        arrivesOn: calendar.day(made + TRAVEL_DAYS),
        failure: null,
        isReconciled: true,
        createdAt,
      },
    });
  }
  return taken;
}

function takingOf(row: Row): BalanceMovement {
  const amountMinor = BigInt(String(row.amount_minor));
  const isCard = row.method === "card";
  return movement({
    ref: String(row.charge_id),
    kind: "charge",
    row,
    type: isCard ? "charge" : "payment",
    category: "charge",
    amountMinor,
    feeMinor: feeOf(String(row.method), String(row.currency), amountMinor),
    atMs: Number(row.at_ms),
  });
}

/** Money that went back, and money that came again after that. */
function reversalOf(row: Row): BalanceMovement[] {
  const amountMinor = BigInt(String(row.amount_minor));
  const isRefund = row.kind === "refund";
  const base = { ref: String(row.provider_ref), kind: isRefund ? "refund" : "dispute", row } as const;
  const lostFeeMinor = row.kind === "chargeback" ? 15_00n : row.kind === "return" ? 4_00n : 0n;
  const isCard = row.method === "card";
  const back = movement({
    ...base,
    type: isRefund ? (isCard ? "refund" : "payment_refund") : "adjustment",
    category: isRefund ? "refund" : "dispute",
    amountMinor: -amountMinor,
    feeMinor: lostFeeMinor,
    atMs: Number(row.at_ms),
  });
  if (row.back_ms === null) return [back];
  const again = movement({
    ...base,
    type: isRefund ? "refund_failure" : "adjustment",
    category: isRefund ? "refund_failure" : "dispute_reversal",
    amountMinor,
    feeMinor: -lostFeeMinor,
    atMs: Number(row.back_ms),
  });
  return [back, again];
}

/** Made-up prices like those of Stripe: of cards a share and a fixed part, of debits little. */
function feeOf(method: string, currency: string, amountMinor: bigint): bigint {
  if (method === "card") return (amountMinor * 29n) / 1_000n + (currency === "SGD" ? 50n : 30n);
  if (method === "sepa_debit") return 35n;
  const shareMinor = (amountMinor * 8n) / 1_000n;
  return shareMinor < 5_00n ? shareMinor : 5_00n;
}

type Moved = Pick<BalanceMovement, "type" | "category" | "amountMinor" | "feeMinor"> & {
  ref: string;
  kind: MovementSource["kind"];
  row: Row;
  atMs: number;
};

function movement({ ref, kind, row, atMs, ...moved }: Moved): BalanceMovement {
  const occurredAt = new Date(atMs);
  const currency = String(row.currency);
  const { amountMinor, feeMinor, category } = moved;
  return {
    ...moved,
    ref: demoRef("txn", `${ref}:${category}`),
    currency,
    netMinor: amountMinor - feeMinor,
    exchangeRate: null,
    source: {
      ref,
      kind,
      amountMinor: amountMinor < 0n ? -amountMinor : amountMinor,
      currency,
      intentId: row.intent_id === null ? null : String(row.intent_id),
      paymentId: String(row.id),
    },
    description: null,
    availableOn: addDays(occurredAt.toISOString().slice(0, 10), HELD_DAYS),
    occurredAt,
  };
}

/** The payout itself, as it leaves the balance. */
const outOf = ({ ref, amountMinor, currency, createdAt, arrivesOn }: DemoPayout): BalanceMovement => ({
  ref: demoRef("txn", ref),
  type: "payout",
  category: "payout",
  currency,
  amountMinor: -amountMinor,
  feeMinor: 0n,
  netMinor: -amountMinor,
  exchangeRate: null,
  source: { ref, kind: "payout", amountMinor, currency, intentId: null, paymentId: null },
  description: "STRIPE PAYOUT",
  availableOn: arrivesOn,
  occurredAt: createdAt,
});
