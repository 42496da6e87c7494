import { preparedPayments } from "@openitem/db/schema/autopay";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { and, desc, eq, getTableColumns, inArray, lt, or } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { may } from "../policies/permissions.ts";
import { missingPrepared, wishesOf } from "./prepared-payment.ts";

export const listPreparedInput = z.object({
  customerIds: z.array(z.uuid()).min(1).max(5_000),
  status: z.enum(["prepared", "released", "declined", "withdrawn"]).nullish(),
  before: z.object({ preparedAt: z.date(), id: z.uuid() }).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Prepared payments, the newest first; `before` is the last row of the page before. */
export async function listPrepared(ctx: Context, raw: z.input<typeof listPreparedInput>) {
  const { customerIds, status, before, limit } = listPreparedInput.parse(raw);
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({ ...getTableColumns(preparedPayments), customerName: customers.name })
      .from(preparedPayments)
      .innerJoin(
        customers,
        and(
          eq(customers.organizationId, preparedPayments.organizationId),
          eq(customers.id, preparedPayments.customerId),
        ),
      )
      .where(
        and(
          eq(preparedPayments.organizationId, ctx.organizationId),
          inArray(preparedPayments.customerId, customerIds),
          status ? eq(preparedPayments.status, status) : undefined,
          before
            ? or(
                lt(preparedPayments.preparedAt, before.preparedAt),
                and(eq(preparedPayments.preparedAt, before.preparedAt), lt(preparedPayments.id, before.id)),
              )
            : undefined,
        ),
      )
      .orderBy(desc(preparedPayments.preparedAt), desc(preparedPayments.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit).map(({ wishes: _, ...row }) => row);
    const last = page.at(-1);
    return {
      rows: page,
      next: rows.length > limit && last ? { preparedAt: last.preparedAt, id: last.id } : null,
    };
  });
}

/**
 * A prepared payment with its documents as they stand now, and what the reader may do with it. Refuses
 * `prepared_payment.missing`.
 */
export async function readPrepared(ctx: Context, preparedId: string) {
  if (!z.uuid().safeParse(preparedId).success) throw missingPrepared();
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({ prepared: preparedPayments, customer: customers })
      .from(preparedPayments)
      .innerJoin(
        customers,
        and(
          eq(customers.organizationId, preparedPayments.organizationId),
          eq(customers.id, preparedPayments.customerId),
        ),
      )
      .where(
        and(eq(preparedPayments.organizationId, ctx.organizationId), eq(preparedPayments.id, preparedId)),
      );
    if (!row) throw missingPrepared();
    const { prepared, customer } = row;
    const wishes = wishesOf(prepared);
    const ids = [...wishes.debits, ...wishes.credits].map((wish) => wish.itemId);
    const found =
      ids.length === 0
        ? []
        : await tx
            .select()
            .from(items)
            .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, ids)));
    const byId = new Map(found.map((item) => [item.id, item]));
    const documents = (side: "debits" | "credits") =>
      wishes[side].flatMap((wish) => {
        const item = byId.get(wish.itemId);
        return item ? [{ ...wish, number: item.number, dueOn: item.dueOn, openMinor: item.openMinor }] : [];
      });
    const isOwn = actorKey(ctx.actor) === prepared.preparedBy;
    const isOpen = prepared.status === "prepared";
    const { wishes: _, ...facts } = prepared;
    return {
      prepared: facts,
      customer,
      debits: documents("debits"),
      credits: documents("credits"),
      onAccountMinor: wishes.onAccountMinor,
      can: {
        decide: isOpen && !isOwn && may(ctx.actor, "payment.release", prepared.customerId),
        withdraw: isOpen && isOwn,
      },
    };
  });
}

export type PreparedDetail = Awaited<ReturnType<typeof readPrepared>>;
