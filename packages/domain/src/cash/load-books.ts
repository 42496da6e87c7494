import { type RawRow, send } from "@openitem/db/statement";
import { sql } from "drizzle-orm";
import { disputeClaims, promiseClaims } from "../holds/claims.ts";
import type { Context } from "../kernel/context.ts";
import { least } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import type {
  Alias,
  Bar,
  Books,
  Claim,
  Expected,
  OpenDebit,
  Payer,
  SettledDebit,
} from "../matching/match.ts";
import { OPEN_PROMISE } from "../promises/promise.ts";
import { discountOf } from "./terms.ts";

/*
 * All that the engine is told of the books, a query for each kind of fact. Every list is in a fixed order, so that the
 * same books are told in the same way.
 */

export type Part = { legalEntityId: string; currency: string };

/**
 * The books of all legal entities, or of one in one currency. `learntBefore` leaves out who was learnt to pay for whom
 * since: a run that is taken up again knows what it knew.
 */
export async function loadBooks(
  tx: Tx,
  ctx: Context,
  { part = null, learntBefore = null }: { part?: Part | null; learntBefore?: Date | null } = {},
): Promise<Books> {
  return {
    debits: await loadDebits(tx, ctx, part),
    settled: await loadSettled(tx, ctx, part),
    payers: await loadPayers(tx, ctx),
    aliases: await loadAliases(tx, ctx, learntBefore),
    claims: await loadClaims(tx, ctx),
    expected: await loadExpected(tx, ctx),
    bars: await loadBars(tx, ctx),
  };
}

const DEBITS = `
  select i.id, i.number, i.customer_id, i.legal_entity_id, i.currency, i.amount_minor, i.open_minor, i.issued_on::text,
    i.due_on::text, i.po_number, i.reference, i.terms, coalesce(reserved.minor, 0)::text as reserved
  from items i
  left join (
    select item_id, sum(amount_minor) as minor from payment_shares
    where organization_id = $1 and state = 'reserved' group by item_id
  ) reserved on reserved.item_id = i.id
  where i.organization_id = $1 and i.open_minor > 0 and i.kind in ('invoice', 'debit_memo')`;

/** Open debits, less what payments under way have reserved of them. */
async function loadDebits(tx: Tx, ctx: Context, part: Part | null): Promise<OpenDebit[]> {
  const [text, values] = part
    ? [
        `${DEBITS} and i.legal_entity_id = $2 and i.currency = $3 order by i.id`,
        [ctx.organizationId, part.legalEntityId, part.currency],
      ]
    : [`${DEBITS} order by i.id`, [ctx.organizationId]];
  const rows = await send(tx, text, values);
  const disputed = await readDisputed(tx, ctx);
  return rows.flatMap((row) => debitOf(row, disputed));
}

function debitOf(row: RawRow, disputed: ReadonlyMap<string, bigint>): OpenDebit[] {
  const itemId = String(row.id);
  const freeMinor = minorOf(row.open_minor) - minorOf(row.reserved);
  if (freeMinor <= 0n) return [];
  const amountMinor = minorOf(row.amount_minor);
  const issuedOn = String(row.issued_on);
  const terms = textOf(row.terms);
  return [
    {
      itemId,
      number: String(row.number),
      customerId: String(row.customer_id),
      legalEntityId: String(row.legal_entity_id),
      currency: String(row.currency),
      amountMinor,
      freeMinor,
      disputedMinor: least(freeMinor, disputed.get(itemId) ?? 0n),
      issuedOn,
      dueOn: String(row.due_on),
      poNumber: textOf(row.po_number),
      reference: textOf(row.reference),
      // Taken once, from the whole of it: what was paid in part has had its discount or forgone it.
      discount: freeMinor === amountMinor ? discountOf(terms, issuedOn, amountMinor) : null,
    },
  ];
}

async function readDisputed(tx: Tx, ctx: Context): Promise<Map<string, bigint>> {
  const rows = (await tx.execute(sql`
    select item_id, sum(minor)::text as minor from (${disputeClaims(ctx, sql`true`)}) claim group by item_id`)) as unknown as {
    item_id: string;
    minor: string;
  }[];
  return new Map(rows.map((row) => [row.item_id, BigInt(row.minor)]));
}

/** How far back somebody may pay once more what is paid. */
const SETTLED_DAYS = 180;
const SETTLED = `
  select id, number, customer_id, legal_entity_id, currency, amount_minor, last_applied_on::text
  from items
  where organization_id = $1 and open_minor = 0 and kind in ('invoice', 'debit_memo')
    and last_applied_on >= $2::date - ${SETTLED_DAYS}`;

