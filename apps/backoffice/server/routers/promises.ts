import { listPromises, listPromisesInput } from "@openitem/domain/promises/list-promises";
import { procedure, router } from "../trpc.ts";

export const promisesRouter = router({
  /** Promises by group, with the counts of all groups and what the asked one comes to. */
  list: procedure.input(listPromisesInput).query(({ ctx, input }) => listPromises(ctx, input)),
});
