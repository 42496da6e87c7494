import { customers } from "@openitem/db/schema/customers";
import { itemLines, items } from "@openitem/db/schema/items";
import { legalEntities } from "@openitem/db/schema/organizations";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Hold } from "../holds/hold.ts";
import { holdsOf } from "../holds/hold.ts";
import type { ItemKind } from "../items/item.ts";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { disputeUntil, lineDisputedMinor, missing, roomMinor } from "./claim.ts";
import { dueAfter } from "./clock.ts";
import { loadDisputables } from "./load-disputables.ts";
import { largeFrom, type Reason } from "./reason.ts";

export const readDisputableInput = z.object({
  itemIds: z.array(z.uuid()).min(1).max(200),
  /** How many lines of each document are listed; the rest by `listItemLines`. */
  linesMax: z.number().int().min(0).max(500).default(100),
  /** Lines that are listed in any case: those chosen already. */
  lineNos: z.array(z.number().int().min(1)).max(1_000).default([]),
});

export type DisputableLine = {
  lineNo: number;
  description: string;
  quantity: string;
  unit: string;
  unitPrice: string;
  amountMinor: bigint;
  /** By open disputes. */
  disputedMinor: bigint;
  /** What is left of the line to dispute; the document's own `disputableMinor` bounds all lines together. */
  disputableMinor: bigint;
  periodFromOn: string | null;
  periodToOn: string | null;
};

export type DisputableDocument = {
  itemId: string;
  kind: ItemKind;
  number: string;
  issuedOn: string;
  dueOn: string | null;
  poNumber: string | null;
  reference: string | null;
  amountMinor: bigint;
  openMinor: bigint;
  inFlightMinor: bigint;
  disputedMinor: bigint;
  /** Neither in flight nor disputed: what "pay the rest" would take now. */
  readyMinor: bigint;
  /** Open, undisputed and not being paid: the most that a new dispute can be about. */
  disputableMinor: bigint;
  /** Open disputes that hold some of it. */
  disputes: Hold[];
  /** The last day on which it can be disputed; `isInTime` by the customer's calendar. */
  disputeUntil: string;
  isInTime: boolean;
  lines: DisputableLine[];
  lineCount: number;
};

export type ReasonToChoose = Reason & {
  /** When the answer would be due if it were sent now, for small amounts and for those from `largeFromMinor` on. */
  answerBy: Date;
  answerByLarge: Date;
};

export type DisputableForm = {
  customer: { id: string; number: string; name: string; timeZone: string };
  legalEntity: { id: string; code: string; name: string; timeZone: string };
  currency: string;
  documents: DisputableDocument[];
  reasons: ReasonToChoose[];
  largeFromMinor: bigint;
  contestDays: number;
  filesMax: number;
  files: { sizeMaxBytes: number; mediaTypes: string[] };
};

/**
 * What a form needs to dispute documents, in the order asked for: their lines and amounts, and by when each reason
 * would be answered. Refuses `item.missing`, and `dispute.one_customer`, `dispute.one_currency`, `dispute.one_entity`
 * where the documents cannot be disputed together, and `dispute.kind`.
 */
export async function readDisputable(
  ctx: Context,
  raw: z.input<typeof readDisputableInput>,
): Promise<DisputableForm> {
  const parsed = readDisputableInput.safeParse(raw);
  if (!parsed.success) throw missing();
  const { itemIds, linesMax, lineNos } = parsed.data;
  return read(ctx, async (tx) => {
    const found = await readItems(tx, ctx, itemIds);
    const chosen = [...new Set(itemIds)].map((id) => {
      const row = found.find(({ item }) => item.id === id);
      if (!row) throw missing();
      return row;
    });
    const [first] = chosen;
    invariant(first, "at least one document is asked for");
    const { customer, legalEntity } = first;
    const { currency } = first.item;
    permit(ctx.actor, "dispute.raise", customer.id);
    for (const { item } of chosen) checkTogether(item, first.item);

    const policy = await readPolicy(tx, ctx, "dispute");
    const calendar = await readPolicy(tx, ctx, "calendar");
    const files = await readPolicy(tx, ctx, "file");
    const by = (hours: number) => dueAfter(ctx.now, hours * 60, calendar, legalEntity.timeZone);
    const today = dayIn(ctx.now, customer.timeZone);
    const disputables = await loadDisputables(
      tx,
      ctx,
      chosen.map(({ item }) => item),
      [],
    );
    const lines = await readLines(tx, ctx, itemIds, linesMax, lineNos);
    return {
      customer,
      legalEntity,
      currency,
      documents: disputables.map((disputable): DisputableDocument => {
        const { item, inFlightMinor, claims } = disputable;
        const holds = holdsOf(item.openMinor, inFlightMinor, { disputes: claims, promises: [] });
        const until = disputeUntil(item.issuedOn, policy.windowDays);
        const own = lines.filter((line) => line.itemId === item.id);
        return {
          itemId: item.id,
          kind: item.kind,
          number: item.number,
          issuedOn: item.issuedOn,
          dueOn: item.dueOn,
          poNumber: item.poNumber,
          reference: item.reference,
          amountMinor: item.amountMinor,
          openMinor: item.openMinor,
          inFlightMinor,
          disputedMinor: holds.disputedMinor,
          readyMinor: holds.readyMinor,
          disputableMinor: roomMinor(disputable),
          disputes: holds.disputes,
          disputeUntil: until,
          isInTime: today <= until,
          lines: own.map(({ itemId: _, count: __, ...line }) => {
            const disputedMinor = lineDisputedMinor(disputable, line.lineNo);
            const left = line.amountMinor - disputedMinor;
            return { ...line, disputedMinor, disputableMinor: left > 0n ? left : 0n };
          }),
          lineCount: own[0]?.count ?? 0,
        };
      }),
      reasons: policy.reasons.map((reason) => ({
        ...reason,
        answerBy: by(reason.answerHours),
        answerByLarge: by(reason.answerHoursLarge),
      })),
      largeFromMinor: largeFrom(policy, currency),
      contestDays: policy.contestDays,
      filesMax: policy.filesMax,
      files: { sizeMaxBytes: files.sizeMaxBytes, mediaTypes: files.mediaTypes },
    };
  });
}

