import { newId } from "@openitem/db/ids";
import { bankAccounts, bankLines, bankStatements } from "@openitem/db/schema/bank";
import { updateRows } from "@openitem/db/statement";
import { and, eq } from "drizzle-orm";
import { lockLine } from "../bank/lock-line.ts";
import { clearLine } from "../bank/post-line.ts";
import { writeEntries, writeShown } from "../bank/write-entries.ts";
import { dayIn } from "../kernel/business-day.ts";
import { actorKey, type Context, type PayingContext } from "../kernel/context.ts";
import { fingerprint } from "../kernel/fingerprint.ts";
import { decimal } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { record, type Tx, transact } from "../kernel/transact.ts";
import type { CashMovement } from "../payments/money-gateway.ts";
import { permit } from "../policies/permissions.ts";
import { explainMovements } from "./explain-movements.ts";
import { type Entity, readHomes } from "./read-homes.ts";

/** The account under which transfers into customers' cash balances at Stripe are kept. */
const NUMBER = "STRIPE";

/**
 * A customer's bank transfer reached his cash balance at the provider, or goes back: a line like one of a bank, for our
 * own matching to decide about. What is moved to the provider's balance leaves it as a line that is nobody's. Repeating
 * it changes nothing.
 */
export async function receiveTransfer(
  ctx: PayingContext,
  { customerRef, ref }: { customerRef: string; ref: string },
): Promise<string> {
  permit(ctx.actor, "payment.follow");
  const cash = await ctx.gateway.readCashMovement(customerRef, ref);
  if (cash.kind === "other") return "Of no effect on the money there";
  const isNew = await transact(ctx, (tx) => writeTransfer(tx, ctx, cash));
  const text = `${decimal(cash.amountMinor, cash.currency)} ${cash.currency}`;
  return isNew ? `Transfer of ${text} is a bank line now` : `Transfer of ${text} was a bank line before`;
}

async function writeTransfer(tx: Tx, ctx: Context, cash: CashMovement): Promise<boolean> {
  const { organizationId, actor, now } = ctx;
  const homes = await readHomes(tx, ctx);
  const home = homes.of(cash.currency);
  const account = await findOrAddAccount(tx, ctx, home, cash.currency);
  const entity = homes.byId(account.legalEntityId);
  const on = dayIn(cash.occurredAt, entity.timeZone);
  const [statement] = await tx
    .insert(bankStatements)
    .values({
      organizationId,
      id: newId(),
      bankAccountId: account.id,
      format: "stripe",
      fileName: cash.ref,
      sha256: fingerprint([cash.ref]),
      position: 1,
      kind: "notification",
      fromOn: on,
      toOn: on,
      entries: 1,
      newEntries: 1,
      status: "booked",
      faults: [],
      warnings: [],
      importedBy: actorKey(actor),
      importedByName: actor.name,
      importedAt: now,
    })
    .onConflictDoNothing()
    .returning({ id: bankStatements.id });
  if (!statement) return false;
  const entryIds = await writeEntries(tx, ctx, {
    account: { ...account, closedThroughOn: entity.closedThroughOn },
    statementId: statement.id,
    held: false,
    bookings: [
      {
        amountMinor: cash.amountMinor,
        bookedOn: on,
        valueOn: on,
        print: cash.ref,
        names: new Set<string>(),
        parts: [],
        reference: cash.ref,
        endToEndId: cash.balanceRef,
        transactionCode: null,
        counterpartyName: cash.senderName,
        // Every payer has an account number of his own there, so the provider's customer is as sure as an account.
        counterpartyAccount: cash.customerRef,
        structured: cash.reference === null ? [] : [cash.reference],
        unstructured: cash.reference,
        isReversal: cash.kind === "returned",
      },
    ],
  });
  await writeShown(tx, ctx, statement.id, entryIds);
  const [lineId] = entryIds;
  if (cash.kind === "moved" && lineId) await moveToBalance(tx, ctx, lineId, cash);
  await record(tx, ctx, {
    action: "bank.transfer_received",
    subject: ["bank_statement", statement.id],
    data: { ref: cash.ref, amountMinor: String(cash.amountMinor), currency: cash.currency },
  });
  return true;
}

/** It left the cash balance for the balance itself: no customer's here, and the movement there is no payment's. */
async function moveToBalance(tx: Tx, ctx: Context, lineId: string, cash: CashMovement): Promise<void> {
  const line = await lockLine(tx, ctx, lineId);
  await updateRows(
    tx,
    bankLines,
    {
      state: "elsewhere",
      note: "Moved to the balance at Stripe",
      decidedBy: actorKey(ctx.actor),
      decidedByName: ctx.actor.name,
      decidedAt: ctx.now,
    },
    { organizationId: ctx.organizationId, id: lineId },
  );
  await clearLine(tx, ctx, line, "elsewhere");
  if (cash.balanceRef) await explainMovements(tx, ctx, { refs: [cash.balanceRef] });
}

async function findOrAddAccount(tx: Tx, ctx: Context, home: Entity, currency: string) {
  const { organizationId } = ctx;
  await tx
    .insert(bankAccounts)
    .values({
      organizationId,
      id: newId(),
      legalEntityId: home.id,
      currency,
      name: `Stripe, bank transfers in ${currency}`,
      number: NUMBER,
      ledgerAccount: "stripe_clearing",
      createdAt: ctx.now,
    })
    .onConflictDoNothing();
  const [account] = await tx
    .select()
    .from(bankAccounts)
    .where(
      and(
        eq(bankAccounts.organizationId, organizationId),
        eq(bankAccounts.number, NUMBER),
        eq(bankAccounts.currency, currency),
      ),
    );
  invariant(account, "an account that could not be added is there");
  return account;
}
