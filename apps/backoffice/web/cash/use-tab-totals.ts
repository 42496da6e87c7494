import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api.ts";
import type { CashSearch, CashTab } from "./cash-search.ts";

/** Count over all currencies, and the sum of each. Minor units. */
export type TabTotal = { count: number; sums: { currency: string; count: number; minor: bigint }[] };
export type TabTotals = Record<CashTab, TabTotal> & { advice: number };

const LOOK_MS = 30_000;

/** What every tab holds, exactly; undefined until it is known. */
export function useTabTotals({ account, search }: CashSearch): TabTotals | undefined {
  const asked = { bankAccountId: account || null, search: search || null };
  const often = { refetchInterval: LOOK_MS };
  const waiting = useQuery(api.cash.matchTotals.queryOptions(asked, often)).data;
  const matched = useQuery(
    api.bank.lineTotals.queryOptions({ ...asked, state: "receipt", flow: "in" }, often),
  ).data;
  const out = useQuery(
    api.bank.lineTotals.queryOptions({ ...asked, state: "open", flow: "out" }, often),
  ).data;
  const advices = useQuery(api.remittances.list.queryOptions({ group: "waiting", limit: 1 }, often)).data;
  return useMemo(() => {
    if (!waiting || !matched || !out || !advices) return undefined;
    const lines = waiting.map(({ leftMinor, ...row }) => ({ ...row, minor: leftMinor }));
    const open = lines.filter(({ state }) => state === "open");
    return {
      unmatched: summed(open),
      unknown: summed(open.filter(({ payer }) => payer === "unknown")),
      unapplied: summed(lines.filter(({ state }) => state === "receipt")),
      out: summed(out.totals.map(({ outMinor, ...row }) => ({ ...row, minor: outMinor }))),
      matched: summed(matched.totals.map(({ inMinor, ...row }) => ({ ...row, minor: inMinor }))),
      advice: advices.counts.waiting,
    };
  }, [waiting, matched, out, advices]);
}

function summed(rows: readonly { currency: string; count: number; minor: bigint }[]): TabTotal {
  const sums = [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, all]) => ({
    currency,
    count: all.reduce((total, each) => total + each.count, 0),
    minor: all.reduce((total, each) => total + each.minor, 0n),
  }));
  return { count: sums.reduce((total, each) => total + each.count, 0), sums };
}
