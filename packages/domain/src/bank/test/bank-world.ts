import { newId } from "@openitem/db/ids";
import postgres from "postgres";
import { close as closeWorld, newWorld, ownerUrl, type World } from "../../../test/world.ts";
import type { Context } from "../../kernel/context.ts";
import { type CamtEntry, type CamtStatement, camtOf } from "../camt-statement.ts";
import { createBankAccount } from "../create-bank-account.ts";
import { importBankStatement } from "../import-bank-statement.ts";

/** Above row-level security, for looking at rows and for spoiling them. */
export const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });

export async function close(): Promise<void> {
  await owner.end();
  await closeWorld();
}

export const IBAN = "DE89370400440532013000";

/** A world whose legal entity has one bank account, in EUR unless told otherwise. */
export async function newBank(currency = "EUR") {
  const world = await newWorld();
  const finance = world.staff("finance");
  const { bankAccountId } = await createBankAccount(finance, {
    id: newId(),
    legalEntityId: world.legalEntityId,
    currency,
    name: "House bank",
    number: "DE89 3704 0044 0532 0130 00",
  });
  return { world, bankAccountId, finance };
}

/** A statement of Monday 16 November 2026, unless told otherwise. */
export const statement = (
  over: Partial<CamtStatement> & { entries: readonly CamtEntry[] },
): CamtStatement => ({
  account: IBAN,
  currency: "EUR",
  id: "STMT",
  from: "2026-11-16",
  to: over.from ?? "2026-11-16",
  ...over,
});

/** An entry of that day. */
export const paid = (amount: string, over: Partial<CamtEntry> = {}): CamtEntry => ({
  amount,
  bookedOn: "2026-11-16",
  valueOn: over.bookedOn ?? "2026-11-16",
  ...over,
});

export const bring = (ctx: Context, bytes: Uint8Array | string, fileName = "statement") =>
  importBankStatement(ctx, {
    bytes: typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
    fileName,
  });

export const bringCamt = (ctx: Context, kind: Parameters<typeof camtOf>[0], ...statements: CamtStatement[]) =>
  bring(ctx, camtOf(kind, statements));

/** The money at the bank as text: its lines with their states, and what was posted for entries. */
export async function booksOf(world: World) {
  const lines = await owner`
    select part, amount_minor::text as minor, state, booked_on::text as day
    from bank_lines where organization_id = ${world.organizationId}
    order by booked_on, abs(amount_minor) desc, print, occurrence, part`;
  const [posted] = await owner`
    select count(*)::int as entries, coalesce(sum(case when debit = 'bank' then amount_minor else -amount_minor end), 0)::text as minor
    from transfers where organization_id = ${world.organizationId} and cause_kind = 'bank_entry'`;
  return {
    lines: lines.map(
      (line) => `${line.day} ${line.minor} ${line.state}${line.part > 0 ? ` part ${line.part}` : ""}`,
    ),
    posted: `${posted?.entries} of ${posted?.minor}`,
  };
}

/** The first open line of an amount, in minor units. */
export async function lineOf(world: World, minor: bigint): Promise<string> {
  const [line] = await owner`
    select id from bank_lines where organization_id = ${world.organizationId} and amount_minor = ${String(minor)}
      and state <> 'split' order by id limit 1`;
  return String(line?.id);
}

/** What an account of the journal holds in a currency; debits positive, in minor units. */
export async function balanceOf(world: World, account: string): Promise<bigint> {
  const [row] = await owner`
    select coalesce(sum(case when debit = ${account} then amount_minor else -amount_minor end), 0)::text as minor
    from transfers where organization_id = ${world.organizationId} and ${account} in (debit, credit)`;
  return BigInt(row?.minor ?? 0);
}
