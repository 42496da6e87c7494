import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, type Tx, transactOnce } from "../kernel/transact.ts";

/**
 * A command of remittances that is done once for the id its form carries. Somebody else's use of the same id is refused
 * like other contents under it: `command.reused`.
 */
export async function submitRemittance<T extends Record<string, unknown>>(
  ctx: Context,
  command: { name: string; key: string; input: unknown },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transactOnce(ctx, command, work);
  } catch (error) {
    const { constraint } = databaseError(error);
    if (["remittances_organization_id_id", "commands_"].some((start) => constraint.startsWith(start)))
      throw new Refusal(
        "conflict",
        "command.reused",
        "This was sent before with other contents. Reload the page and send it again.",
      );
    throw error;
  }
}
