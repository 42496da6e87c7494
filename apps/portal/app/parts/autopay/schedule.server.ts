import { keptKinds } from "@openitem/domain/autopay/autopay";
import { CHARGE_WORDS, chargeText } from "@openitem/domain/autopay/consent-words";
import { listMethods } from "@openitem/domain/autopay/list-methods";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "../../context.ts";
import { METHOD_KINDS } from "./method-kinds.ts";
import type { ScheduleOffer } from "./schedule.ts";

/** From which methods of an account documents can be charged on a day; null where there is none, or he may not. */
export async function scheduleOf(
  { ctx, biller }: Viewer,
  { customerId, currency }: { customerId: string; currency: string },
): Promise<ScheduleOffer | null> {
  if (!may(ctx.actor, "charge.schedule", customerId)) return null;
  const methods = (await listMethods(ctx, { customerIds: [customerId] })).filter(
    ({ status, kind }) => status === "active" && keptKinds(currency, METHOD_KINDS).includes(kind),
  );
  if (methods.length === 0) return null;
  return {
    methods: methods.map(({ id, kind, brand, last4 }) => ({ id, kind, brand, last4 })),
    words: { version: CHARGE_WORDS, text: chargeText(biller) },
  };
}
