import { balanceTransactions } from "@openitem/db/schema/provider-money";
import { and, asc, eq, inArray, isNotNull, or, type SQL } from "drizzle-orm";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Line } from "../ledger/journal.ts";
import { type Entry, post } from "../ledger/post.ts";
import { clearing, type Judged, judge, kindOf, type Movement, type Verdict } from "./movement.ts";
import {
  type Booked,
  type Entered,
  type Exchange,
  findLinks,
  findTransfers,
  readBooked,
  readEntered,
} from "./read-explanations.ts";
import { type Homes, placeIn, readHomes } from "./read-homes.ts";

/** Which movements to judge again, with all others of the same sources. */
type Asked =
  | { ids: readonly string[] }
  | { paymentIds: readonly string[] }
  | { payoutRef: string }
  | { refs: readonly string[] }
  | "unexplained";

/**
 * Judges movements by what our books have of their payments and payouts now, and writes why nothing explains them, if
 * so. What belongs to no payment of ours is parked on the account for it, and taken from there when it turns out to be
 * ours after all; a payment of another legal entity than the one whose balance it is goes over between the two.
 */
export async function explainMovements(tx: Tx, ctx: Context, asked: Asked): Promise<void> {
  const rows = await lockSources(tx, ctx, asked);
  if (rows.length === 0) return;
  const homes = await readHomes(tx, ctx);
  const links = await findLinks(tx, ctx, rows);
  const booked = await readBooked(tx, ctx, rows, links);
  const entered = await readEntered(tx, ctx, rows);
  const collected = await findTransfers(tx, ctx, rows);
  const entries: Entry[] = [];
  for (const group of bySource(rows).values()) {
    const verdicts = judge(
      group.map((row) => judgedOf(row, { links, entered, collected })),
      booked(group),
    );
    for (const row of group) {
      const verdict = verdicts.get(row.id) ?? { cause: null, isParked: false };
      const paymentId = links.get(row.id) ?? null;
      if (row.unexplained !== verdict.cause || row.paymentId !== paymentId)
        await tx
          .update(balanceTransactions)
          .set({ unexplained: verdict.cause, paymentId })
          .where(
            and(
              eq(balanceTransactions.organizationId, ctx.organizationId),
              eq(balanceTransactions.id, row.id),
            ),
          );
      entries.push(
        ...missingEntries(ctx, row, {
          verdict,
          homes,
          booked,
          entered,
          paymentId,
          isTransfer: collected.has(row.id),
        }),
      );
    }
  }
  await post(tx, ctx, entries);
}

async function lockSources(tx: Tx, ctx: Context, asked: Asked): Promise<Movement[]> {
  const mine = eq(balanceTransactions.organizationId, ctx.organizationId);
  const found = await tx
    .select({ id: balanceTransactions.id, sourceId: balanceTransactions.sourceId })
    .from(balanceTransactions)
    .where(and(mine, conditionOf(asked)));
  if (found.length === 0) return [];
  const sources = [...new Set(found.flatMap(({ sourceId }) => sourceId ?? []))];
  return tx
    .select()
    .from(balanceTransactions)
    .where(
      and(
        mine,
        or(
          inArray(
            balanceTransactions.id,
            found.map(({ id }) => id),
          ),
          inArray(balanceTransactions.sourceId, sources),
        ),
      ),
    )
    .orderBy(asc(balanceTransactions.id))
    .for("update");
}

function conditionOf(asked: Asked): SQL | undefined {
  if (asked === "unexplained") return isNotNull(balanceTransactions.unexplained);
  if ("ids" in asked) return inArray(balanceTransactions.id, [...asked.ids]);
  if ("paymentIds" in asked) return inArray(balanceTransactions.paymentId, [...asked.paymentIds]);
  if ("refs" in asked) return inArray(balanceTransactions.providerId, [...asked.refs]);
  return eq(balanceTransactions.sourceId, asked.payoutRef);
}

/** Movements of one source together, oldest first; what has no source stands alone. */
function bySource(rows: readonly Movement[]): Map<string, Movement[]> {
  const groups = new Map<string, Movement[]>();
  const inOrder = rows.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.providerId < b.providerId ? -1 : 1),
  );
  for (const row of inOrder) {
    const key = row.sourceId ?? row.id;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function judgedOf(
  row: Movement,
  {
    links,
    entered,
    collected,
  }: { links: ReadonlyMap<string, string>; entered: Entered; collected: ReadonlySet<string> },
): Judged {
  return {
    id: row.id,
    kind: kindOf(row),
    minor: payerSide(row, entered).minor,
    isOurs: links.has(row.id),
    isTransfer: collected.has(row.id),
  };
}

/** A movement as the payer knows it: what was exchanged, in his currency. */
const payerSide = (row: Movement, entered: Entered): Exchange =>
  entered.get(row.id)?.exchanged ?? { currency: row.currency, minor: row.amountMinor };

/** What is still to be entered for a movement so that the journal says what its verdict does. */
function missingEntries(
  ctx: Context,
  row: Movement,
  {
    verdict,
    homes,
    booked,
    entered,
    paymentId,
    isTransfer,
  }: {
    verdict: Verdict;
    homes: Homes;
    booked: Booked;
    entered: Entered;
    paymentId: string | null;
    isTransfer: boolean;
  },
): Entry[] {
  const home = homes.byId(row.legalEntityId);
  const side = payerSide(row, entered);
  const so = entered.get(row.id) ?? { lines: 0, parked: 0n, elsewhere: 0n, shifted: 0n };
  const wantParked = verdict.isParked ? side.minor : 0n;
  const entityId = paymentId === null ? null : booked.entityOf(paymentId);
  const isElsewhere = entityId !== null && entityId !== row.legalEntityId && kindOf(row) === "payment";
  const here = placeIn(home, side.currency);
  const lines: Line[] = [
    ...clearing(here, "provider_unexplained", wantParked - so.parked),
    // The line by which it left the cash balance has booked the other half.
    ...clearing(here, "elsewhere", (isTransfer ? side.minor : 0n) - so.elsewhere),
  ];
  if (isElsewhere) {
    const minor = side.minor - so.shifted;
    lines.push(...clearing(here, "intercompany_clearing", minor));
    lines.push(...clearing(placeIn(homes.byId(entityId), side.currency), "intercompany_clearing", -minor));
  }
  if (lines.length === 0) return [];
  const isFirst = so.lines === 0 || row.recordedAt.getTime() === ctx.now.getTime();
  return [
    {
      cause: { kind: "balance_transaction", id: row.id },
      // What changes later is of the day on which it was found out.
      valueOn: dayIn(isFirst ? row.occurredAt : ctx.now, home.timeZone),
      lines,
      firstLine: so.lines,
    },
  ];
}
