import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { transact } from "../kernel/transact.ts";
import { decidePrepared } from "./decide-prepared.ts";
import { lockPrepared } from "./lock-prepared.ts";

export const withdrawPreparedInput = z.object({ preparedId: z.uuid() });

/** Who prepared a payment takes it back before somebody decides. */
export async function withdrawPrepared(
  ctx: Context,
  { preparedId }: z.infer<typeof withdrawPreparedInput>,
): Promise<void> {
  await transact(ctx, async (tx) =>
    decidePrepared(tx, ctx, await lockPrepared(tx, ctx, preparedId), "withdraw"),
  );
}
