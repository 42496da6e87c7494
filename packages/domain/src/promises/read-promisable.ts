import { staff } from "@openitem/db/schema/access";
import { items } from "@openitem/db/schema/items";
import { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { and, asc, eq, getTableColumns, inArray } from "drizzle-orm";
import { z } from "zod";
import type { Item } from "../items/item.ts";
import { dayIn, daysBetween } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { answerDue } from "./answer-due.ts";
import { readAccount } from "./lock-account.ts";
import { promiseMissing } from "./lock-promise.ts";
import type { DatedAmount, Promisable, Standing } from "./plan.ts";
import type { Promised } from "./promise.ts";
import { countOpenPromises, readPromisables } from "./read-promisables.ts";

export const readPromisableInput = z.object({
  customerId: z.uuid(),
  /** The chosen documents; when a promise is changed or countered, none means those of that promise. */
  itemIds: z.array(z.uuid()).max(5_000),
  /** The promise that is to be changed or countered. */
  replacesId: z.uuid().nullish(),
});

export type PromisableItem = Promisable &
  Pick<Item, "issuedOn" | "dueOn" | "poNumber" | "reference" | "amountMinor"> & {
    /** Today less the due day, in the account's calendar. */
    daysLate: number | null;
    /** What the promise that is to be replaced has of it; null when none is, or it is new. */
    inReplacedMinor: bigint | null;
  };

export type PromiseForm = {
  customerId: string;
  customerName: string;
  /** Those of the chosen documents that the reader may see, the oldest due first. */
  documents: PromisableItem[];
  /** What `planPromise` compares with. */
  standing: Standing;
  /** Who answers, should it have to be accepted, and until when; the name is null when nobody has the account. */
  answer: { name: string | null; dueAt: Date };
  replaces: (Promised & { instalments: DatedAmount[] }) | null;
};

/**
 * What a form of a promise shows: the chosen documents as they stand now, the rules, and who would answer. The form
 * and the command judge alike by `planPromise(wish, form.documents, form.standing)`.
 */
export async function readPromisable(
  ctx: Context,
  raw: z.input<typeof readPromisableInput>,
): Promise<PromiseForm> {
  const { customerId, itemIds, replacesId } = readPromisableInput.parse(raw);
  return read(ctx, async (tx) => {
    permit(ctx.actor, "promise.make", customerId);
    const account = await readAccount(tx, ctx, customerId);
    const replaced = replacesId ? await readReplaced(tx, ctx, customerId, replacesId) : null;
    const today = dayIn(ctx.now, account.timeZone);
    const chosen = itemIds.length > 0 ? itemIds : [...(replaced?.minorById.keys() ?? [])];
    const rows = await tx
      .select(getTableColumns(items))
      .from(items)
      .where(
        and(
          eq(items.organizationId, ctx.organizationId),
          inArray(items.id, chosen),
          inArray(items.kind, ["invoice", "debit_memo"]),
        ),
      )
      .orderBy(asc(items.dueOn), asc(items.number), asc(items.id));
    const found = await readPromisables(tx, ctx, rows, replaced?.promise.id);
    const policy = await readPolicy(tx, ctx, "promise");
    const calendar = await readPolicy(tx, ctx, "calendar");
    return {
      customerId,
      customerName: account.name,
      documents: found.map((item) => ({
        ...item,
        daysLate: item.dueOn ? daysBetween(item.dueOn, today) : null,
        inReplacedMinor: replaced?.minorById.get(item.id) ?? null,
      })),
      standing: {
        today,
        otherOpenPromises: await countOpenPromises(tx, ctx, customerId, replaced?.promise.id),
        renewals: replaced ? replaced.promise.renewals + (replaced.promise.status === "active" ? 1 : 0) : 0,
        policy,
      },
      answer: {
        name: await readCollectorName(tx, ctx, account.collectorId),
        dueAt: answerDue(ctx.now, policy.answerWorkingDays, calendar, account.billerTimeZone),
      },
      replaces: replaced ? { ...replaced.promise, instalments: replaced.instalments } : null,
    };
  });
}

/** The name of whoever at the biller has the account. */
export async function readCollectorName(
  tx: Tx,
  ctx: Context,
  collectorId: string | null,
): Promise<string | null> {
  if (!collectorId) return null;
  const [collector] = await tx
    .select({ name: staff.name })
    .from(staff)
    .where(and(eq(staff.organizationId, ctx.organizationId), eq(staff.id, collectorId)));
  return collector?.name ?? null;
}

async function readReplaced(tx: Tx, ctx: Context, customerId: string, promiseId: string) {
  const { organizationId } = ctx;
  const [promise] = await tx
    .select()
    .from(promises)
    .where(
      and(
        eq(promises.organizationId, organizationId),
        eq(promises.id, promiseId),
        eq(promises.customerId, customerId),
      ),
    );
  if (!promise) throw promiseMissing();
  const documents = await tx
    .select({ itemId: promiseItems.itemId, amountMinor: promiseItems.amountMinor })
    .from(promiseItems)
    .where(and(eq(promiseItems.organizationId, organizationId), eq(promiseItems.promiseId, promiseId)));
  const instalments = await tx
    .select({ dueOn: promiseInstalments.dueOn, amountMinor: promiseInstalments.amountMinor })
    .from(promiseInstalments)
    .where(
      and(eq(promiseInstalments.organizationId, organizationId), eq(promiseInstalments.promiseId, promiseId)),
    )
    .orderBy(asc(promiseInstalments.no));
  return {
    promise,
    instalments,
    minorById: new Map(documents.map((each) => [each.itemId, each.amountMinor])),
  };
}
