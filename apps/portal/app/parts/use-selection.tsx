import { useState } from "react";
import type { InvoiceRow } from "../invoices.server.ts";

/** What fits into an address on its way to the payment page, past any proxy. */
export const SELECTED_MAX = 150;

type Ticked = Pick<InvoiceRow, "id" | "currency" | "isDebit" | "payableMinor">;

/** What is ticked: kept while pages of the list are turned, dropped when another account is looked at. */
export function useSelection(account: string | null) {
  const [kept, setKept] = useState<{ account: string | null; ticked: ReadonlyMap<string, Ticked> }>({
    account,
    ticked: new Map(),
  });
  const ticked: ReadonlyMap<string, Ticked> = kept.account === account ? kept.ticked : new Map();
  const set = (rows: readonly Ticked[], isOn: boolean) => {
    const next = new Map(ticked);
    for (const row of rows)
      if (isOn) next.set(row.id, row);
      else next.delete(row.id);
    setKept({ account, ticked: next });
  };
  const rows = [...ticked.values()];
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return {
    rows,
    has: (id: string) => ticked.has(id),
    set,
    clear: () => setKept({ account, ticked: new Map() }),
    /** null where several currencies are ticked */
    currency: currencies.length === 1 ? (currencies[0] ?? null) : null,
    /** minor units; credits taken off */
    sumMinor: rows.reduce((sum, row) => sum + (row.isDebit ? row.payableMinor : -row.payableMinor), 0n),
    hasDebit: rows.some((row) => row.isDebit),
  };
}

export type Selection = ReturnType<typeof useSelection>;
