import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type Answers, api, queryClient } from "../api.ts";

/** While somebody pays we look again this often, else that often. */
const BUSY_MS = 5_000;
const QUIET_MS = 20_000;

type Rows = Answers["payments"]["list"]["rows"];
const NONE: Rows = [];

/** Payments of a customer that are under way. When one begins, moves on or ends, everything shown of him is read anew. */
export function usePaymentsUnderWay(customerId: string): Rows {
  const { data } = useQuery(
    api.payments.list.queryOptions(
      { customerIds: [customerId], group: "under_way", limit: 50 },
      { refetchInterval: ({ state }) => (state.data && state.data.rows.length > 0 ? BUSY_MS : QUIET_MS) },
    ),
  );
  const rows = data?.rows ?? NONE;
  const standing = data && rows.map(({ id, status }) => `${id} ${status}`).join();
  const before = useRef<{ customerId: string; standing: string } | null>(null);
  useEffect(() => {
    if (standing === undefined) return;
    const changed = before.current?.customerId === customerId && before.current.standing !== standing;
    before.current = { customerId, standing };
    if (changed) void refreshMoney();
  }, [customerId, standing]);
  return rows;
}

/** Reads anew what money moved: balances, documents, payments, timelines. */
export async function refreshMoney(): Promise<void> {
  await Promise.all(
    [api.customers, api.items, api.payments, api.activity].map((each) =>
      queryClient.invalidateQueries(each.pathFilter()),
    ),
  );
}