function readItems(tx: Tx, ctx: Context, itemIds: readonly string[]) {
  return tx
    .select({
      item: items,
      customer: {
        id: customers.id,
        number: customers.number,
        name: customers.name,
        timeZone: customers.timeZone,
      },
      legalEntity: {
        id: legalEntities.id,
        code: legalEntities.code,
        name: legalEntities.name,
        timeZone: legalEntities.timeZone,
      },
    })
    .from(items)
    .innerJoin(
      customers,
      and(eq(customers.organizationId, items.organizationId), eq(customers.id, items.customerId)),
    )
    .innerJoin(
      legalEntities,
      and(eq(legalEntities.organizationId, items.organizationId), eq(legalEntities.id, items.legalEntityId)),
    )
    .where(and(eq(items.organizationId, ctx.organizationId), inArray(items.id, [...itemIds])));
}

type Together = {
  customerId: string;
  currency: string;
  legalEntityId: string;
  kind: ItemKind;
  number: string;
};

function checkTogether(item: Together, first: Together): void {
  const { number: document } = item;
  const refuse = (code: string, sentence: string) => {
    throw new Refusal("invalid", code, sentence, { document });
  };
  if (item.kind !== "invoice" && item.kind !== "debit_memo")
    refuse(
      "dispute.kind",
      `${document} is nothing that you owe. Only invoices and debit memos can be disputed.`,
    );
  if (item.customerId !== first.customerId)
    refuse(
      "dispute.one_customer",
      "These documents are of different accounts. Send one dispute for each account.",
    );
  if (item.currency !== first.currency)
    refuse(
      "dispute.one_currency",
      `${document} is in ${item.currency}, not ${first.currency}. Send one dispute for each currency.`,
    );
  if (item.legalEntityId !== first.legalEntityId)
    refuse(
      "dispute.one_entity",
      `${document} was issued by another of our companies. Send one dispute for each of them.`,
    );
}

async function readLines(
  tx: Tx,
  ctx: Context,
  itemIds: readonly string[],
  linesMax: number,
  lineNos: readonly number[],
): Promise<
  (Omit<DisputableLine, "disputedMinor" | "disputableMinor"> & { itemId: string; count: number })[]
> {
  const { itemId, lineNo, description, quantity, unit, unitPrice, amountMinor, periodFromOn, periodToOn } =
    itemLines;
  const numbered = tx
    .select({
      itemId,
      lineNo,
      description,
      quantity,
      unit,
      unitPrice,
      amountMinor,
      periodFromOn,
      periodToOn,
      place: sql<number>`row_number() over (partition by ${itemId} order by ${lineNo})`.as("place"),
      count: sql<number>`(count(*) over (partition by ${itemId}))::int`.as("count"),
    })
    .from(itemLines)
    .where(and(eq(itemLines.organizationId, ctx.organizationId), inArray(itemId, [...itemIds])))
    .as("numbered");
  const rows = await tx
    .select()
    .from(numbered)
    .where(
      sql`${numbered.place} <= ${linesMax} or ${numbered.lineNo} = any(${`{${lineNos.join(",")}}`}::int[])`,
    )
    .orderBy(asc(numbered.itemId), asc(numbered.lineNo));
  return rows.map(({ place: _, ...line }) => line);
}
