import { api, queryClient } from "../api.ts";

/** Reads anew what a decision about money changes: lines, documents, customers, approvals and counts. */
export async function refreshCash(): Promise<void> {
  await Promise.all(
    [
      api.cash,
      api.bank,
      api.remittances,
      api.payouts,
      api.items,
      api.customers,
      api.disputes,
      api.approvals,
      api.work,
      api.activity,
    ].map((each) => queryClient.invalidateQueries(each.pathFilter())),
  );
}
