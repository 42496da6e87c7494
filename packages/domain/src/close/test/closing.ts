import { newId } from "@openitem/db/ids";
import type { World } from "../../../test/world.ts";
import type { Context } from "../../kernel/context.ts";
import { beginClose } from "../begin-close.ts";
import { closePeriod } from "../close-period.ts";
import { noteCheck } from "../note-check.ts";
import { readClose } from "../read-close.ts";
import { signCheck } from "../sign-check.ts";

/** Begins to close a month, as finance does; answers the period. */
export async function begun(world: World, month: string, by = world.staff("finance")): Promise<string> {
  const { periodId } = await beginClose(by, { key: newId(), legalEntityId: world.legalEntityId, month });
  return periodId;
}

/** Notes and signs everything that asks for it. */
export async function signAll(by: Context, month: string): Promise<void> {
  const { checks, period } = await readClose(by, { month });
  for (const { check, state, figure } of checks) {
    const on = { key: newId(), periodId: period.id ?? "", check };
    if (state === "needs_note")
      await noteCheck(by, { ...on, key: newId(), note: "Looked at, and left for November.", ownerId: null });
    if (state === "needs_note" || state === "to_sign") await signCheck(by, { ...on, figure });
  }
}

/** A month closed as it should be: finance prepares, a manager closes. */
export async function closed(world: World, month: string): Promise<string> {
  const periodId = await begun(world, month);
  await signAll(world.staff("finance"), month);
  await closePeriod(world.staff("manager"), { key: newId(), periodId });
  return periodId;
}
