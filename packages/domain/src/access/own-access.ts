import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Nobody changes his own access: neither up, nor, by mistake, away. Refuses `access.own`. */
export function refuseOwn(ctx: Context, contactId: string): void {
  if (ctx.actor.kind === "contact" && ctx.actor.contactId === contactId)
    throw new Refusal(
      "forbidden",
      "access.own",
      "You cannot change your own access. Ask another administrator of this account.",
    );
}
