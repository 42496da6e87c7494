import { bankAccountDetails, bankAccounts } from "@openitem/db/schema/bank";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

type Tally = {
  id: string;
  open: number;
  open_minor: string;
  held: number;
  last_to: string | null;
  last_closing: string | null;
};

/**
 * The biller's bank accounts by legal entity and name, with what customers are shown of each (`details[0]` holds, the
 * others are the log of changes), what waits on it, and how far its statements go. For the biller's people.
 */
export async function listBankAccounts(ctx: Context) {
  permit(ctx.actor, "work.read");
  const own = ctx.organizationId;
  return read(ctx, async (tx) => {
    const [accounts, details, tallies] = await Promise.all([
      tx
        .select({
          id: bankAccounts.id,
          name: bankAccounts.name,
          number: bankAccounts.number,
          currency: bankAccounts.currency,
          ledgerAccount: bankAccounts.ledgerAccount,
          legalEntityId: bankAccounts.legalEntityId,
          entityCode: legalEntities.code,
          entityName: legalEntities.name,
        })
        .from(bankAccounts)
        .innerJoin(
          legalEntities,
          and(
            eq(legalEntities.organizationId, bankAccounts.organizationId),
            eq(legalEntities.id, bankAccounts.legalEntityId),
          ),
        )
        .where(eq(bankAccounts.organizationId, own))
        .orderBy(asc(legalEntities.code), asc(bankAccounts.name), asc(bankAccounts.id)),
      tx
        .select()
        .from(bankAccountDetails)
        .where(eq(bankAccountDetails.organizationId, own))
        .orderBy(desc(bankAccountDetails.changedAt), desc(bankAccountDetails.id)),
      tx.execute(sql`
        select a.id, coalesce(l.open, 0)::int as open, coalesce(l.open_minor, 0)::text as open_minor,
          coalesce(s.held, 0)::int as held, last.to_on::text as last_to, last.closing_minor::text as last_closing
        from bank_accounts a
        left join (
          select bank_account_id, count(*) as open, sum(amount_minor) as open_minor from bank_lines
          where organization_id = ${own} and state = 'open' group by bank_account_id
        ) l on l.bank_account_id = a.id
        left join (
          select bank_account_id, count(*) as held from bank_statements
          where organization_id = ${own} and status = 'held' group by bank_account_id
        ) s on s.bank_account_id = a.id
        left join lateral (
          select to_on, closing_minor from bank_statements b
          where b.organization_id = ${own} and b.bank_account_id = a.id and b.status = 'booked' and b.to_on is not null
          order by b.to_on desc, b.id desc limit 1
        ) last on true
        where a.organization_id = ${own}`) as unknown as Promise<Tally[]>,
    ]);
    const tallyOf = new Map(tallies.map((tally) => [tally.id, tally]));
    const detailsOf = Map.groupBy(details, (each) => each.bankAccountId);
    return accounts.map((account) => {
      const tally = tallyOf.get(account.id);
      return {
        ...account,
        details: detailsOf.get(account.id) ?? [],
        openLines: tally?.open ?? 0,
        openMinor: BigInt(tally?.open_minor ?? 0),
        heldStatements: tally?.held ?? 0,
        /** The day and the balance the newest booked statement ends with. */
        lastOn: tally?.last_to ?? null,
        closingMinor: tally?.last_closing == null ? null : BigInt(tally.last_closing),
      };
    });
  });
}

export type BankAccountRow = Awaited<ReturnType<typeof listBankAccounts>>[number];
