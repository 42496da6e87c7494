import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { LINE_STATES, type LineState } from "./bank-line.ts";

const day = z.string().refine(isDay);

export const listBankLinesInput = z.object({
  bankAccountId: z.uuid().nullish(),
  /** `all` are those in the books: not the wholes of batches, whose parts stand for them, and nothing held. */
  state: z.enum([...LINE_STATES, "all"]).default("open"),
  direction: z.enum(["in", "out"]).nullish(),
  /** Anywhere in name, account, references or text. */
  search: searchText(100).nullish(),
  /** In minor units, without sign. */
  amountFrom: z.bigint().nullish(),
  amountTo: z.bigint().nullish(),
  bookedFrom: day.nullish(),
  bookedTo: day.nullish(),
  statementId: z.uuid().nullish(),
  /** `next` or `previous` of an earlier answer. */
  cursor: z.string().max(300).nullish(),
  limit: z.number().int().min(1).max(500).default(50),
});

export type ListBankLinesInput = z.input<typeof listBankLinesInput>;
type Asked = z.infer<typeof listBankLinesInput>;

/** A line in a list; amounts in minor units of its currency, money out is negative. */
export type BankLineRow = {
  id: string;
  entryId: string;
  part: number;
  bankAccountId: string;
  accountName: string;
  accountNumber: string;
  currency: string;
  amountMinor: bigint;
  bookedOn: string;
  valueOn: string;
  reference: string | null;
  endToEndId: string | null;
  transactionCode: string | null;
  counterpartyName: string | null;
  counterpartyAccount: string | null;
  structured: string[];
  unstructured: string | null;
  isReversal: boolean;
  state: LineState;
  note: string | null;
  decidedByName: string | null;
  /** The receipt or refund it is, and whose. */
  document: { id: string; number: string; customerId: string; customerName: string } | null;
  /** What was last made of it by matching. */
  outcome: { kind: string; rule: string | null; at: Date } | null;
};

export type BankLinePage = { rows: BankLineRow[]; next: string | null; previous: string | null };

type Raw = Record<string, string | null> & { part: number; is_reversal: boolean; structured: string[] };

/** A page of bank lines, the last booked first. For the biller's people. */
export async function listBankLines(ctx: Context, raw: ListBankLinesInput): Promise<BankLinePage> {
  const asked = listBankLinesInput.parse(raw);
  permit(ctx.actor, "work.read");
  const cursor = asked.cursor ? readCursor(asked.cursor) : null;
  const backwards = cursor?.backwards ?? false;
  const order = backwards ? sql`asc` : sql`desc`;
  const past = cursor
    ? sql`and (l.booked_on, l.id) ${backwards ? sql`>` : sql`<`} (${cursor.day}::date, ${cursor.id}::uuid)`
    : sql``;
  // Account by account, so that each is read along its own index and no further than the page.
  const rows = (await read(ctx, (tx) =>
    tx.execute(sql`
      select l.id, l.entry_id, l.part, l.bank_account_id, l.account_name, l.account_number, l.currency, l.amount_minor::text,
        l.booked_on::text, l.value_on::text, l.reference, l.end_to_end_id, l.transaction_code, l.counterparty_name,
        l.counterparty_account, l.structured, l.unstructured, l.is_reversal, l.state, l.note, l.decided_by_name,
        i.id as item_id, i.number as item_number, i.customer_id, c.name as customer_name,
        o.kind as outcome_kind, o.rule as outcome_rule, to_json(o.at)#>>'{}' as outcome_at
      from (
        select l.*, a.name as account_name, a.number as account_number
        from bank_accounts a
        cross join lateral (
          select * from bank_lines l
          where l.organization_id = a.organization_id and l.bank_account_id = a.id and ${filterOf(asked)} ${past}
          order by l.booked_on ${order}, l.id ${order} limit ${asked.limit + 1}
        ) l
        where ${accountsOf(ctx, asked)}
        order by l.booked_on ${order}, l.id ${order} limit ${asked.limit + 1}
      ) l
      left join items i on i.organization_id = l.organization_id and i.id = coalesce(l.receipt_id, l.refund_id)
      left join customers c on c.organization_id = i.organization_id and c.id = i.customer_id
      left join lateral (
        select m.kind, m.rule, m.at from match_outcomes m
        where m.organization_id = l.organization_id and m.line_id = l.id order by m.at desc, m.id desc limit 1
      ) o on true
      order by l.booked_on ${order}, l.id ${order}`),
  )) as unknown as Raw[];
  const more = rows.length > asked.limit;
  const page = more ? rows.slice(0, asked.limit) : rows;
  if (backwards) page.reverse();
  const at = (row: Raw | undefined, back: boolean) => (row ? writeCursor(row, back) : null);
  return {
    rows: page.map(asRow),
    next: backwards || more ? at(page.at(-1), false) : null,
    previous: (backwards && more) || (!backwards && cursor) ? at(page[0], true) : null,
  };
}

export type BankLineTotals = {
  /** What the filter holds over all pages, per currency. */
  totals: { currency: string; count: number; inMinor: bigint; outMinor: bigint }[];
  /** How many lines the same filter holds in each state. */
  counts: Record<LineState, number>;
};

