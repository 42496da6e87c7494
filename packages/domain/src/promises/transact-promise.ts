import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, type Tx, transactOnce } from "../kernel/transact.ts";

/** Done once for the form's id, which becomes the promise's. Refuses `command.reused` when somebody else's has it. */
export async function transactPromise<T extends Record<string, unknown>>(
  ctx: Context,
  command: { name: string; key: string; input: unknown },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transactOnce(ctx, command, work);
  } catch (error) {
    if (databaseError(error).constraint !== "promises_organization_id_id_pk") throw error;
    throw new Refusal(
      "conflict",
      "command.reused",
      "This was sent before with other contents. Reload the page and send it again.",
    );
  }
}
