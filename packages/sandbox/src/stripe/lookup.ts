import { missing } from "./fault.ts";
import type { StripeState } from "./state.ts";
import type { World } from "./world.ts";

const tables: [prefix: string, table: keyof StripeState][] = [
  ["cus_", "customers"],
  ["cs_", "sessions"],
  ["pi_", "paymentIntents"],
  ["seti_", "setupIntents"],
  ["pm_", "paymentMethods"],
  ["mandate_", "mandates"],
  ["ch_", "charges"],
  ["py_", "charges"],
  ["re_", "refunds"],
  ["pyr_", "refunds"],
  ["du_", "disputes"],
  ["txn_", "balanceTransactions"],
  ["po_", "payouts"],
  ["ccsbtxn_", "cashTransactions"],
  ["evt_", "events"],
  ["we_", "endpoints"],
];

/** The stored object of an id, told by its prefix; null when there is none. */
export function findById(world: World, id: string): object | null {
  const table = tables.find(([prefix]) => id.startsWith(prefix));
  if (table === undefined) return null;
  const rows: unknown = world.state[table[1]];
  const found = (rows as Record<string, object>)[id];
  return found ?? null;
}

/** The row of an id, or Stripe's 404 that names its kind. */
export function must<Row>(rows: Record<string, Row>, kind: string, id: string, param?: string): Row {
  const row = Object.hasOwn(rows, id) ? rows[id] : undefined;
  if (row === undefined) throw missing(kind, id, param);
  return row;
}
