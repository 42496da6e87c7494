import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { beginsWith, spellings } from "../items/begins-with.ts";
import type { Context } from "../kernel/context.ts";
import { arrayOf } from "../kernel/insert-rows.ts";
import { Refusal } from "../kernel/refusal.ts";
import { searchText } from "../kernel/search-text.ts";
import { read } from "../kernel/transact.ts";
import type { PaymentMethod, Remittance, RemittanceStatus } from "./remittance.ts";

/** `check`: not sent yet, `waiting`: confirmed and its money not found, `ended`: found or taken back. */
export const REMITTANCE_GROUPS = ["open", "check", "waiting", "ended", "all"] as const;
export type RemittanceGroup = (typeof REMITTANCE_GROUPS)[number];

export const listRemittancesInput = z.object({
  /** None: all that the reader may see, those of nobody known included. */
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  group: z.enum(REMITTANCE_GROUPS).default("open"),
  /** The beginning of a remittance's or a document's number, or any part of a reference, a payer or a file's name. */
  search: searchText(80).nullish(),
  /** `next` of an earlier answer. */
  cursor: z.string().max(300).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type RemittanceRow = {
  id: string;
  number: string;
  customerId: string | null;
  customerName: string | null;
  customerNumber: string | null;
  payer: string | null;
  source: Remittance["source"];
  fileName: string | null;
  isScanned: boolean;
  status: RemittanceStatus;
  method: PaymentMethod | null;
  reference: string | null;
  paidOn: string | null;
  currency: string | null;
  totalMinor: bigint | null;
  pausedUntilOn: string | null;
  createdByName: string;
  createdAt: Date;
  confirmedAt: Date | null;
  lineCount: number;
  /** Lines that a person still has to settle. */
  openCount: number;
};

export type RemittancePage = {
  rows: RemittanceRow[];
  next: string | null;
  /** How many each group holds, whatever group is asked for. */
  counts: Record<RemittanceGroup, number>;
  /** What the asked group comes to, per currency, over all pages; those without an amount yet are left out. */
  totals: { currency: string; count: number; totalMinor: bigint }[];
};

type Raw = {
  id: string;
  number: string;
  customer_id: string | null;
  customer_name: string | null;
  customer_number: string | null;
  payer: string | null;
  source: Remittance["source"];
  file_name: string | null;
  is_scanned: boolean;
  status: RemittanceStatus;
  method: PaymentMethod | null;
  reference: string | null;
  paid_on: string | null;
  currency: string | null;
  total: string | null;
  paused_until_on: string | null;
  created_by_name: string;
  created_ms: string;
  confirmed_ms: string | null;
  lines: number;
  open: number;
  place: string;
};

type Asked = z.output<typeof listRemittancesInput>;

/** Remittances of the given accounts by group and search, the newest first. */
export async function listRemittances(
  ctx: Context,
  raw: z.input<typeof listRemittancesInput>,
): Promise<RemittancePage> {
  const asked = listRemittancesInput.parse(raw);
  const { group, limit } = asked;
  const after = asked.cursor ? readCursor(asked.cursor) : null;
  const past = after
    ? sql`and (r.created_at, r.id) < (${after.place}::timestamptz, ${after.id}::uuid)`
    : sql``;
  return read(ctx, async (tx) => {
    const rows = (await tx.execute(sql`
      select r.id, r.number, r.customer_id, c.name as customer_name, c.number as customer_number, r.payer, r.source,
        r.file_name, r.is_scanned, r.status, r.method, r.reference, r.paid_on::text, r.currency,
        r.total_minor::text as total, r.paused_until_on::text, r.created_by_name,
        ${epoch(sql`r.created_at`)} as created_ms, ${epoch(sql`r.confirmed_at`)} as confirmed_ms,
        n.lines, n.open, r.created_at::text as place
      from remittances r
      left join customers c on c.organization_id = r.organization_id and c.id = r.customer_id
      cross join lateral (
        select count(*)::int as lines, (count(*) filter (where l.settled = 'open'))::int as open
        from remittance_lines l where l.organization_id = r.organization_id and l.remittance_id = r.id
      ) n
      where ${conditionsOf(ctx, asked)} and ${GROUPS[group]} ${past}
      order by r.created_at desc, r.id desc
      limit ${limit + 1}`)) as unknown as Raw[];
    const counts = REMITTANCE_GROUPS.map(
      (each) => sql`(count(*) filter (where ${GROUPS[each]}))::int as ${sql.identifier(each)}`,
    );
    const counted = (await tx.execute(sql`
      select r.currency, ${sql.join(counts, sql`, `)},
        (count(*) filter (where ${GROUPS[group]} and r.total_minor is not null))::int as asked,
        coalesce(sum(r.total_minor) filter (where ${GROUPS[group]}), 0)::text as asked_total
      from remittances r
      left join customers c on c.organization_id = r.organization_id and c.id = r.customer_id
      where ${conditionsOf(ctx, asked)}
      group by r.currency order by r.currency`)) as unknown as ({
      currency: string | null;
      asked: number;
      asked_total: string;
    } & Record<RemittanceGroup, number>)[];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(asRow),
      next: rows.length > limit && last ? writeCursor(last) : null,
      counts: Object.fromEntries(
        REMITTANCE_GROUPS.map((each) => [each, counted.reduce((sum, row) => sum + row[each], 0)]),
      ) as Record<RemittanceGroup, number>,
      totals: counted.flatMap(({ currency, asked: count, asked_total }) =>
        currency && count > 0 ? [{ currency, count, totalMinor: BigInt(asked_total) }] : [],
      ),
    };
  });
}

const GROUPS: Record<RemittanceGroup, SQL> = {
  open: sql`r.status in ('reading', 'unreadable', 'draft', 'confirmed')`,
  check: sql`r.status in ('reading', 'unreadable', 'draft')`,
  waiting: sql`r.status = 'confirmed'`,
  ended: sql`r.status in ('tied', 'withdrawn')`,
  all: sql`true`,
};

function conditionsOf(ctx: Context, { customerIds, search }: Asked): SQL {
  const conditions = [sql`r.organization_id = ${ctx.organizationId}`];
  if (customerIds)
    conditions.push(sql`r.customer_id = any(${arrayOf({ type: "uuid", values: customerIds })})`);
  if (search) {
    const part = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const ways = spellings(search).flatMap((text) => [
      beginsWith(sql`r.number`, text),
      sql`exists (select from remittance_lines l
        join items i on i.organization_id = l.organization_id and i.id = l.item_id
        where l.organization_id = r.organization_id and l.remittance_id = r.id
          and (${beginsWith(sql`i.number`, text)} or ${beginsWith(sql`i.number_tail`, text)}))`,
    ]);
    const texts = [sql`r.reference`, sql`r.payer`, sql`r.file_name`, sql`c.name`].map(
      (column) => sql`${column} ilike ${part}`,
    );
    conditions.push(sql`(${sql.join([...ways, ...texts], sql` or `)})`);
  }
  return sql.join(conditions, sql` and `);
}

const epoch = (column: SQL): SQL => sql`floor(extract(epoch from ${column}) * 1000)::text`;

const asRow = (row: Raw): RemittanceRow => ({
  id: row.id,
  number: row.number,
  customerId: row.customer_id,
  customerName: row.customer_name,
  customerNumber: row.customer_number,
  payer: row.payer,
  source: row.source,
  fileName: row.file_name,
  isScanned: row.is_scanned,
  status: row.status,
  method: row.method,
  reference: row.reference,
  paidOn: row.paid_on,
  currency: row.currency,
  totalMinor: row.total === null ? null : BigInt(row.total),
  pausedUntilOn: row.paused_until_on,
  createdByName: row.created_by_name,
  createdAt: new Date(Number(row.created_ms)),
  confirmedAt: row.confirmed_ms === null ? null : new Date(Number(row.confirmed_ms)),
  lineCount: row.lines,
  openCount: row.open,
});

const cursorShape = z.tuple([z.string().max(60), z.uuid()]);

const writeCursor = ({ place, id }: Raw): string =>
  Buffer.from(JSON.stringify([place, id])).toString("base64url");

function readCursor(text: string): { place: string; id: string } {
  try {
    const [place, id] = cursorShape.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    if (!Number.isNaN(Date.parse(place))) return { place, id };
  } catch (cause) {
    if (!(cause instanceof SyntaxError) && !(cause instanceof z.ZodError)) throw cause;
  }
  throw new Refusal(
    "invalid",
    "list.cursor",
    "This page of the list is no longer there. Start from its beginning.",
  );
}
