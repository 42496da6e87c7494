import { send } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Tx, transact } from "../kernel/transact.ts";
import { type Entry, post } from "../ledger/post.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { realisedDifference } from "./exchange.ts";
import { readRate } from "./read-rate.ts";

/** The line of an application's entry that its difference of exchange is: far from those that move its money. */
const DIFFERENCE_LINE = 8;
const BATCH = 500;

/**
 * Applications of money to documents of a currency that is not the books' own, without their difference. One whose
 * currency was changed on the way had it booked with that.
 */
const UNREALISED = `
  select a.id, a.reverses_id, a.amount_minor, a.applied_on::text, d.currency, d.issued_on::text as billed_on,
    c.issued_on::text as paid_on, d.legal_entity_id, e.functional_currency, e.closed_through_on::text as closed_through_on,
    first.debit as first_debit, first.amount_minor as first_minor
  from applications a
  join items d on d.organization_id = a.organization_id and d.id = a.debit_id and d.kind in ('invoice', 'debit_memo')
  join items c on c.organization_id = a.organization_id and c.id = a.credit_id and c.kind = 'receipt'
  join legal_entities e on e.organization_id = d.organization_id and e.id = d.legal_entity_id
    and e.functional_currency <> d.currency
  left join applications o on o.organization_id = a.organization_id and o.id = a.reverses_id
  left join transfers first on first.organization_id = a.organization_id and first.cause_kind = 'application'
    and first.cause_id = a.reverses_id and first.line = ${DIFFERENCE_LINE}
  where a.organization_id = $1 and a.id > $2::uuid and coalesce(o.cause_kind, a.cause_kind) <> 'decision'
    and not exists (select from transfers t where t.organization_id = a.organization_id and t.cause_kind = 'application'
      and t.cause_id = a.id and t.line = ${DIFFERENCE_LINE})
  order by a.id limit ${BATCH}`;

type Row = Readonly<Record<string, unknown>>;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Books what settling documents in a foreign currency gained or lost, in the currency of the books: the rate of the
 * day the money came against that of the day the document was issued. What is un-applied takes its difference back.
 * Booked once for each application; those whose rates nobody recorded wait, and are told.
 */
export async function realiseExchange(ctx: Context): Promise<{ realised: number; failures: string[] }> {
  permit(ctx.actor, "cash.match");
  let realised = 0;
  const missing = new Set<string>();
  let after = BEFORE_ALL;
  for (;;) {
    const batch = await transact(ctx, (tx) => realiseBatch(tx, ctx, after));
    realised += batch.realised;
    for (const each of batch.missing) missing.add(each);
    if (batch.last === null) return { realised, failures: [...missing] };
    after = batch.last;
  }
}

async function realiseBatch(tx: Tx, ctx: Context, after: string) {
  // Two at once would book the same: whoever comes second waits here, and then finds it done.
  await send(tx, "select pg_advisory_xact_lock(hashtextextended('exchange ' || $1::text, 0))", [
    ctx.organizationId,
  ]);
  const rows = await send(tx, UNREALISED, [ctx.organizationId, after]);
  const { rateDaysMax } = await readPolicy(tx, ctx, "cash");
  const entries: Entry[] = [];
  const missing: string[] = [];
  for (const row of rows) {
    try {
      const minor = await differenceOf(tx, ctx, row, rateDaysMax);
      if (minor !== 0n) entries.push(entryOf(row, minor));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      missing.push(error.message);
    }
  }
  await post(tx, ctx, entries);
  return { realised: entries.length, missing, last: rows.length < BATCH ? null : String(rows.at(-1)?.id) };
}

/** Positive is a gain. Of an undoing, the other way round what it undoes was booked at. */
async function differenceOf(tx: Tx, ctx: Context, row: Row, daysMax: number): Promise<bigint> {
  if (row.reverses_id !== null) {
    const minor = row.first_minor === null ? 0n : BigInt(String(row.first_minor));
    return row.first_debit === "exchange" ? -minor : minor;
  }
  const currency = String(row.currency);
  const functional = String(row.functional_currency);
  const asked = { from: currency, to: functional, daysMax };
  const billed = await readRate(tx, ctx, { ...asked, onDay: String(row.billed_on) });
  const paid = await readRate(tx, ctx, { ...asked, onDay: String(row.paid_on) });
  const amountMinor = BigInt(String(row.amount_minor));
  const settled = [{ amountMinor, currency, rate: billed.rate }];
  return realisedDifference(settled, { amountMinor, currency, rate: paid.rate }, functional);
}

function entryOf(row: Row, minor: bigint): Entry {
  const isGain = minor > 0n;
  return {
    cause: { kind: "application", id: String(row.id) },
    valueOn: String(row.applied_on),
    firstLine: DIFFERENCE_LINE,
    lines: [
      {
        place: {
          legalEntityId: String(row.legal_entity_id),
          customerId: null,
          currency: String(row.functional_currency),
          closedThroughOn: row.closed_through_on === null ? null : String(row.closed_through_on),
        },
        debit: isGain ? "exchange" : "exchange_difference",
        credit: isGain ? "exchange_difference" : "exchange",
        amountMinor: isGain ? minor : -minor,
      },
    ],
  };
}
