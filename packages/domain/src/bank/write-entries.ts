import { arrayLiteral } from "@openitem/db/array-literal";
import { newId } from "@openitem/db/ids";
import { send, writeArrays } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { insertRows } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Account } from "../ledger/account.ts";
import type { Place } from "../ledger/journal.ts";
import { type Entry, post } from "../ledger/post.ts";
import type { BankAccount, LineState } from "./bank-line.ts";
import type { Booking, Facts, Part } from "./booking.ts";

/** The account an entry is written for, with the day its legal entity's books are closed through. */
export type BookedAccount = Pick<BankAccount, "id" | "legalEntityId" | "currency" | "ledgerAccount"> & {
  closedThroughOn: string | null;
};

type NewLine = Facts & {
  id: string;
  entryId: string;
  part: number;
  print: string;
  occurrence: number;
  amountMinor: bigint;
  bookedOn: string;
  valueOn: string;
  state: LineState;
};

/**
 * Writes entries that are new, a line each and one for each part of a batch, and answers their ids in order. `held`
 * ones are kept without being booked. However many they are, it takes as many statements.
 */
export async function writeEntries(
  tx: Tx,
  ctx: Context,
  {
    account,
    statementId,
    bookings,
    held,
  }: { account: BookedAccount; statementId: string; bookings: readonly Booking[]; held: boolean },
): Promise<string[]> {
  if (bookings.length === 0) return [];
  const taken = await readOccurrences(tx, ctx, account.id, bookings);
  const lines: NewLine[] = [];
  const entries: BookedEntry[] = [];
  for (const booking of bookings) {
    const { parts, names: _, ...facts } = booking;
    // The line of an entry itself has the entry's id.
    const id = newId();
    const occurrence = (taken.get(booking.print) ?? 0) + 1;
    taken.set(booking.print, occurrence);
    const state = held ? "held" : parts.length > 0 ? "split" : "open";
    const line = { ...facts, id, entryId: id, part: 0, occurrence, state } satisfies NewLine;
    lines.push(line, ...partLines(line, parts, held ? "held" : "open"));
    entries.push({ entryId: id, amountMinor: booking.amountMinor, valueOn: booking.valueOn });
  }
  await insertLines(tx, ctx, account, statementId, lines);
  if (!held) await bookEntries(tx, ctx, account, entries);
  return entries.map(({ entryId }) => entryId);
}

export type Whole = Pick<NewLine, "entryId" | "print" | "occurrence" | "bookedOn" | "valueOn">;

const partLines = (line: Whole, parts: readonly Part[], state: LineState): NewLine[] =>
  parts.map((part, at) => ({
    ...part,
    id: newId(),
    entryId: line.entryId,
    part: at + 1,
    print: line.print,
    occurrence: line.occurrence,
    bookedOn: line.bookedOn,
    valueOn: line.valueOn,
    state,
  }));

/** Writes the parts of entries that stand as one line each; the lines of the entries themselves are for the caller. */
export const writeParts = (
  tx: Tx,
  ctx: Context,
  account: BookedAccount,
  statementId: string,
  splits: readonly { whole: Whole; parts: readonly Part[] }[],
): Promise<void> =>
  insertLines(
    tx,
    ctx,
    account,
    statementId,
    splits.flatMap(({ whole, parts }) => partLines(whole, parts, "open")),
  );

export type BookedEntry = { entryId: string; amountMinor: bigint; valueOn: string };

/** Books each entry once: the account against bank clearing, money out the other way. */
export const bookEntries = (
  tx: Tx,
  ctx: Context,
  account: BookedAccount,
  entries: readonly BookedEntry[],
): Promise<void> =>
  post(
    tx,
    ctx,
    entries.map(
      ({ entryId, amountMinor, valueOn }): Entry => ({
        cause: { kind: "bank_entry", id: entryId },
        valueOn,
        lines: [moved(placeOf(account), account.ledgerAccount, "bank_clearing", amountMinor)],
      }),
    ),
  );

