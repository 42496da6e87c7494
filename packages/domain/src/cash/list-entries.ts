import { sql } from "drizzle-orm";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import type { Proposal, Signal } from "../matching/match.ts";
import { permit } from "../policies/permissions.ts";
import { readProposals } from "./outcome-text.ts";

export const listEntriesInput = z.object({
  /** Booked by the bank on this day or later. */
  since: z.string().refine(isDay).nullish(),
  bankAccountId: z.uuid().nullish(),
  /** The last row of the page before. */
  after: z.object({ valueOn: z.string(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(2_000).default(500),
});

/** Money that came, with what was made of it. Amounts in minor units of its currency. */
export type EntryRow = {
  lineId: string;
  part: number;
  reference: string | null;
  endToEndId: string | null;
  valueOn: string;
  bookedOn: string;
  currency: string;
  amountMinor: bigint;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  text: string | null;
  customerNumber: string | null;
  customerName: string | null;
  receiptNumber: string | null;
  /** What is not used of it. */
  leftMinor: bigint;
  applied: {
    number: string;
    customerNumber: string;
    amountMinor: bigint;
    discountMinor: bigint;
    writtenOffMinor: bigint;
  }[];
  /** By which rule and signals, of the last match that was made; a person's has no rule. */
  matched: {
    by: string;
    kind: "applied" | "confirmed";
    rule: string | null;
    runId: string | null;
    signals: Signal[];
  } | null;
  /** What waits for a person, best first, and why. */
  proposed: Proposal[];
  waits: Signal[];
};

type Raw = {
  [column: string]: unknown;
  id: string;
  value_on: string;
  applied:
    | { number: string; customer: string; minor: string; discount: string; written_off: string }[]
    | null;
  match_proposals: readonly unknown[] | null;
  proposals: readonly unknown[] | null;
  waits: Signal[] | null;
};

/** Money in at the bank, in its order, a page at a time: what was applied, what is proposed, what is left. */
export async function listEntries(
  ctx: Context,
  raw: z.input<typeof listEntriesInput> = {},
): Promise<{ rows: EntryRow[]; next: { valueOn: string; id: string } | null }> {
  const { since, bankAccountId, after, limit } = listEntriesInput.parse(raw);
  permit(ctx.actor, "work.read");
  return read(ctx, async (tx) => {
    const rows = (await tx.execute(sql`
      select l.id, l.part, l.reference, l.end_to_end_id, l.value_on::text as value_on, l.booked_on::text as booked_on, l.currency,
        l.amount_minor::text as amount, l.counterparty_name, l.counterparty_account,
        nullif(array_to_string(l.structured || l.unstructured, ' '), '') as text,
        c.number as customer_number, c.name as customer_name, r.number as receipt_number,
        coalesce(r.open_minor, l.amount_minor)::text as left, applied.list as applied,
        m.kind as match_kind, m.rule as match_rule, m.run_id as match_run, m.decided_by_name as match_by, m.proposals as match_proposals,
        o.kind as found, o.proposals, o.waits
      from (
        select * from bank_lines l
        where l.organization_id = ${ctx.organizationId} and l.amount_minor > 0 and l.state in ('open', 'receipt')
          ${since ? sql`and l.booked_on >= ${since}` : sql``}
          ${bankAccountId ? sql`and l.bank_account_id = ${bankAccountId}` : sql``}
          ${after ? sql`and (l.value_on, l.id) > (${after.valueOn}::date, ${after.id}::uuid)` : sql``}
        order by l.value_on, l.id limit ${limit + 1}
      ) l
      left join items r on r.organization_id = l.organization_id and r.id = l.receipt_id
      left join customers c on c.organization_id = l.organization_id and c.id = r.customer_id
      left join lateral (
        select json_agg(json_build_object('number', d.number, 'customer', dc.number, 'minor', paid.minor::text,
          'discount', coalesce(taken.discount, 0)::text, 'written_off', coalesce(taken.written_off, 0)::text) order by d.due_on, d.number) as list
        from (
          select a.debit_id, sum(a.amount_minor) as minor from applications a
          where a.organization_id = r.organization_id and a.credit_id = r.id group by a.debit_id having sum(a.amount_minor) > 0
        ) paid
        join items d on d.organization_id = r.organization_id and d.id = paid.debit_id
        join customers dc on dc.organization_id = d.organization_id and dc.id = d.customer_id
        left join lateral (
          select sum(x.amount_minor) filter (where x.kind = 'discount') as discount,
            sum(x.amount_minor) filter (where x.kind = 'write_off') as written_off
          from cash_decisions x
          where x.organization_id = d.organization_id and x.item_id = d.id and x.status = 'applied' and x.facts ->> 'line' = l.id::text
        ) taken on true
      ) applied on true
      left join lateral (
        select * from match_outcomes o where o.organization_id = l.organization_id and o.line_id = l.id
        order by o.at desc, o.id desc limit 1
      ) o on true
      left join lateral (
        select * from match_outcomes m where l.state = 'receipt' and m.organization_id = l.organization_id and m.line_id = l.id
          and m.kind in ('applied', 'confirmed')
        order by m.at desc, m.id desc limit 1
      ) m on true
      order by l.value_on, l.id`)) as unknown as Raw[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowOf),
      next: rows.length > limit && last ? { valueOn: last.value_on, id: last.id } : null,
    };
  });
}

const text = (value: unknown): string | null => (value === null ? null : String(value));

function rowOf(row: Raw): EntryRow {
  const leftMinor = BigInt(String(row.left));
  const waits = row.found === "proposed" || row.found === "nothing" ? (row.waits ?? []) : [];
  const [best] = row.match_proposals ? readProposals(row.match_proposals) : [];
  return {
    lineId: row.id,
    part: Number(row.part),
    reference: text(row.reference),
    endToEndId: text(row.end_to_end_id),
    valueOn: row.value_on,
    bookedOn: String(row.booked_on),
    currency: String(row.currency),
    amountMinor: BigInt(String(row.amount)),
    counterpartyName: text(row.counterparty_name),
    counterpartyAccount: text(row.counterparty_account),
    text: text(row.text),
    customerNumber: text(row.customer_number),
    customerName: text(row.customer_name),
    receiptNumber: text(row.receipt_number),
    leftMinor,
    applied: (row.applied ?? []).map(({ number, customer, minor, discount, written_off }) => ({
      number,
      customerNumber: customer,
      amountMinor: BigInt(minor),
      discountMinor: BigInt(discount),
      writtenOffMinor: BigInt(written_off),
    })),
    matched:
      row.match_kind === null
        ? null
        : {
            by: String(row.match_by),
            kind: row.match_kind === "applied" ? "applied" : "confirmed",
            rule: text(row.match_rule),
            runId: text(row.match_run),
            signals: [...(best?.signals ?? [])],
          },
    proposed: row.found === "proposed" && leftMinor > 0n ? readProposals(row.proposals ?? []) : [],
    waits: leftMinor > 0n ? waits : [],
  };
}
