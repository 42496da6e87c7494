import { procedure, router } from "../trpc.ts";

export const booksRouter = router({
  /** Whether the books agree, as of the last check. */
  status: procedure.query(({ ctx }) => ctx.books.status(ctx)),
  /** Recomputes them now. */
  verify: procedure.mutation(({ ctx }) => ctx.books.verify(ctx)),
});
