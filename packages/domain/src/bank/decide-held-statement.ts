import { arrayLiteral } from "@openitem/db/array-literal";
import { bankLines, bankStatements } from "@openitem/db/schema/bank";
import { columnList, send, toRow, updateRows, write } from "@openitem/db/statement";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { type BankLine, type BankStatementRow, isIncomplete } from "./bank-line.ts";
import { type Booking, namesOf } from "./booking.ts";
import { loadStanding, loadStatements } from "./load-standing.ts";
import { lockAccount } from "./lock-account.ts";
import { pairBookings } from "./same-bookings.ts";
import { bookEntries, writeShown } from "./write-entries.ts";

export const decideHeldStatementInput = z.object({
  key: z.uuid(),
  statementId: z.uuid(),
  decision: z.enum(["accept", "discard"]),
  note: z.string().trim().min(3, "Say why, in a few words.").max(500),
});

/**
 * A person has looked at a statement that is held. Accepted, its entries are booked as they are, those left out that
 * another statement brought meanwhile; discarded, it stays in the list and books nothing. Refuses `bank_statement.state`
 * when it is decided, and `bank_statement.incomplete` when it has entries that could not be read.
 */
export async function decideHeldStatement(
  ctx: Context,
  input: z.infer<typeof decideHeldStatementInput>,
): Promise<{ statementId: string; new: number; known: number }> {
  const { key, statementId, decision, note } = decideHeldStatementInput.parse(input);
  return transactOnce(ctx, { name: "bank_statement.decide", key, input }, async (tx) => {
    permit(ctx.actor, "bank.decide");
    const bankAccountId = await findAccountOf(tx, ctx, statementId);
    const account = await lockAccount(tx, ctx, bankAccountId);
    const statement = await lockStatement(tx, ctx, statementId);
    if (statement.status !== "held")
      throw new Refusal(
        "conflict",
        "bank_statement.state",
        `This statement is ${statement.status} by now. Reload the page to see what became of it.`,
        { status: statement.status },
      );
    if (decision === "accept" && isIncomplete(statement.faults))
      throw new Refusal(
        "conflict",
        "bank_statement.incomplete",
        "Entries of this statement could not be read, so it cannot be accepted. Ask the bank for the file again and discard this one.",
      );
    const counts = decision === "accept" ? await accept(tx, ctx, account, statement) : { new: 0, known: 0 };
    await updateRows(
      tx,
      bankStatements,
      {
        status: decision === "accept" ? "booked" : "discarded",
        newEntries: counts.new,
        decidedBy: actorKey(ctx.actor),
        decidedAt: ctx.now,
        decisionNote: note,
      },
      { organizationId: ctx.organizationId, id: statementId },
    );
    await record(tx, ctx, {
      action: decision === "accept" ? "bank_statement.accepted" : "bank_statement.discarded",
      subject: ["bank_statement", statementId],
      data: { note, account: account.number, fileName: statement.fileName, ...counts },
    });
    return { statementId, ...counts };
  });
}

const LINES = `
  select ${columnList(bankLines)} from bank_lines
  where organization_id = $1 and statement_id = $2 and state = 'held' order by entry_id, part`;

const OPEN = `
  update bank_lines set state = case when part = 0 and exists (
      select from bank_lines p where p.organization_id = $1 and p.entry_id = bank_lines.entry_id and p.part > 0
    ) then 'split' else 'open' end
  where organization_id = $1 and entry_id = any($2::uuid[])`;

async function accept(
  tx: Tx,
  ctx: Context,
  account: Awaited<ReturnType<typeof lockAccount>>,
  statement: BankStatementRow,
): Promise<{ new: number; known: number }> {
  const { id, kind, format, sha256, position, openingMinor, closingMinor } = statement;
  const rows = await send(tx, LINES, [ctx.organizationId, id]);
  const entries = rows.map((row) => toRow(bankLines, row)).filter((line) => line.part === 0);
  const bookings = entries.map(bookingOfLine);
  const link = {
    ...{ id, kind, sha256, position, openingMinor, closingMinor },
    from: statement.fromOn,
    to: statement.toOn,
  };
  const statements = await loadStatements(tx, ctx, account.id);
  const standing = await loadStanding(tx, ctx, {
    bankAccountId: account.id,
    bookings,
    link,
    statements,
    repeats: new Set(),
  });
  const pairs = pairBookings(bookings, standing, format);
  const fresh = entries.filter((_, at) => pairs[at] === null);
  const known = pairs.flatMap((entry) => entry ?? []);
  await write(tx, OPEN, [ctx.organizationId, arrayLiteral(fresh.map(({ entryId }) => entryId))]);
  await bookEntries(tx, ctx, account, fresh);
  await writeShown(
    tx,
    ctx,
    id,
    [...fresh, ...known].map(({ entryId }) => entryId),
  );
  return { new: fresh.length, known: known.length };
}

const bookingOfLine = (line: BankLine): Booking => ({
  ...line,
  names: namesOf([line.reference, line.endToEndId, ...line.structured]),
  parts: [],
});

async function findAccountOf(tx: Tx, ctx: Context, statementId: string): Promise<string> {
  const [row] = await send(
    tx,
    "select bank_account_id from bank_statements where organization_id = $1 and id = $2",
    [ctx.organizationId, statementId],
  );
  if (!row) throw new Refusal("missing", "bank_statement.missing", "We cannot find this statement.");
  return String(row.bank_account_id);
}

async function lockStatement(tx: Tx, ctx: Context, statementId: string): Promise<BankStatementRow> {
  const [row] = await send(
    tx,
    `select ${columnList(bankStatements)} from bank_statements where organization_id = $1 and id = $2 for no key update`,
    [ctx.organizationId, statementId],
  );
  if (!row) throw new Refusal("missing", "bank_statement.missing", "We cannot find this statement.");
  return toRow(bankStatements, row);
}
