import { newId } from "@openitem/db/ids";
import type { applications } from "@openitem/db/schema/items";
import { writeArrays } from "@openitem/db/statement";
import { entryOf, type Issuing, insertItem } from "../items/issue-item.ts";
import { isDebit } from "../items/item.ts";
import type { LockedItem } from "../items/lock-items.ts";
import { laterOf } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { insertRows, type Same, writtenBy } from "../kernel/insert-rows.ts";
import { invariant } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { judgeLater } from "../promises/enqueue-judging.ts";
import { applicationLines, postingDay, reversed } from "./journal.ts";
import { type Entry, post } from "./post.ts";

export type Application = typeof applications.$inferSelect;
/** What applying needs to know of a document. */
export type Applicable = Pick<
  LockedItem,
  | "id"
  | "kind"
  | "heldAs"
  | "legalEntityId"
  | "customerId"
  | "currency"
  | "closedThroughOn"
  | "issuedOn"
  | "openMinor"
  | "lastAppliedOn"
>;
/**
 * Use `amountMinor` of `credit` for `debit`, as of `appliedOn` when it has a day of its own. Both are locked by the
 * caller (or were made in his transaction), of one currency, and have that much open.
 */
export type Pairing = { credit: Applicable; debit: Applicable; amountMinor: bigint; appliedOn?: string };
export type ApplicationCause = {
  kind: "payment" | "staff" | "import" | "document" | "decision" | "match";
  id: string;
};

type Applying = {
  cause: ApplicationCause;
  /** Documents that begin with this: they are written with what the pairings leave open of them. */
  issuing?: readonly Issuing[];
} & (
  | { pairings: readonly Pairing[]; appliedOn: string }
  | { pairings: readonly (Pairing & { appliedOn: string })[]; appliedOn?: undefined }
);

/**
 * Applies credits to debits as of `appliedOn`: the rows, the open amounts they change and the journal. All is sent at
 * once; the statements run in the order they are sent.
 */
export async function applyCredits(
  tx: Tx,
  ctx: Context,
  { pairings, appliedOn, cause, issuing = [] }: Applying,
): Promise<void> {
  const entries: Entry[] = issuing.map(entryOf);
  const rows = pairings.map(({ credit, debit, amountMinor, appliedOn: ownDay }): NewApplication => {
    invariant(!isDebit(credit.kind) && isDebit(debit.kind), "a credit is applied to a debit");
    invariant(amountMinor > 0n, "an application is of something");
    const id = newId();
    const lines = applicationLines(credit, debit, amountMinor);
    const on = noEarlierThan(ownDay ?? appliedOn ?? credit.issuedOn, credit, debit);
    use(credit, amountMinor, on);
    use(debit, amountMinor, on);
    entries.push({ cause: { kind: "application", id }, valueOn: on, lines });
    return {
      id,
      creditId: credit.id,
      debitId: debit.id,
      creditCustomerId: credit.customerId,
      debitCustomerId: debit.customerId,
      amountMinor,
      reversesId: null,
      appliedOn: on,
      postedOn: postingDay(on, credit.closedThroughOn, debit.closedThroughOn),
    };
  });
  const isNew = new Set<Applicable>(issuing.map(({ item }) => item));
  const changed = pairings.flatMap(({ credit, debit }) => [credit, debit]).filter((item) => !isNew.has(item));
  await Promise.all([
    ...issuing.map((each) => insertItem(tx, ctx, each)),
    insertApplications(tx, ctx, rows, cause),
    writeOpen(tx, ctx, changed),
    post(tx, ctx, entries),
    judgeLater(
      tx,
      ctx,
      rows.map((row) => row.debitId),
    ),
  ]);
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
    itemsById: ReadonlyMap<string, Applicable>;
    appliedOn: string;
    cause: ApplicationCause;
  },
): Promise<void> {
  if (undone.length === 0) return;
  const entries: Entry[] = [];
  const rows = undone.map((application): NewApplication => {
    const [credit, debit] = [itemsById.get(application.creditId), itemsById.get(application.debitId)];
    invariant(credit && debit, "both items of an application are locked before it is undone");
    invariant(application.reversesId === null, "a reversal is not undone: apply again instead");
    const id = newId();
    const lines = reversed(applicationLines(credit, debit, application.amountMinor));
    const on = noEarlierThan(appliedOn, credit, debit);
    use(credit, -application.amountMinor, on);
    use(debit, -application.amountMinor, on);
    entries.push({ cause: { kind: "application", id }, valueOn: on, lines });
    return {
      ...application,
      id,
      amountMinor: -application.amountMinor,
      reversesId: application.id,
      appliedOn: on,
      postedOn: postingDay(on, credit.closedThroughOn, debit.closedThroughOn),
    };
  });
  await Promise.all([
    insertApplications(tx, ctx, rows, cause),
    writeOpen(tx, ctx, [...itemsById.values()]),
    post(tx, ctx, entries),
    judgeLater(
      tx,
      ctx,
      rows.map((row) => row.debitId),
    ),
  ]);
}

