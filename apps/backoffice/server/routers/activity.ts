import { listActivity, listActivityInput } from "@openitem/domain/audit/list-activity";
import { procedure, router } from "../trpc.ts";

const listInput = listActivityInput.omit({ before: true }).extend({ cursor: listActivityInput.shape.before });

export const activityRouter = router({
  /** The timeline of a customer, a document or a payment, the newest first. */
  list: procedure.input(listInput).query(async ({ ctx, input: { cursor, ...asked } }) => {
    const rows = await listActivity(ctx, { ...asked, before: cursor ?? null });
    const last = rows.at(-1);
    return { rows, next: last && rows.length === asked.limit ? { at: last.at, id: last.id } : null };
  }),
});
