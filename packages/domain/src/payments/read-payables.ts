import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { type Hold, holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import { type ItemKind, isDebit } from "../items/item.ts";
import { arrayOf } from "../items/read-balances.ts";
import { actorKey, type Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import type { PaymentPolicy } from "../policies/policy.ts";
import { readPolicy } from "../policies/read-policy.ts";

/** Credits are offered one by one; of more than this the oldest are. */
const CREDITS_MAX = 200;

export const readPayablesInput = z.object({
  itemIds: z.array(z.uuid()).max(5_000),
  /** Whose credits are offered beside those of the documents' own accounts. */
  customerIds: z.array(z.uuid()).max(5_000),
  /** Credits are read in one currency; none without. */
  currency: z.string().length(3).nullish(),
});

/** A document that may be paid, or a credit that may be used. Amounts in minor units of its currency. */
export type Payable = {
  id: string;
  kind: ItemKind;
  number: string;
  customerId: string;
  customerName: string;
  reference: string | null;
  poNumber: string | null;
  currency: string;
  openMinor: bigint;
  /** Reserved by payments under way. */
  inFlightMinor: bigint;
  /** Open and not reserved: what can be paid or used now. Never negative. */
  freeMinor: bigint;
  /** In question, and so left out unless the payer wants it; and what of the rest is promised for a later day. */
  disputedMinor: bigint;
  promisedMinor: bigint;
  /** Free and not disputed: what is proposed. */
  readyMinor: bigint;
  disputes: readonly Hold[];
  issuedOn: string;
  dueOn: string | null;
  heldAs: "unapplied" | "on_account" | null;
  /** The newest payment that holds some of it; the name is null when it belongs to an account the reader has not. */
  underWay: {
    paymentId: string;
    payerName: string | null;
    isOwn: boolean;
    since: Date | null;
    expectedOn: string | null;
  } | null;
};

export type Payables = {
  /** The asked invoices and debit memos the reader may see, paid ones included, the oldest due first. */
  debits: Payable[];
  /** Credits that were asked for by their ids. */
  chosenCreditIds: string[];
  /** Credits with something free, the oldest first. */
  credits: Payable[];
  /** How many credits there are in all; more than listed only beyond the limit. */
  creditCount: number;
  policy: PaymentPolicy;
};

/** What a payment form shows: the chosen documents as they stand now, the credits beside them, and the rules. */
export async function readPayables(ctx: Context, raw: z.input<typeof readPayablesInput>): Promise<Payables> {
  const { itemIds, customerIds, currency } = readPayablesInput.parse(raw);
  return read(ctx, async (tx) => {
    const policy = await readPolicy(tx, ctx, "payment");
    const asked = itemIds.length
      ? await payablesWhere(
          tx,
          ctx,
          sql`i.id = any(${arrayOf(itemIds)}::uuid[]) and i.kind in ('invoice', 'debit_memo', 'credit_memo', 'receipt')`,
        )
      : [];
    const debits = asked.filter((item) => isDebit(item.kind));
    const chosenCreditIds = asked.filter((item) => !isDebit(item.kind)).map((item) => item.id);
    const owners = [...new Set([...customerIds, ...debits.map((debit) => debit.customerId)])];
    const credits = currency
      ? await payablesWhere(
          tx,
          ctx,
          sql`i.customer_id = any(${arrayOf(owners)}::uuid[]) and i.open_minor > 0
            and i.kind in ('credit_memo', 'receipt') and i.currency = ${currency}`,
        )
      : [];
    const usable = credits.filter((credit) => credit.freeMinor > 0n);
    return {
      debits,
      chosenCreditIds,
      credits: usable.slice(0, CREDITS_MAX),
      creditCount: usable.length,
      policy,
    };
  });
}

type Raw = {
  id: string;
  kind: ItemKind;
  number: string;
  customer_id: string;
  customer_name: string;
  reference: string | null;
  po_number: string | null;
  currency: string;
  open: string;
  in_flight: string;
  issued_on: string;
  due_on: string | null;
  held_as: "unapplied" | "on_account" | null;
  payment_id: string | null;
  payer_name: string | null;
  payer_key: string | null;
  since_ms: string | null;
  expected_on: string | null;
};

async function payablesWhere(tx: Tx, ctx: Context, condition: SQL): Promise<Payable[]> {
  const rows = (await tx.execute(sql`
    select i.id, i.kind, i.number, i.customer_id, c.name as customer_name, i.reference, i.po_number, i.currency,
      i.open_minor::text as open, coalesce(reserved.minor, 0)::text as in_flight, i.issued_on::text, i.due_on::text,
      i.held_as, reserved.payment_id, p.started_by_name as payer_name, p.started_by as payer_key,
      floor(extract(epoch from p.created_at) * 1000)::text as since_ms, p.expected_on::text
    from items i
    join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
    left join lateral (
      select sum(s.amount_minor) as minor, (array_agg(s.payment_id order by s.payment_id desc))[1] as payment_id
      from payment_shares s
      where s.organization_id = i.organization_id and s.item_id = i.id and s.state = 'reserved'
    ) reserved on true
    left join payments p on p.organization_id = i.organization_id and p.id = reserved.payment_id
    where i.organization_id = ${ctx.organizationId} and ${condition}
    order by coalesce(i.due_on, i.issued_on), i.number, i.id`)) as unknown as Raw[];
  const self = actorKey(ctx.actor);
  const claims = await readClaims(
    tx,
    ctx,
    rows.filter((row) => isDebit(row.kind)).map((row) => row.id),
  );
  return rows.map((row) => {
    const openMinor = BigInt(row.open);
    const inFlightMinor = BigInt(row.in_flight);
    const holds = holdsOf(openMinor, inFlightMinor, claims.get(row.id) ?? NO_CLAIMS);
    return {
      id: row.id,
      kind: row.kind,
      number: row.number,
      customerId: row.customer_id,
      customerName: row.customer_name,
      reference: row.reference,
      poNumber: row.po_number,
      currency: row.currency,
      openMinor,
      inFlightMinor,
      // A document credited while a payment is under way may have less open than is reserved.
      freeMinor: openMinor > inFlightMinor ? openMinor - inFlightMinor : 0n,
      disputedMinor: holds.disputedMinor,
      promisedMinor: holds.promisedMinor,
      readyMinor: holds.readyMinor,
      disputes: holds.disputes.filter((hold) => hold.heldMinor > 0n),
      issuedOn: row.issued_on,
      dueOn: row.due_on,
      heldAs: row.held_as,
      underWay: row.payment_id
        ? {
            paymentId: row.payment_id,
            payerName: row.payer_name,
            isOwn: row.payer_key === self,
            since: row.since_ms ? new Date(Number(row.since_ms)) : null,
            expectedOn: row.expected_on,
          }
        : null,
    };
  });
}
