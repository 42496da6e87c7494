import type { Actor } from "../kernel/context.ts";
import { minorDigits, parseDecimal } from "../kernel/money.ts";
import type { DisputePolicy } from "../policies/policy.ts";
import type { Outcome } from "./resolution.ts";

/* What one person may give by himself, and what he may grant a colleague. Pure. Minor units. */

type Limits = Pick<DisputePolicy, "creditLimits" | "writeOffLimits">;

/** The policy's page that an outcome is measured by. */
export const limitKind = (outcome: Outcome): keyof Limits =>
  outcome === "write_off" ? "writeOffLimits" : "creditLimits";

/**
 * The most that `actor` may give in `currency` with this outcome: what the policy says of his role and the currency,
 * else of all other currencies ("*"), else nothing. The system itself gives nothing away.
 */
export function limitOf(policy: Limits, actor: Actor, outcome: Outcome, currency: string): bigint {
  if (actor.kind !== "staff" || actor.role === "auditor") return 0n;
  const byCurrency = policy[limitKind(outcome)][actor.role];
  const text = byCurrency?.[currency] ?? byCurrency?.["*"];
  return text === undefined ? 0n : wholeMinor(text, currency);
}

/** Decimals that the currency does not have ("10.50" for yen) are cut: a limit is never rounded up. */
function wholeMinor(text: string, currency: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return parseDecimal(`${whole}.${fraction.slice(0, minorDigits(currency))}`, currency) ?? 0n;
}