type NewApplication = Omit<Application, "organizationId" | "causeKind" | "causeId" | "createdAt">;

async function insertApplications(
  tx: Tx,
  ctx: Context,
  rows: readonly NewApplication[],
  cause: ApplicationCause,
): Promise<void> {
  const same: Same = {
    ...writtenBy(ctx),
    cause_kind: { type: "text", value: cause.kind },
    cause_id: { type: "uuid", value: cause.id },
  };
  await insertRows(tx, "applications", same, [
    { name: "id", type: "uuid", values: rows.map((row) => row.id) },
    { name: "credit_id", type: "uuid", values: rows.map((row) => row.creditId) },
    { name: "debit_id", type: "uuid", values: rows.map((row) => row.debitId) },
    { name: "credit_customer_id", type: "uuid", values: rows.map((row) => row.creditCustomerId) },
    { name: "debit_customer_id", type: "uuid", values: rows.map((row) => row.debitCustomerId) },
    { name: "amount_minor", type: "bigint", values: rows.map((row) => row.amountMinor) },
    { name: "reverses_id", type: "uuid", values: rows.map((row) => row.reversesId) },
    { name: "applied_on", type: "date", values: rows.map((row) => row.appliedOn) },
    { name: "posted_on", type: "date", values: rows.map((row) => row.postedOn) },
  ]);
}

/** A link is never older than its documents, nor than what was last applied to or from them. */
const noEarlierThan = (day: string, ...items: Applicable[]): string =>
  items.reduce(
    (latest, item) => laterOf(latest, laterOf(item.issuedOn, item.lastAppliedOn ?? item.issuedOn)),
    day,
  );

/** Keeps the caller's copy of a locked item true, so that one transaction may apply, undo and apply again. */
function use(item: Applicable, byMinor: bigint, on: string): void {
  item.openMinor -= byMinor;
  item.lastAppliedOn = on;
}

const WRITE_OPEN = `
  update items set open_minor = change.open_minor, last_applied_on = change.last_applied_on
  from unnest($2::uuid[], $3::bigint[], $4::date[]) as change (item_id, open_minor, last_applied_on)
  where items.organization_id = $1 and items.id = change.item_id`;

/** The one writer of `items.open_minor`. The column's CHECK refuses to go below nothing or above the amount. */
async function writeOpen(tx: Tx, ctx: Context, changed: Applicable[]): Promise<void> {
  const items = [...new Map(changed.map((item) => [item.id, item])).values()];
  if (items.length === 0) return;
  const columns = [
    items.map((item) => item.id),
    items.map((item) => item.openMinor),
    items.map((item) => item.lastAppliedOn),
  ];
  await writeArrays(tx, WRITE_OPEN, [ctx.organizationId], columns);
}
