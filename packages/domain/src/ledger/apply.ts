import { newId } from "@openitem/db/ids";
import { applications } from "@openitem/db/schema/items";
import { sql } from "drizzle-orm";
import { isDebit } from "../items/item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import type { Context } from "../kernel/context.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { applicationLines, postingDay, reversed } from "./journal.ts";
import { type Entry, post } from "./post.ts";

export type Application = typeof applications.$inferSelect;
/** Use `amountMinor` of `credit` for `debit`. Both are locked by the caller, of one currency, and have that much open. */
export type Pairing = { credit: LockedItem; debit: LockedItem; amountMinor: bigint };
export type ApplicationCause = { kind: "payment" | "staff" | "import" | "document"; id: string };

/** Applies credits to debits as of `appliedOn`: the rows, the open amounts they change and the journal. */
export async function applyCredits(
  tx: Tx,
  ctx: Context,
  { pairings, appliedOn, cause }: { pairings: Pairing[]; appliedOn: string; cause: ApplicationCause },
): Promise<void> {
  if (pairings.length === 0) return;
  const entries: Entry[] = [];
  const rows = pairings.map(({ credit, debit, amountMinor }) => {
    invariant(!isDebit(credit.kind) && isDebit(debit.kind), "a credit is applied to a debit");
    invariant(amountMinor > 0n, "an application is of something");
    const id = newId();
    const lines = applicationLines(credit, debit, amountMinor);
    entries.push({ cause: { kind: "application", id }, valueOn: appliedOn, lines });
    return {
      organizationId: ctx.organizationId,
      id,
      creditId: credit.id,
      debitId: debit.id,
      creditCustomerId: credit.customerId,
      debitCustomerId: debit.customerId,
      amountMinor,
      reversesId: null,
      appliedOn,
      postedOn: postingDay(appliedOn, debit.closedThroughOn),
      causeKind: cause.kind,
      causeId: cause.id,
      createdAt: ctx.now,
    };
  });
  await tx.insert(applications).values(rows);
  await changeOpen(
    tx,
    ctx,
    pairings.flatMap(({ credit, debit, amountMinor }) => [
      [credit.id, -amountMinor],
      [debit.id, -amountMinor],
    ]),
  );
  await post(tx, ctx, entries);
}

/**
 * Undoes the given applications and no others, as of `appliedOn`: a row of the opposite sign for each, so what any
 * earlier day showed stays as it was. `itemsById` holds every credit and debit they name, locked.
 */
export async function unapply(
  tx: Tx,
  ctx: Context,
  {
    undone,
    itemsById,
    appliedOn,
    cause,
  }: {
    undone: Application[];
    itemsById: ReadonlyMap<string, LockedItem>;
    appliedOn: string;
    cause: ApplicationCause;
  },
): Promise<void> {
  if (undone.length === 0) return;
  const entries: Entry[] = [];
  const rows = undone.map((application) => {
    const [credit, debit] = [itemsById.get(application.creditId), itemsById.get(application.debitId)];
    invariant(credit && debit, "both items of an application are locked before it is undone");
    invariant(application.reversesId === null, "a reversal is not undone: apply again instead");
    const id = newId();
    const lines = reversed(applicationLines(credit, debit, application.amountMinor));
    entries.push({ cause: { kind: "application", id }, valueOn: appliedOn, lines });
    return {
      ...application,
      id,
      amountMinor: -application.amountMinor,
      reversesId: application.id,
      appliedOn,
      postedOn: postingDay(appliedOn, debit.closedThroughOn),
      causeKind: cause.kind,
      causeId: cause.id,
      createdAt: ctx.now,
    };
  });
  await tx.insert(applications).values(rows);
  await changeOpen(
    tx,
    ctx,
    undone.flatMap(({ creditId, debitId, amountMinor }) => [
      [creditId, amountMinor],
      [debitId, amountMinor],
    ]),
  );
  await post(tx, ctx, entries);
}

/** The one writer of `items.open_minor`. The column's CHECK refuses to go below nothing or above the amount. */
async function changeOpen(tx: Tx, ctx: Context, changes: [itemId: string, byMinor: bigint][]): Promise<void> {
  const byItem = new Map<string, bigint>();
  for (const [itemId, byMinor] of changes) byItem.set(itemId, (byItem.get(itemId) ?? 0n) + byMinor);
  const ids = `{${[...byItem.keys()].join(",")}}`;
  const deltas = `{${[...byItem.values()].join(",")}}`;
  await tx.execute(sql`
    update items set open_minor = items.open_minor + change.by_minor
    from unnest(${ids}::uuid[], ${deltas}::bigint[]) as change (item_id, by_minor)
    where items.organization_id = ${ctx.organizationId} and items.id = change.item_id`);
}
