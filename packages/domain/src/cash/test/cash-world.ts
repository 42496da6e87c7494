import { newId } from "@openitem/db/ids";
import { bankLines } from "@openitem/db/schema/bank";
import { applications } from "@openitem/db/schema/items";
import { and, asc, eq } from "drizzle-orm";
import { newWorld } from "../../../test/world.ts";
import { type CamtEntry, camtOf } from "../../bank/camt-statement.ts";
import { createBankAccount } from "../../bank/create-bank-account.ts";
import { importBankStatement } from "../../bank/import-bank-statement.ts";
import { readItem } from "../../items/read-item.ts";
import { decimal, parseDecimal, sum } from "../../kernel/money.ts";
import { read } from "../../kernel/transact.ts";

const IBAN = "DE89370400440532013000";

export type CashWorld = Awaited<ReturnType<typeof newCashWorld>>;

/** A biller with a bank account, and money that comes to it by statements. */
export async function newCashWorld(currency = "USD") {
  const world = await newWorld();
  const finance = world.staff("finance");
  const { bankAccountId } = await createBankAccount(finance, {
    id: newId(),
    legalEntityId: world.legalEntityId,
    currency,
    name: "House bank",
    number: IBAN,
  });
  let statements = 0;
  let balanceMinor = 0n;

  /** Imports a statement with these entries, and answers their lines in the order of the entries' amounts. */
  async function money(...entries: Partial<CamtEntry>[]) {
    statements += 1;
    const id = `STMT-${statements}`;
    const day = "2026-11-16";
    const booked = entries.map((entry, at) => ({
      amount: "100.00",
      bookedOn: day,
      valueOn: day,
      reference: `${id}-${at + 1}`,
      ...entry,
    }));
    const total = sum(booked.map((entry) => parseDecimal(entry.amount, currency) ?? 0n));
    const [opening, closing] = [decimal(balanceMinor, currency), decimal(balanceMinor + total, currency)];
    balanceMinor += total;
    const statement = { account: IBAN, currency, id, from: day, to: day, opening, closing, entries: booked };
    const bytes = camtOf("camt.053", [statement]);
    await importBankStatement(world.worker, { bytes, fileName: `${id}.xml` });
    const lines = await allLines();
    return lines.filter((line) => line.reference?.startsWith(`${id}-`));
  }

  const allLines = () =>
    read(world.worker, (tx) =>
      tx
        .select()
        .from(bankLines)
        .where(eq(bankLines.organizationId, world.organizationId))
        .orderBy(asc(bankLines.id)),
    );

  const lineOf = async (lineId: string) => (await allLines()).find((line) => line.id === lineId)!;
  const openOf = async (itemId: string) => (await readItem(world.worker, itemId)).item.openMinor;
  const appliedTo = (debitId: string) =>
    read(world.worker, (tx) =>
      tx
        .select()
        .from(applications)
        .where(and(eq(applications.organizationId, world.organizationId), eq(applications.debitId, debitId)))
        .orderBy(asc(applications.id)),
    );
  const numberOf = async (itemId: string) => (await readItem(world.worker, itemId)).item.number;

  return { ...world, finance, bankAccountId, money, allLines, lineOf, openOf, appliedTo, numberOf };
}
