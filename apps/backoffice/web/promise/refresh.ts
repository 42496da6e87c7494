import { api, queryClient } from "../api.ts";

/** Reads anew what an answer to a promise changes: itself, its lists, what is chased, and work that waited for it. */
export async function refreshPromises(): Promise<void> {
  await Promise.all(
    [api.promises, api.tasks, api.work, api.activity, api.items, api.customers].map((each) =>
      queryClient.invalidateQueries(each.pathFilter()),
    ),
  );
}
