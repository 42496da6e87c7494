import { sql } from "drizzle-orm";
import { BANK_CHECKS } from "../bank/checks.ts";
import { CASH_CHECKS } from "../cash/checks.ts";
import { CLOSE_CHECKS } from "../close/checks.ts";
import { addDays, dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { PROVIDER_MONEY_CHECKS } from "../provider-money/checks.ts";
import { REMITTANCE_CHECKS } from "../remittances/checks.ts";
import { CHECKS, type Check } from "./checks.ts";

/** One thing that does not agree: which check, what it concerns, what it should be and what it is. */
export type Difference = { check: string; subject: string; expected: string; found: string };
export type Verification = {
  /** Every check that ran, and how many things it looked at. */
  checked: { name: string; says: string; count: number }[];
  differences: Difference[];
};

/** Every check of every area, in the order they are told. */
export const ALL_CHECKS: readonly Check[] = [
  ...CHECKS,
  ...BANK_CHECKS,
  ...CASH_CHECKS,
  ...CLOSE_CHECKS,
  ...PROVIDER_MONEY_CHECKS,
  ...REMITTANCE_CHECKS,
];

const DIFFERENCES_PER_CHECK = 100;
/** Days on which statement and journal are compared: today and the ends of the last twelve months. */
const MONTHS_BACK = 12;

/** Recomputes everything that is stored or shown from the rows it follows from, all at one moment. Changes nothing. */
export async function verifyBooks(ctx: Context): Promise<Verification> {
  permit(ctx.actor, "books.verify");
  const days = `{${daysToCompare(ctx.now).join(",")}}`;
  return read(ctx, async (tx) => {
    const result: Verification = { checked: [], differences: [] };
    for (const check of ALL_CHECKS) {
      const { things, differences } = check.query({ organizationId: ctx.organizationId, days });
      const [counted] = (await tx.execute(
        sql`select count(*)::int as count from (${things}) things`,
      )) as unknown as { count: number }[];
      result.checked.push({ name: check.name, says: check.says, count: counted?.count ?? 0 });
      const found = (await tx.execute(sql`
        select subject::text, expected::text, found::text from (${differences}) differences limit ${DIFFERENCES_PER_CHECK}`)) as unknown as Omit<
        Difference,
        "check"
      >[];
      result.differences.push(
        ...found.map((row) => ({
          check: check.name,
          subject: row.subject,
          expected: row.expected,
          found: row.found,
        })),
      );
    }
    return result;
  });
}

function daysToCompare(now: Date): string[] {
  const today = dayIn(now, "UTC");
  const firstOfMonth = Temporal.PlainDate.from(today).with({ day: 1 });
  const monthEnds = Array.from({ length: MONTHS_BACK }, (_, back) =>
    addDays(firstOfMonth.subtract({ months: back }).toString(), -1),
  );
  // A day ahead, because some customer's calendar is already there.
  return [addDays(today, 1), ...monthEnds];
}
