import { api, queryClient } from "../api.ts";

/** Reads anew what working on a dispute changes: itself, lists and counts, and what money it moved. */
export async function refreshDisputes(): Promise<void> {
  await Promise.all(
    [
      api.disputes,
      api.resolutions,
      api.approvals,
      api.tasks,
      api.causes,
      api.work,
      api.activity,
      api.items,
      api.customers,
    ].map((each) => queryClient.invalidateQueries(each.pathFilter())),
  );
}
