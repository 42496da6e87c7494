import { bankAccounts } from "@openitem/db/schema/bank";
import { legalEntities } from "@openitem/db/schema/organizations";
import type { BankFile, BankStatement } from "@openitem/readers/bank/bank-file";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { findByNumber, plainNumber } from "./account-number.ts";
import { createBankAccount } from "./create-bank-account.ts";

/** The account a statement is of, and which day it is there. */
export type StatementAccount = { id: string; number: string; currency: string; today: string };

/** What of `BankImportOptions` is about accounts. */
type Wish = {
  account?: string | undefined;
  currency?: string | undefined;
  createFor?: string | "busiest" | undefined;
};

/** An account that was opened for a file. */
export type OpenedAccount = { number: string; currency: string; entity: string };

/**
 * Finds the account of each statement of a file, in its order. Those that are not there are opened as `createFor` says,
 * or refused all at once as `bank_file.account_unknown`.
 */
export async function findAccounts(
  ctx: Context,
  file: BankFile,
  wish: Wish,
): Promise<{ accounts: StatementAccount[]; created: OpenedAccount[] }> {
  let known = await readAccounts(ctx);
  const found = (statement: BankStatement) =>
    findByNumber(known, numberOf(statement, wish), currencyOf(statement, wish));
  const unknown = file.statements.filter((statement) => !found(statement));
  const created: OpenedAccount[] = [];
  if (unknown.length > 0) {
    if (wish.createFor === undefined) throw unknownAccounts(unknown, wish);
    for (const statement of unknown) {
      if (found(statement)) continue;
      created.push(...(await openAccount(ctx, statement, wish, wish.createFor)));
      known = await readAccounts(ctx);
    }
  }
  const accounts = file.statements.map((statement) => {
    const account = found(statement);
    if (!account) throw unknownAccounts([statement], wish);
    return account;
  });
  return { accounts, created };
}

function numberOf(statement: BankStatement, { account }: Wish): string {
  const number = statement.account ?? account;
  if (number !== undefined && plainNumber(number) !== "") return number;
  throw new Refusal(
    "invalid",
    "bank_file.account_missing",
    "The file does not say which account it is of. Name the account, and import it again.",
  );
}

function unknownAccounts(statements: readonly BankStatement[], wish: Wish): Refusal {
  const names = new Set(
    statements.map((statement) =>
      `${plainNumber(numberOf(statement, wish))} ${currencyOf(statement, wish) ?? ""}`.trim(),
    ),
  );
  const accounts = [...names].join(", ");
  return new Refusal(
    "invalid",
    "bank_file.account_unknown",
    `No bank account is known under ${accounts}. Open it first, or check its number and currency; nothing was imported.`,
    { accounts },
  );
}

async function openAccount(
  ctx: Context,
  statement: BankStatement,
  wish: Wish,
  entityCode: string,
): Promise<OpenedAccount[]> {
  const number = plainNumber(numberOf(statement, wish));
  const currency = currencyOf(statement, wish);
  if (currency === null || !isCurrency(currency))
    throw new Refusal(
      "invalid",
      "bank_file.currency_missing",
      `The file does not say in which currency account ${number} is kept, or in none that we know. Open the account first.`,
      { account: number, currency: currency ?? "" },
    );
  const entity = await findEntity(ctx, entityCode, currency);
  if (!entity)
    throw new Refusal("missing", "entity.missing", `There is no legal entity with the code ${entityCode}.`, {
      code: entityCode,
    });
  const name = statement.accountName?.trim().slice(0, 120) || number;
  try {
    await createBankAccount(ctx, { legalEntityId: entity.id, currency, name, number });
  } catch (error) {
    // Another import was first; its account is as good.
    if (error instanceof Refusal && error.code === "bank_account.number_taken") return [];
    throw error;
  }
  return [{ number, currency, entity: entity.code }];
}

const currencyOf = (statement: BankStatement, wish: Wish): string | null =>
  statement.currency ?? wish.currency ?? null;

/** The legal entity of a code; the busiest is the one with most open documents in the currency. */
const findEntity = (ctx: Context, code: string, currency: string) =>
  read(ctx, async (tx) => {
    const open = sql`(select count(*) from items i where i.organization_id = ${ctx.organizationId}
      and i.legal_entity_id = ${legalEntities.id} and i.currency = ${currency} and i.open_minor > 0)`;
    const [entity] = await tx
      .select({ id: legalEntities.id, code: legalEntities.code })
      .from(legalEntities)
      .where(
        and(
          eq(legalEntities.organizationId, ctx.organizationId),
          code === "busiest" ? undefined : eq(legalEntities.code, code),
        ),
      )
      .orderBy(desc(open), asc(legalEntities.code))
      .limit(1);
    return entity;
  });

const readAccounts = (ctx: Context): Promise<StatementAccount[]> =>
  read(ctx, async (tx) => {
    const rows = await tx
      .select({
        id: bankAccounts.id,
        number: bankAccounts.number,
        currency: bankAccounts.currency,
        timeZone: legalEntities.timeZone,
      })
      .from(bankAccounts)
      .innerJoin(
        legalEntities,
        and(
          eq(legalEntities.organizationId, bankAccounts.organizationId),
          eq(legalEntities.id, bankAccounts.legalEntityId),
        ),
      )
      .where(eq(bankAccounts.organizationId, ctx.organizationId));
    return rows.map(({ timeZone, ...account }) => ({ ...account, today: dayIn(ctx.now, timeZone) }));
  });
