import { customers } from "@openitem/db/schema/customers";
import { applications, itemLines, items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { paymentShares, payments } from "@openitem/db/schema/payments";
import { and, asc, desc, eq, getTableColumns, gt, ilike, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { holdsOf, NO_CLAIMS } from "../holds/hold.ts";
import { readClaims } from "../holds/read-claims.ts";
import { dayIn, daysBetween } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { isDebit } from "./item.ts";

/** A document with its parts, what was applied to or from it, and who is paying it. Refuses `item.missing`. */
export async function readItem(ctx: Context, itemId: string) {
  if (!z.uuid().safeParse(itemId).success) throw missing();
  return read(ctx, async (tx) => {
    const mine = eq(items.organizationId, ctx.organizationId);
    const [row] = await tx
      .select({
        item: getTableColumns(items),
        customer: getTableColumns(customers),
        legalEntity: getTableColumns(legalEntities),
      })
      .from(items)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, items.organizationId), eq(customers.id, items.customerId)),
      )
      .innerJoin(
        legalEntities,
        and(
          eq(legalEntities.organizationId, items.organizationId),
          eq(legalEntities.id, items.legalEntityId),
        ),
      )
      .where(and(mine, eq(items.id, itemId)));
    if (!row) throw missing();

    const other = alias(items, "other");
    const isDebitItem = isDebit(row.item.kind);
    const [here, there] = isDebitItem
      ? [applications.debitId, applications.creditId]
      : [applications.creditId, applications.debitId];
    // Left join: the other document may belong to an account the reader does not have.
    const applied = await tx
      .select({
        id: applications.id,
        amountMinor: applications.amountMinor,
        appliedOn: applications.appliedOn,
        reversesId: applications.reversesId,
        createdAt: applications.createdAt,
        otherId: other.id,
        otherKind: other.kind,
        otherNumber: other.number,
        otherReference: other.reference,
      })
      .from(applications)
      .leftJoin(other, and(eq(other.organizationId, applications.organizationId), eq(other.id, there)))
      .where(and(eq(applications.organizationId, ctx.organizationId), eq(here, itemId)))
      .orderBy(asc(applications.appliedOn), asc(applications.id));

    const underWay = await tx
      .select({
        paymentId: paymentShares.paymentId,
        amountMinor: paymentShares.amountMinor,
        payerName: payments.startedByName,
        status: payments.status,
        since: payments.createdAt,
        expectedOn: payments.expectedOn,
      })
      .from(paymentShares)
      .leftJoin(
        payments,
        and(
          eq(payments.organizationId, paymentShares.organizationId),
          eq(payments.id, paymentShares.paymentId),
        ),
      )
      .where(
        and(
          eq(paymentShares.organizationId, ctx.organizationId),
          eq(paymentShares.itemId, itemId),
          eq(paymentShares.state, "reserved"),
        ),
      )
      .orderBy(desc(payments.createdAt));

    const [lines] = await tx
      .select({
        count: sql<number>`count(*)::int`,
        minor: sql<string>`coalesce(sum(${itemLines.amountMinor}), 0)::text`,
      })
      .from(itemLines)
      .where(and(eq(itemLines.organizationId, ctx.organizationId), eq(itemLines.itemId, itemId)));

    const today = dayIn(ctx.now, row.customer.timeZone);
    const inFlightMinor = sum(underWay.map((share) => share.amountMinor));
    const claims = isDebitItem ? (await readClaims(tx, ctx, [itemId])).get(itemId) : undefined;
    return {
      ...row,
      holds: holdsOf(row.item.openMinor, inFlightMinor, claims ?? NO_CLAIMS),
      today,
      daysLate: row.item.dueOn && isDebitItem ? daysBetween(row.item.dueOn, today) : null,
      inFlightMinor: inFlightMinor < row.item.openMinor ? inFlightMinor : row.item.openMinor,
      appliedMinor: row.item.amountMinor - row.item.openMinor,
      applications: applied,
      underWay,
      lineCount: lines?.count ?? 0,
    };
  });
}

export type ItemDetail = Awaited<ReturnType<typeof readItem>>;

const LINES_MAX = 500;

/** Lines of a document after line `after`, at most `limit`, optionally only those whose description holds `search`. */
export async function listItemLines(
  ctx: Context,
  {
    itemId,
    after = 0,
    limit = 100,
    search,
  }: { itemId: string; after?: number; limit?: number; search?: string | null },
) {
  return read(ctx, async (tx) => {
    const { lineNo, description, quantity, unit, unitPrice, amountMinor, periodFromOn, periodToOn } =
      itemLines;
    const rows = await tx
      .select({ lineNo, description, quantity, unit, unitPrice, amountMinor, periodFromOn, periodToOn })
      .from(itemLines)
      .where(
        and(
          eq(itemLines.organizationId, ctx.organizationId),
          eq(itemLines.itemId, itemId),
          gt(lineNo, after),
          search ? ilike(description, `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`) : undefined,
        ),
      )
      .orderBy(asc(lineNo))
      .limit(Math.min(limit, LINES_MAX) + 1);
    const more = rows.length > Math.min(limit, LINES_MAX);
    const page = more ? rows.slice(0, -1) : rows;
    return { rows: page, next: more ? (page.at(-1)?.lineNo ?? null) : null };
  });
}

export type ItemLine = Awaited<ReturnType<typeof listItemLines>>["rows"][number];

const missing = () => new Refusal("missing", "item.missing", "We cannot find this document on your account.");