/** One transfer that debits `to` when money of `amountMinor` came in, and credits it when it went out. */
export const moved = (place: Place, to: Account, from: Account, amountMinor: bigint) =>
  amountMinor > 0n
    ? { place, debit: to, credit: from, amountMinor }
    : { place, debit: from, credit: to, amountMinor: -amountMinor };

export const placeOf = ({
  legalEntityId,
  currency,
  closedThroughOn,
}: Pick<BookedAccount, "legalEntityId" | "currency" | "closedThroughOn">): Place => ({
  legalEntityId,
  customerId: null,
  currency,
  closedThroughOn,
});

/** Says of entries, in the statement's order, that it shows them, whether it brought them or an earlier one did. */
export const writeShown = (
  tx: Tx,
  ctx: Context,
  statementId: string,
  entryIds: readonly string[],
): Promise<void> =>
  insertRows(
    tx,
    "bank_statement_entries",
    {
      organization_id: { type: "uuid", value: ctx.organizationId },
      statement_id: { type: "uuid", value: statementId },
    },
    [
      { name: "entry_id", type: "uuid", values: entryIds },
      { name: "position", type: "bigint", values: entryIds.map((_, at) => BigInt(at)) },
    ],
  );

const OCCURRENCES = `
  select print, max(occurrence)::int as occurrence from bank_lines
  where organization_id = $1 and bank_account_id = $2 and print = any($3::text[]) group by print`;

/** How many lines of a print there are already, those of held and discarded statements too. */
async function readOccurrences(
  tx: Tx,
  ctx: Context,
  bankAccountId: string,
  bookings: readonly Booking[],
): Promise<Map<string, number>> {
  const prints = [...new Set(bookings.map(({ print }) => print))];
  const rows = await send(tx, OCCURRENCES, [ctx.organizationId, bankAccountId, arrayLiteral(prints)]);
  return new Map(rows.map((row) => [String(row.print), Number(row.occurrence)]));
}

const INSERT_LINES = `
  insert into bank_lines (organization_id, bank_account_id, statement_id, legal_entity_id, currency, created_at, id, entry_id,
    part, print, occurrence, amount_minor, booked_on, value_on, reference, end_to_end_id, transaction_code, counterparty_name,
    counterparty_account, structured, unstructured, is_reversal, state)
  select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text, $6::timestamptz, id, entry_id, part, print, occurrence, amount_minor,
    booked_on, value_on, reference, end_to_end_id, transaction_code, counterparty_name, counterparty_account,
    structured::text[], unstructured, is_reversal, state
  from unnest($7::uuid[], $8::uuid[], $9::int[], $10::text[], $11::int[], $12::bigint[], $13::date[], $14::date[],
    $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::boolean[], $23::text[])
    as each (id, entry_id, part, print, occurrence, amount_minor, booked_on, value_on, reference, end_to_end_id,
      transaction_code, counterparty_name, counterparty_account, structured, unstructured, is_reversal, state)`;

async function insertLines(
  tx: Tx,
  ctx: Context,
  account: BookedAccount,
  statementId: string,
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const column = (of: (line: NewLine) => string | number | bigint | null) => lines.map(of);
  await writeArrays(
    tx,
    INSERT_LINES,
    [
      ctx.organizationId,
      account.id,
      statementId,
      account.legalEntityId,
      account.currency,
      ctx.now.toISOString(),
    ],
    [
      column((line) => line.id),
      column((line) => line.entryId),
      column((line) => line.part),
      column((line) => line.print),
      column((line) => line.occurrence),
      column((line) => line.amountMinor),
      column((line) => line.bookedOn),
      column((line) => line.valueOn),
      column((line) => line.reference),
      column((line) => line.endToEndId),
      column((line) => line.transactionCode),
      column((line) => line.counterpartyName),
      column((line) => line.counterpartyAccount),
      column((line) => arrayLiteral(line.structured)),
      column((line) => line.unstructured),
      column((line) => (line.isReversal ? "true" : "false")),
      column((line) => line.state),
    ],
  );
}
