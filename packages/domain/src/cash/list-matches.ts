import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import type { Proposal, Signal } from "../matching/match.ts";
import { permit } from "../policies/permissions.ts";
import { readProposals } from "./outcome-text.ts";
import { waitingLines } from "./waiting-lines.ts";

const filters = z.object({
  /** Nobody's yet; or a customer's, and what it pays is undecided. Null is both. */
  state: z.enum(["open", "receipt"]).nullish(),
  /** What the engine last said: something to look at, nothing, or it was not asked yet. */
  found: z.enum(["proposed", "nothing", "unseen"]).nullish(),
  /** Whether it is known who paid. */
  payer: z.enum(["known", "unknown"]).nullish(),
  bankAccountId: z.uuid().nullish(),
  currency: z.string().length(3).nullish(),
  /** In the counterparty's name or account, the references or the text. */
  search: searchText(60).nullish(),
});
export type MatchFilters = z.input<typeof filters>;

export const listMatchesInput = filters.extend({
  /** The last row of the page before. */
  after: z.object({ valueOn: z.string(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(500).default(50),
});

export type MatchRow = {
  lineId: string;
  bankAccountId: string;
  legalEntityId: string;
  currency: string;
  amountMinor: bigint;
  /** What is still to be decided: all of an open line, the rest of a receipt. */
  leftMinor: bigint;
  valueOn: string;
  bookedOn: string;
  reference: string | null;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  text: string | null;
  state: "open" | "receipt";
  receiptId: string | null;
  receiptNumber: string | null;
  /** Whose it is, or as far as the engine knows; null for an unknown payer. */
  customerId: string | null;
  customerNumber: string | null;
  customerName: string | null;
  found: "proposed" | "nothing" | "unseen";
  outcomeId: string | null;
  rule: string | null;
  best: Proposal | null;
  rivals: number;
  waits: Signal[];
};

type Raw = Record<string, unknown> & {
  line_id: string;
  value_on: string;
  proposals: readonly unknown[] | null;
  waits: readonly Signal[] | null;
};

/** Lines that wait for a person, the newest money first, each with what the engine last made of it. */
export async function listMatches(
  ctx: Context,
  raw: z.input<typeof listMatchesInput> = {},
): Promise<{ rows: MatchRow[]; next: { valueOn: string; id: string } | null }> {
  const { after, limit, ...asked } = listMatchesInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const past = after ? sql`and (l.value_on, l.id) < (${after.valueOn}::date, ${after.id}::uuid)` : sql``;
    const rows = (await tx.execute(sql`
      select l.id as line_id, l.bank_account_id, l.legal_entity_id, l.currency, l.amount_minor::text as amount,
        coalesce(r.open_minor, l.amount_minor)::text as left, l.value_on::text as value_on, l.booked_on::text as booked_on,
        l.reference, l.counterparty_name, l.counterparty_account,
        nullif(array_to_string(l.structured || l.unstructured, ' '), '') as text,
        l.state, r.id as receipt_id, r.number as receipt_number, c.id as customer_id, c.number as customer_number,
        c.name as customer_name, o.id as outcome_id, ${FOUND} as found, o.rule, o.proposals, o.waits
      from ${linesWithOutcome(ctx, asked)} ${past}
      order by l.value_on desc, l.id desc limit ${limit + 1}`)) as unknown as Raw[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowOf),
      next: rows.length > limit && last ? { valueOn: last.value_on, id: last.line_id } : null,
    };
  });
}

export type MatchTotal = {
  currency: string;
  state: "open" | "receipt";
  found: "proposed" | "nothing" | "unseen";
  payer: "known" | "unknown";
  count: number;
  leftMinor: bigint;
};

/** Exact counts and sums of what waits, by currency and by what is known of it. Amounts in minor units. */
export async function totalMatches(ctx: Context, raw: MatchFilters = {}): Promise<MatchTotal[]> {
  const asked = filters.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const rows = (await tx.execute(sql`
      select l.currency, l.state, ${FOUND} as found, case when c.id is null then 'unknown' else 'known' end as payer,
        count(*)::int as count, sum(coalesce(r.open_minor, l.amount_minor))::text as left
      from ${linesWithOutcome(ctx, asked)}
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`)) as unknown as (Omit<MatchTotal, "leftMinor"> & {
      left: string;
    })[];
    return rows.map(({ left, ...row }) => ({ ...row, leftMinor: BigInt(left) }));
  });
}

const FOUND = sql`case when o.kind = 'proposed' then 'proposed' when o.kind = 'nothing' then 'nothing' else 'unseen' end`;

function linesWithOutcome(ctx: Context, asked: z.output<typeof filters>): SQL {
  const { state, found, payer, bankAccountId, currency, search } = asked;
  const conditions: SQL[] = [];
  if (state) conditions.push(sql`l.state = ${state}`);
  if (found) conditions.push(sql`${FOUND} = ${found}`);
  if (payer) conditions.push(payer === "known" ? sql`c.id is not null` : sql`c.id is null`);
  if (bankAccountId) conditions.push(sql`l.bank_account_id = ${bankAccountId}`);
  if (currency) conditions.push(sql`l.currency = ${currency}`);
  if (search) {
    const like = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`(l.counterparty_name ilike ${like} or l.counterparty_account ilike ${like} or l.reference ilike ${like}
      or l.unstructured ilike ${like} or array_to_string(l.structured, ' ') ilike ${like} or l.end_to_end_id ilike ${like}
      or c.name ilike ${like} or c.number ilike ${like})`);
  }
  return sql`
    (select l.* from ${waitingLines(ctx)}) l
    left join items r on r.organization_id = l.organization_id and r.id = l.receipt_id
    left join lateral (
      select * from match_outcomes o where o.organization_id = l.organization_id and o.line_id = l.id
      order by o.at desc, o.id desc limit 1
    ) o on true
    left join customers c on c.organization_id = l.organization_id and c.id = coalesce(r.customer_id, case when o.kind <> 'undone' then o.customer_id end)
    where true ${conditions.length > 0 ? sql`and ${sql.join(conditions, sql` and `)}` : sql``}`;
}

const text = (value: unknown): string | null => (value === null ? null : String(value));

function rowOf(row: Raw): MatchRow {
  const proposals = row.proposals ? readProposals(row.proposals) : [];
  const found = String(row.found) as MatchRow["found"];
  return {
    lineId: row.line_id,
    bankAccountId: String(row.bank_account_id),
    legalEntityId: String(row.legal_entity_id),
    currency: String(row.currency),
    amountMinor: BigInt(String(row.amount)),
    leftMinor: BigInt(String(row.left)),
    valueOn: row.value_on,
    bookedOn: String(row.booked_on),
    reference: text(row.reference),
    counterpartyName: text(row.counterparty_name),
    counterpartyAccount: text(row.counterparty_account),
    text: text(row.text),
    state: row.state === "receipt" ? "receipt" : "open",
    receiptId: text(row.receipt_id),
    receiptNumber: text(row.receipt_number),
    customerId: text(row.customer_id),
    customerNumber: text(row.customer_number),
    customerName: text(row.customer_name),
    found,
    outcomeId: text(row.outcome_id),
    rule: text(row.rule),
    best: found === "proposed" ? (proposals[0] ?? null) : null,
    rivals: Math.max(0, proposals.length - 1),
    waits: [...(row.waits ?? [])],
  };
}
