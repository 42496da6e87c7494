import { parseDecimal } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { DisputePolicy } from "../policies/policy.ts";
import { readDecimal } from "./exact-decimal.ts";

/* Why something is disputed, and what each reason asks for. Pure: reasons are policy. */

export type Reason = DisputePolicy["reasons"][number];
export type Fact = Reason["facts"][number];

/** What the form of a dispute says beside its amounts. `lines` are those it names. */
export type Grounds = {
  facts: Readonly<Record<string, string>>;
  comment: string;
  fileCount: number;
  lines: readonly { quantity: string | null; unitPrice: string | null }[];
};

const FACT_MAX = 200;
const NUMBERS: readonly Fact[] = ["billed_price", "expected_price", "expected_quantity"];

/** The reason of a code. Refuses `dispute.reason` when the policy has none of that code. */
export function reasonOf(policy: Pick<DisputePolicy, "reasons">, code: string): Reason {
  const reason = policy.reasons.find((each) => each.code === code);
  if (!reason) throw new Refusal("invalid", "dispute.reason", "Choose a reason from the list.");
  return reason;
}

/**
 * The facts that the reason asks for, as they are kept; what it does not ask for is dropped. What every line says for
 * itself need not be said again, and what was billed stands on the document. Refuses `dispute.fact_missing`,
 * `dispute.fact_invalid`, `dispute.comment_missing`, `dispute.proof_missing` and `dispute.too_many_files`.
 */
export function groundsOf(
  reason: Reason,
  { facts, comment, fileCount, lines }: Grounds,
  filesMax: number,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const field of reason.facts) {
    const value = facts[field]?.trim() ?? "";
    if (value === "") {
      if (isSaidByLines(field, lines)) continue;
      throw new Refusal("invalid", "dispute.fact_missing", "Fill in the marked field; we need it to check.", {
        field,
      });
    }
    if (value.length > FACT_MAX || (NUMBERS.includes(field) && !isAmountLike(value)))
      throw new Refusal(
        "invalid",
        "dispute.fact_invalid",
        NUMBERS.includes(field)
          ? "Write the marked field as a number, such as 0.0086."
          : `Write the marked field in up to ${FACT_MAX} characters; the rest fits into the comment.`,
        { field },
      );
    kept[field] = value;
  }
  if (reason.facts.length === 0 && comment.trim() === "")
    throw new Refusal("invalid", "dispute.comment_missing", "Tell us in your own words what is wrong.");
  if (reason.proof === "required" && fileCount === 0)
    throw new Refusal("invalid", "dispute.proof_missing", "Add at least one file that shows it.");
  checkFileCount(fileCount, filesMax);
  return kept;
}

/** Refuses `dispute.too_many_files`. */
export function checkFileCount(fileCount: number, filesMax: number): void {
  if (fileCount > filesMax)
    throw new Refusal(
      "invalid",
      "dispute.too_many_files",
      `Up to ${filesMax} files can be sent at once. Remove some, or send them in a message afterwards.`,
      { max: filesMax },
    );
}

/** Office minutes until the answer: less time for large amounts. */
export function answerMinutes(
  reason: Reason,
  amountMinor: bigint,
  currency: string,
  policy: DisputePolicy,
): number {
  const isLarge = amountMinor >= largeFrom(policy, currency);
  return 60 * (isLarge ? reason.answerHoursLarge : reason.answerHours);
}

/** From which amount on a dispute counts as large, in minor units. A currency the policy does not name has no small ones. */
export function largeFrom({ largeFrom: limits }: Pick<DisputePolicy, "largeFrom">, currency: string): bigint {
  const limit = limits[currency] ?? limits["*"];
  return (limit === undefined ? null : parseDecimal(limit, currency)) ?? 0n;
}

function isSaidByLines(field: Fact, lines: Grounds["lines"]): boolean {
  if (field === "billed_price") return true;
  if (lines.length === 0) return false;
  if (field === "expected_price") return lines.every((line) => line.unitPrice !== null);
  return field === "expected_quantity" && lines.every((line) => line.quantity !== null);
}

const isAmountLike = (text: string): boolean => !text.startsWith("-") && readDecimal(text) !== null;