/** Exact counts and sums of a filter. */
export async function totalBankLines(ctx: Context, raw: ListBankLinesInput): Promise<BankLineTotals> {
  const asked = listBankLinesInput.parse(raw);
  permit(ctx.actor, "work.read");
  const anyState = filterOf({ ...asked, state: null });
  const rows = (await read(ctx, (tx) =>
    tx.execute(sql`
      select l.currency, l.state, count(*)::int as count,
        coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0)::text as in_minor,
        coalesce(sum(l.amount_minor) filter (where l.amount_minor < 0), 0)::text as out_minor
      from bank_lines l join bank_accounts a on a.organization_id = l.organization_id and a.id = l.bank_account_id
      where ${accountsOf(ctx, asked)} and ${anyState}
      group by l.currency, l.state`),
  )) as unknown as {
    currency: string;
    state: LineState;
    count: number;
    in_minor: string;
    out_minor: string;
  }[];
  const counts = Object.fromEntries(LINE_STATES.map((state) => [state, 0])) as Record<LineState, number>;
  for (const { state, count } of rows) counts[state] += count;
  const own = rows.filter(({ state }) =>
    asked.state === "all" ? state !== "split" && state !== "held" : state === asked.state,
  );
  const totals = [...Map.groupBy(own, ({ currency }) => currency)].map(([currency, all]) => ({
    currency,
    count: all.reduce((total, each) => total + each.count, 0),
    inMinor: all.reduce((total, each) => total + BigInt(each.in_minor), 0n),
    outMinor: all.reduce((total, each) => total + BigInt(each.out_minor), 0n),
  }));
  return { totals: totals.sort((a, b) => (a.currency < b.currency ? -1 : 1)), counts };
}

const accountsOf = (ctx: Context, { bankAccountId }: Asked): SQL =>
  bankAccountId
    ? sql`a.organization_id = ${ctx.organizationId} and a.id = ${bankAccountId}::uuid`
    : sql`a.organization_id = ${ctx.organizationId}`;

type Filter = Omit<Asked, "state"> & { state: Asked["state"] | null };

function filterOf(asked: Filter): SQL {
  const conditions: SQL[] = [];
  if (asked.state === "all") conditions.push(sql`l.state not in ('split', 'held')`);
  // Written out, so that the index of open lines is seen to fit.
  else if (asked.state === "open") conditions.push(sql`l.state = 'open'`);
  else if (asked.state) conditions.push(sql`l.state = ${asked.state}`);
  if (asked.direction === "in") conditions.push(sql`l.amount_minor > 0`);
  if (asked.direction === "out") conditions.push(sql`l.amount_minor < 0`);
  if (asked.amountFrom != null) conditions.push(sql`abs(l.amount_minor) >= ${asked.amountFrom}::bigint`);
  if (asked.amountTo != null) conditions.push(sql`abs(l.amount_minor) <= ${asked.amountTo}::bigint`);
  if (asked.bookedFrom) conditions.push(sql`l.booked_on >= ${asked.bookedFrom}::date`);
  if (asked.bookedTo) conditions.push(sql`l.booked_on <= ${asked.bookedTo}::date`);
  if (asked.statementId) conditions.push(sql`l.statement_id = ${asked.statementId}::uuid`);
  if (asked.search) {
    const pattern = `%${asked.search.replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`concat_ws(' ', l.counterparty_name, l.counterparty_account, l.reference, l.end_to_end_id,
      array_to_string(l.structured, ' '), l.unstructured) ilike ${pattern}`);
  }
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

function asRow(row: Raw): BankLineRow {
  return {
    id: row.id!,
    entryId: row.entry_id!,
    part: row.part,
    bankAccountId: row.bank_account_id!,
    accountName: row.account_name!,
    accountNumber: row.account_number!,
    currency: row.currency!,
    amountMinor: BigInt(row.amount_minor!),
    bookedOn: row.booked_on!,
    valueOn: row.value_on!,
    reference: row.reference ?? null,
    endToEndId: row.end_to_end_id ?? null,
    transactionCode: row.transaction_code ?? null,
    counterpartyName: row.counterparty_name ?? null,
    counterpartyAccount: row.counterparty_account ?? null,
    structured: row.structured,
    unstructured: row.unstructured ?? null,
    isReversal: row.is_reversal,
    state: row.state as LineState,
    note: row.note ?? null,
    decidedByName: row.decided_by_name ?? null,
    document: row.item_id
      ? {
          id: row.item_id,
          number: row.item_number!,
          customerId: row.customer_id!,
          customerName: row.customer_name!,
        }
      : null,
    outcome: row.outcome_kind
      ? { kind: row.outcome_kind, rule: row.outcome_rule ?? null, at: new Date(row.outcome_at!) }
      : null,
  };
}

const cursorShape = z.tuple([day, z.uuid(), z.boolean()]);

const writeCursor = (row: Raw, backwards: boolean): string =>
  Buffer.from(JSON.stringify([row.booked_on, row.id, backwards])).toString("base64url");

function readCursor(text: string): { day: string; id: string; backwards: boolean } {
  try {
    const [at, id, backwards] = cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { day: at, id, backwards };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
    throw new Refusal(
      "invalid",
      "list.cursor",
      "This page of the list is no longer there. Start from its beginning.",
    );
  }
}
