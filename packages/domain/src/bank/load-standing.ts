import { arrayLiteral } from "@openitem/db/array-literal";
import { send } from "@openitem/db/statement";
import { addDays } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { LineState } from "./bank-line.ts";
import type { Booking } from "./booking.ts";
import type { Standing } from "./same-bookings.ts";
import { areApart, type Link, shareSteps } from "./statement-chain.ts";

/** A statement that is booked, with its place among the others of its account. */
export type StandingStatement = Link & { format: string };
/** An entry of the books with the line that stands for all of it. */
export type StandingEntry = Standing & { lineId: string; state: LineState };

const STATEMENTS = `
  select id, kind, format, sha256, position, from_on::text, to_on::text, opening_minor::text, closing_minor::text
  from bank_statements where organization_id = $1 and bank_account_id = $2 and status = 'booked' and id <> $3`;

const NONE = "00000000-0000-0000-0000-000000000000";

/** The booked statements of an account, without the one of `exceptId`. */
export async function loadStatements(
  tx: Tx,
  ctx: Context,
  bankAccountId: string,
  exceptId: string | null = null,
): Promise<StandingStatement[]> {
  const rows = await send(tx, STATEMENTS, [ctx.organizationId, bankAccountId, exceptId ?? NONE]);
  return rows.map((row) => ({
    id: String(row.id),
    kind: row.kind as StandingStatement["kind"],
    format: String(row.format),
    sha256: String(row.sha256),
    position: Number(row.position),
    from: textOf(row.from_on),
    to: textOf(row.to_on),
    openingMinor: row.opening_minor === null ? null : BigInt(String(row.opening_minor)),
    closingMinor: row.closing_minor === null ? null : BigInt(String(row.closing_minor)),
  }));
}

const ENTRIES = `
  select l.id, l.entry_id, l.state, l.amount_minor::text, l.booked_on::text, l.value_on::text, l.print, l.reference,
    l.end_to_end_id, l.transaction_code, l.counterparty_name, l.counterparty_account, l.structured, l.unstructured,
    l.is_reversal, array(
      select m.statement_id::text from bank_statement_entries m
      where m.organization_id = $1 and m.entry_id = l.entry_id
    ) as statement_ids
  from bank_lines l
  where l.organization_id = $1 and l.bank_account_id = $2 and l.booked_on between $3::date and $4::date
    and l.part = 0 and l.state <> 'held'
  order by l.id`;

/** Days by which formats that lack one of the two days of a booking may date it otherwise. */
const DAYS_AROUND = 10;

/** The entries that any of `bookings` could be, as a statement with the place of `link` sees them. */
export async function loadStanding(
  tx: Tx,
  ctx: Context,
  {
    bankAccountId,
    bookings,
    link,
    statements,
    repeats,
  }: {
    bankAccountId: string;
    bookings: readonly Booking[];
    link: Link;
    statements: readonly StandingStatement[];
    repeats: ReadonlySet<number>;
  },
): Promise<StandingEntry[]> {
  const days = bookings.flatMap(({ bookedOn, valueOn }) => [bookedOn, valueOn]).sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const rows = await send(tx, ENTRIES, [
    ctx.organizationId,
    bankAccountId,
    addDays(first, -DAYS_AROUND),
    addDays(last, DAYS_AROUND),
  ]);
  const byId = new Map(statements.map((statement) => [statement.id, statement]));
  const apart = await findApart(tx, ctx, { bookings, link, statements, repeats });
  return rows.map((row) => {
    const shownBy = row.statement_ids as readonly string[];
    return {
      lineId: String(row.id),
      entryId: String(row.entry_id),
      state: row.state as LineState,
      amountMinor: BigInt(String(row.amount_minor)),
      bookedOn: String(row.booked_on),
      valueOn: String(row.value_on),
      print: String(row.print),
      reference: textOf(row.reference),
      endToEndId: textOf(row.end_to_end_id),
      transactionCode: textOf(row.transaction_code),
      counterpartyName: textOf(row.counterparty_name),
      counterpartyAccount: textOf(row.counterparty_account),
      structured: row.structured as string[],
      unstructured: textOf(row.unstructured),
      isReversal: row.is_reversal === true,
      formats: new Set(shownBy.flatMap((id) => byId.get(id)?.format ?? [])),
      isApart: shownBy.some((id) => apart.has(id)),
    };
  });
}

const STEPS = `
  select m.statement_id, l.print, l.amount_minor::text
  from bank_statement_entries m join bank_lines l on l.organization_id = m.organization_id and l.id = m.entry_id
  where m.organization_id = $1 and m.statement_id = any($2::uuid[]) order by m.statement_id, m.position`;

/** The statements that have no entry in common with the one at hand; see `statement-chain.ts`. */
async function findApart(
  tx: Tx,
  ctx: Context,
  {
    bookings,
    link,
    statements,
    repeats,
  }: {
    bookings: readonly Booking[];
    link: Link;
    statements: readonly StandingStatement[];
    repeats: ReadonlySet<number>;
  },
): Promise<ReadonlySet<string>> {
  const apart = statements.filter((each) => areApart(each, link, repeats));
  // Where days do not touch, balances need not be looked at.
  const near = apart.filter(
    ({ from, to }) =>
      (to === null || link.from === null || to >= link.from) &&
      (from === null || link.to === null || from <= link.to),
  );
  const rows =
    near.length === 0
      ? []
      : await send(tx, STEPS, [ctx.organizationId, arrayLiteral(near.map(({ id }) => id))]);
  const stepsOf = Map.groupBy(
    rows.map((row) => ({
      id: String(row.statement_id),
      print: String(row.print),
      amountMinor: BigInt(String(row.amount_minor)),
    })),
    ({ id }) => id,
  );
  const own = { openingMinor: link.openingMinor, steps: bookings };
  return new Set(
    apart
      .filter(({ id, openingMinor }) => !shareSteps({ openingMinor, steps: stepsOf.get(id) ?? [] }, own))
      .map(({ id }) => id),
  );
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value));