async function loadSettled(tx: Tx, ctx: Context, part: Part | null): Promise<SettledDebit[]> {
  const today = ctx.now.toISOString().slice(0, 10);
  const [text, values] = part
    ? [
        `${SETTLED} and legal_entity_id = $3 and currency = $4 order by id`,
        [ctx.organizationId, today, part.legalEntityId, part.currency],
      ]
    : [`${SETTLED} order by id`, [ctx.organizationId, today]];
  const rows = await send(tx, text, values);
  return rows.map((row) => ({
    itemId: String(row.id),
    number: String(row.number),
    customerId: String(row.customer_id),
    legalEntityId: String(row.legal_entity_id),
    currency: String(row.currency),
    amountMinor: minorOf(row.amount_minor),
    settledOn: String(row.last_applied_on),
  }));
}

async function loadPayers(tx: Tx, ctx: Context): Promise<Payer[]> {
  const rows = await send(
    tx,
    "select id, number, name, parent_id from customers where organization_id = $1 order by id",
    [ctx.organizationId],
  );
  return rows.map((row) => ({
    customerId: String(row.id),
    number: String(row.number),
    name: String(row.name),
    parentId: textOf(row.parent_id),
  }));
}

async function loadAliases(tx: Tx, ctx: Context, learntBefore: Date | null): Promise<Alias[]> {
  const rows = await send(
    tx,
    `select customer_id, kind, value from payer_aliases where organization_id = $1 and ended_at is null
      and learnt_at <= coalesce($2::timestamptz, 'infinity')
    order by kind, value, customer_id`,
    [ctx.organizationId, learntBefore?.toISOString() ?? null],
  );
  return rows.map((row) => ({
    customerId: String(row.customer_id),
    kind: row.kind === "account" ? "account" : "name",
    value: String(row.value),
  }));
}

const CLAIMS = `
  select r.id, r.customer_id, r.currency, r.total_minor, r.paid_on::text, r.reference,
    l.line_no, l.item_id, l.written, l.net_minor, l.discount_minor, l.deduction_minor, l.reason
  from remittances r
  left join remittance_lines l on l.organization_id = r.organization_id and l.remittance_id = r.id
  where r.organization_id = $1 and r.status = 'confirmed'
  order by r.created_at, r.id, l.line_no`;

async function loadClaims(tx: Tx, ctx: Context): Promise<Claim[]> {
  const rows = await send(tx, CLAIMS, [ctx.organizationId]);
  const byId = new Map<string, Claim & { lines: Claim["lines"][number][] }>();
  for (const row of rows) {
    const remittanceId = String(row.id);
    const claim = byId.get(remittanceId) ?? {
      remittanceId,
      customerId: textOf(row.customer_id),
      currency: String(row.currency),
      totalMinor: minorOf(row.total_minor),
      paidOn: textOf(row.paid_on),
      reference: textOf(row.reference),
      lines: [],
    };
    byId.set(remittanceId, claim);
    if (row.line_no === null) continue;
    claim.lines.push({
      itemId: textOf(row.item_id),
      written: textOf(row.written),
      netMinor: minorOf(row.net_minor),
      discountMinor: minorOf(row.discount_minor),
      deductionMinor: minorOf(row.deduction_minor),
      reason: textOf(row.reason),
    });
  }
  return [...byId.values()];
}

/** What standing promises and plans say will come, by instalment, with the documents of which some is still to come. */
async function loadExpected(tx: Tx, ctx: Context): Promise<Expected[]> {
  const open = sql.raw(OPEN_PROMISE.map((status) => `'${status}'`).join(", "));
  const rows = (await tx.execute(sql`
    select p.customer_id, p.currency, n.amount_minor::text as minor, n.due_on::text as due_on, documents.ids
    from promises p
    join promise_instalments n on n.organization_id = p.organization_id and n.promise_id = p.id and n.state in ('waiting', 'pending')
    join (
      select id, array_agg(item_id::text order by item_id) as ids from (${promiseClaims(ctx, sql`true`)}) claim
      where minor > 0 group by id
    ) documents on documents.id = p.id
    where p.organization_id = ${ctx.organizationId} and p.status in (${open})
    order by n.due_on, p.id, n.no`)) as unknown as {
    customer_id: string;
    currency: string;
    minor: string;
    due_on: string;
    ids: string[];
  }[];
  return rows.map((row) => ({
    customerId: row.customer_id,
    currency: row.currency,
    amountMinor: BigInt(row.minor),
    dueOn: row.due_on,
    itemIds: row.ids,
  }));
}

async function loadBars(tx: Tx, ctx: Context): Promise<Bar[]> {
  const rows = await send(
    tx,
    `select receipt_id, debit_id, set_at, reason from match_bars
    where organization_id = $1 and lifted_at is null order by receipt_id, debit_id, set_at`,
    [ctx.organizationId],
  );
  return rows.map((row) => ({
    receiptId: String(row.receipt_id),
    debitId: String(row.debit_id),
    on: new Date(String(row.set_at)).toISOString().slice(0, 10),
    reason: String(row.reason),
  }));
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));
const minorOf = (value: unknown): bigint => BigInt(value as bigint | string);
