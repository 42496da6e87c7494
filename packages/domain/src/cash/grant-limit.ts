import type { Actor } from "../kernel/context.ts";
import type { Policy } from "../policies/policy.ts";
import { limitOf } from "../resolutions/limit.ts";
import type { CashDecisionKind } from "./cash-decision.ts";
import { refundLimit } from "./refund-credit.ts";

/** The most that somebody may grant a colleague, by kind: what he could decide by himself. Minor units. */
export function grantLimit(
  { dispute, cash }: { dispute: Policy<"dispute">; cash: Policy<"cash"> },
  actor: Actor,
  kind: CashDecisionKind,
  currency: string,
): bigint {
  if (kind === "refund") return refundLimit(cash, actor, currency);
  return limitOf(dispute, actor, kind === "write_off" ? "write_off" : "credit", currency);
}
