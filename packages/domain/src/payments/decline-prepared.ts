import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { decidePrepared } from "./decide-prepared.ts";
import { lockPrepared } from "./lock-prepared.ts";

export const declinePreparedInput = z.object({
  preparedId: z.uuid(),
  reason: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/** An approver of the account does not release a prepared payment, and says why; who prepared it is told. */
export async function declinePrepared(
  ctx: Context,
  { preparedId, reason }: z.infer<typeof declinePreparedInput>,
): Promise<void> {
  await transact(ctx, async (tx) =>
    decidePrepared(tx, ctx, await lockPrepared(tx, ctx, preparedId), "decline", { note: reason }),
  );
}
