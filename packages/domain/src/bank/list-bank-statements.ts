import { bankAccounts, bankStatements } from "@openitem/db/schema/bank";
import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { loadStatements } from "./load-standing.ts";
import { type Gap, gapsOf } from "./statement-chain.ts";

export const listBankStatementsInput = z.object({
  bankAccountId: z.uuid().nullish(),
  status: z.enum(["booked", "held", "discarded"]).nullish(),
  /** The last row of the page before. */
  after: z.object({ day: z.string().refine(isDay), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** The day a statement stands under: its last one, or when it was imported. */
const DAY = sql<string>`coalesce(${bankStatements.toOn}, ${bankStatements.fromOn}, ${bankStatements.importedAt}::date)`;

/**
 * Statements, the latest first, each with the gap before it if statements are missing there; `gaps` are all of the
 * accounts asked for, oldest first, and `counts` how many statements there are in each status. For the biller's people.
 */
export async function listBankStatements(ctx: Context, raw: z.input<typeof listBankStatementsInput>) {
  const { bankAccountId, status, after, limit } = listBankStatementsInput.parse(raw);
  permit(ctx.actor, "work.read");
  const own = ctx.organizationId;
  return read(ctx, async (tx) => {
    const ofAccount = and(
      eq(bankStatements.organizationId, own),
      bankAccountId ? eq(bankStatements.bankAccountId, bankAccountId) : undefined,
    );
    const [rows, counted, accounts] = await Promise.all([
      tx
        .select({
          ...getTableColumns(bankStatements),
          accountName: bankAccounts.name,
          accountNumber: bankAccounts.number,
          currency: bankAccounts.currency,
          day: sql<string>`${DAY}::text`,
        })
        .from(bankStatements)
        .innerJoin(
          bankAccounts,
          and(
            eq(bankAccounts.organizationId, bankStatements.organizationId),
            eq(bankAccounts.id, bankStatements.bankAccountId),
          ),
        )
        .where(
          and(
            ofAccount,
            status ? eq(bankStatements.status, status) : undefined,
            after ? sql`(${DAY}, ${bankStatements.id}) < (${after.day}::date, ${after.id}::uuid)` : undefined,
          ),
        )
        .orderBy(desc(DAY), desc(bankStatements.id))
        .limit(limit + 1),
      tx
        .select({ status: bankStatements.status, count: sql<number>`count(*)::int` })
        .from(bankStatements)
        .where(ofAccount)
        .groupBy(bankStatements.status),
      tx
        .select({ id: bankAccounts.id, name: bankAccounts.name, currency: bankAccounts.currency })
        .from(bankAccounts)
        .where(
          and(
            eq(bankAccounts.organizationId, own),
            bankAccountId ? eq(bankAccounts.id, bankAccountId) : undefined,
          ),
        ),
    ]);
    const gaps: (Gap & { bankAccountId: string; accountName: string; currency: string })[] = [];
    for (const account of accounts) {
      const found = gapsOf(await loadStatements(tx, ctx, account.id));
      gaps.push(
        ...found.map((gap) => ({
          ...gap,
          bankAccountId: account.id,
          accountName: account.name,
          currency: account.currency,
        })),
      );
    }
    const gapOf = new Map(gaps.map((gap) => [gap.statementId, gap]));
    const page = rows.slice(0, limit).map((row) => ({ ...row, gap: gapOf.get(row.id) ?? null }));
    const last = page.at(-1);
    const counts = { booked: 0, held: 0, discarded: 0 };
    for (const each of counted) counts[each.status] = each.count;
    return {
      rows: page,
      next: rows.length > limit && last ? { day: last.day, id: last.id } : null,
      gaps,
      counts,
    };
  });
}

export type BankStatementListRow = Awaited<ReturnType<typeof listBankStatements>>["rows"][number];
