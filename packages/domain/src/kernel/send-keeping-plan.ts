import { send } from "@openitem/db/statement";
import type { Tx } from "./transact.ts";

const PLANNING = "select set_config('plan_cache_mode', $1, true)";

/** The statements of a read after this keep one plan for whatever values: for those that take longer to plan than to run. */
export const keepPlans = (tx: Tx) => send(tx, PLANNING, ["force_generic_plan"]);

const planAnew = (tx: Tx) => send(tx, PLANNING, ["force_custom_plan"]);

/** Sends one statement of a read that keeps its plan; those after it are planned for their own values again. */
export async function sendKeepingPlan(tx: Tx, text: string, values: readonly unknown[]) {
  const [, rows] = await Promise.all([keepPlans(tx), send(tx, text, values), planAnew(tx)]);
  return rows;
}
