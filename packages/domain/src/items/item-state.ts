import { type SQL, sql } from "drizzle-orm";
import { DISPUTED_MINOR, PROMISED_MINOR } from "../holds/claims.ts";
import type { Bucket } from "../statements/ageing.ts";

/* Text of queries that others run: which documents a list holds in which state. They stand as `i`. */

export const ITEM_STATES = [
  "open",
  "ready",
  "overdue",
  "due_soon",
  "not_due",
  "in_flight",
  "disputed",
  "promised",
  "part_paid",
  "credits",
  "paid",
  "all",
] as const;
export type ItemState = (typeof ITEM_STATES)[number];

const OPEN = sql`i.open_minor > 0`;
const DEBIT_KINDS = sql`i.kind in ('invoice', 'debit_memo')`;
const RESERVED_MINOR = sql`coalesce((select sum(s.amount_minor) from payment_shares s where s.organization_id = i.organization_id and s.item_id = i.id and s.state = 'reserved'), 0)`;

/** Whether payments under way, disputes and promises hold some of the document. */
export type Held = { reserved: SQL; disputed: SQL; promised: SQL };

/** The state and the age. `today` is the customer's day. */
export function stateFilter(
  { state, bucket }: { state: ItemState; bucket?: Bucket | null | undefined },
  today: SQL,
  held: Held,
): SQL[] {
  const byState: Record<ItemState, () => SQL[]> = {
    open: () => [OPEN, DEBIT_KINDS],
    // Overdue, and not taken up whole by what is under way, in question or promised: the part to pay or chase now.
    ready: () => [
      OPEN,
      DEBIT_KINDS,
      sql`i.due_on < ${today}`,
      sql`i.open_minor > ${RESERVED_MINOR} + ${DISPUTED_MINOR} + ${PROMISED_MINOR}`,
    ],
    overdue: () => [OPEN, DEBIT_KINDS, sql`i.due_on < ${today}`],
    due_soon: () => [OPEN, DEBIT_KINDS, sql`i.due_on between ${today} and ${today} + 7`],
    not_due: () => [OPEN, DEBIT_KINDS, sql`i.due_on >= ${today}`],
    in_flight: () => [OPEN, DEBIT_KINDS, held.reserved],
    disputed: () => [OPEN, DEBIT_KINDS, held.disputed],
    promised: () => [OPEN, DEBIT_KINDS, held.promised],
    part_paid: () => [OPEN, DEBIT_KINDS, sql`i.open_minor < i.amount_minor`],
    credits: () => [OPEN, sql`i.kind in ('credit_memo', 'receipt')`],
    paid: () => [sql`i.open_minor = 0`, DEBIT_KINDS],
    all: () => [],
  };
  return [...byState[state](), ...(bucket ? [bucketFilter(bucket, today)] : [])];
}

function bucketFilter(bucket: Bucket, today: SQL): SQL {
  if (bucket === "current") return sql`i.due_on >= ${today}`;
  if (bucket === "90+") return sql`i.due_on < ${today} - 90`;
  const [from, to] = bucket.split("-").map(Number) as [number, number];
  return sql`i.due_on between ${today} - ${to}::int and ${today} - ${from}::int`;
}
