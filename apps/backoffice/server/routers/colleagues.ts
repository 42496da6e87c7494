import { listColleagues } from "@openitem/domain/access/list-colleagues";
import { procedure, router } from "../trpc.ts";

export const colleaguesRouter = router({
  /** Who can be given work. */
  list: procedure.query(({ ctx }) => listColleagues(ctx)),
});
