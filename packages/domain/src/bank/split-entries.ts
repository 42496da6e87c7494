import { arrayLiteral } from "@openitem/db/array-literal";
import { send, write } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Booking, Facts, Part } from "./booking.ts";
import type { StandingEntry } from "./load-standing.ts";
import { type BookedAccount, type Whole, writeParts } from "./write-entries.ts";

const LOCK = `
  select id, state, print, occurrence from bank_lines
  where organization_id = $1 and id = any($2::uuid[]) order by id for no key update`;

const SPLIT = "update bank_lines set state = 'split' where organization_id = $1 and id = any($2::uuid[])";

/**
 * Splits entries that stand as one line into the payments a later statement knows of them, such as a notification
 * beside a statement. What was decided already stays as it is, and is told.
 */
export async function splitEntries(
  tx: Tx,
  ctx: Context,
  {
    account,
    statementId,
    bookings,
    pairs,
  }: {
    account: BookedAccount;
    statementId: string;
    bookings: readonly Booking[];
    pairs: readonly (StandingEntry | null)[];
  },
): Promise<string[]> {
  const wished = bookings.flatMap((booking, at) => {
    const entry = pairs[at];
    const parts = entry && entry.state !== "split" ? detailsOf(booking, entry) : [];
    return entry && parts.length > 0 ? [{ entry, parts }] : [];
  });
  if (wished.length === 0) return [];
  const locked = await send(tx, LOCK, [
    ctx.organizationId,
    arrayLiteral(wished.map(({ entry }) => entry.lineId)),
  ]);
  const rows = new Map(locked.map((row) => [String(row.id), row]));
  const splits: { whole: Whole; parts: readonly Part[] }[] = [];
  for (const { entry, parts } of wished) {
    const row = rows.get(entry.lineId);
    if (row?.state !== "open") continue;
    const { entryId, bookedOn, valueOn } = entry;
    splits.push({
      whole: { entryId, bookedOn, valueOn, print: String(row.print), occurrence: Number(row.occurrence) },
      parts,
    });
  }
  if (splits.length > 0) {
    await write(tx, SPLIT, [ctx.organizationId, arrayLiteral(splits.map(({ whole }) => whole.entryId))]);
    await writeParts(tx, ctx, account, statementId, splits);
  }
  const decided = wished.length - splits.length;
  return decided > 0
    ? [`${decided} entries have details in this file, but were decided already and stay as they are.`]
    : [];
}

/** The payments of a booking; for a single one, what it says where the standing entry says nothing. */
function detailsOf(booking: Booking, entry: Facts): readonly Part[] {
  if (booking.parts.length > 0) return booking.parts;
  if (saysWho(entry) || !saysWho(booking)) return [];
  const {
    parts: _parts,
    names: _names,
    print: _print,
    bookedOn: _booked,
    valueOn: _value,
    ...part
  } = booking;
  return [part];
}

const saysWho = (facts: Facts): boolean =>
  facts.counterpartyName !== null ||
  facts.counterpartyAccount !== null ||
  facts.unstructured !== null ||
  facts.structured.length > 0;
