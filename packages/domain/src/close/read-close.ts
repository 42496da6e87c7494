import { transfers } from "@openitem/db/schema/ledger";
import { legalEntities } from "@openitem/db/schema/organizations";

import { periodEvents, periods } from "@openitem/db/schema/periods";
import { and, asc, count, desc, eq, lte, min, sql } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { may, permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { CHECK_RULES, hindrancesOf, type Money, takesSignature } from "./check.ts";
import { judgeChecks } from "./judge-checks.ts";
import type { LegalEntity } from "./lock-period.ts";
import { daysOf, month as monthInput, monthsToChoose, nextMonth } from "./period.ts";
import { readFigures, thresholdOf } from "./read-figures.ts";
import { earlierOpen, expectedFrom } from "./read-order.ts";
import { hasPrepared, readRecords } from "./read-records.ts";
import { readRollForward } from "./read-roll-forward.ts";

export const readCloseInput = z.object({
  /** By its code; left out, the first. */
  entity: z.string().max(40).nullish(),
  /** Left out, the one to close next. */
  month: monthInput.nullish(),
});

/**
 * A month of a legal entity with everything its close asks for, computed now: checks and what people added, roll-forward,
 * ties to the control accounts, ageing, what happened, and what stands in the way of closing.
 */
export async function readClose(ctx: Context, raw: z.input<typeof readCloseInput>) {
  permit(ctx.actor, "work.read");
  const asked = readCloseInput.parse(raw);
  return read(ctx, async (tx) => {
    const { organizationId } = ctx;
    const entities = await tx
      .select()
      .from(legalEntities)
      .where(eq(legalEntities.organizationId, organizationId))
      .orderBy(asc(legalEntities.code));
    const entity = asked.entity ? entities.find(({ code }) => code === asked.entity) : entities[0];
    if (!entity) throw new Refusal("missing", "entity.missing", "We cannot find this legal entity.");
    const today = dayIn(ctx.now, entity.timeZone);
    const month = asked.month ?? nextMonth(entity.closedThroughOn, today);
    const days = daysOf(month);
    const known = await tx
      .select()
      .from(periods)
      .where(and(eq(periods.organizationId, organizationId), eq(periods.legalEntityId, entity.id)))
      .orderBy(desc(periods.fromOn));
    const period = known.find(({ fromOn }) => fromOn === days.fromOn) ?? null;
    const policy = await readPolicy(tx, ctx, "close");
    const scope = { legalEntityId: entity.id, timeZone: entity.timeZone, ...days };
    const figures = await readFigures(tx, ctx, scope, policy);
    const rows = period ? await readRecords(tx, ctx, period.id) : [];
    const checks = judgeChecks(figures, rows);
    const books = await readBooks(tx, ctx, entity, days.toOn);
    const prepared = period !== null && (await hasPrepared(tx, ctx, period.id));
    const status = statusOf(period?.status, days.toOn, entity.closedThroughOn);
    return {
      entities: entities.map(({ id, code, name }) => ({ id, code, name })),
      entity: {
        id: entity.id,
        code: entity.code,
        name: entity.name,
        timeZone: entity.timeZone,
        closedThroughOn: entity.closedThroughOn,
      },
      months: monthsToChoose(books.firstDay, today).map((each) => ({
        month: each,
        status: statusOf(
          known.find(({ fromOn }) => fromOn === daysOf(each).fromOn)?.status,
          daysOf(each).toOn,
          entity.closedThroughOn,
        ),
      })),
      period: { id: period?.id ?? null, month, ...days, status },
      at: ctx.now,
      checks: checks.map(({ check, state, figure, row }) => ({
        check,
        rule: CHECK_RULES[check],
        state,
        figure,
        items: figures.checks[check].items,
        faults: figures.checks[check].faults,
        amounts: [...figures.checks[check].amounts],
        takesSignature: takesSignature(CHECK_RULES[check], figures.checks[check]),
        owner: row?.ownerId ? { id: row.ownerId, name: row.ownerName } : null,
        note: row?.note ?? null,
        file: row?.fileId && row.fileName ? { id: row.fileId, name: row.fileName } : null,
        signed:
          row?.signedAt && row.signedByName
            ? { by: row.signedByName, at: row.signedAt, holds: row.signedFigure === figure }
            : null,
      })),
      /** What stands in the way of the person closing it; empty when nothing does. */
      hindrances: hindrancesOf({
        ...scope,
        today,
        earlierOpen: await earlierOpen(tx, ctx, { legalEntityId: entity.id, fromOn: days.fromOn }),
        expectedFromOn: expectedFrom(entity.closedThroughOn),
        mayClose: may(ctx.actor, "period.close"),
        prepared,
        states: checks.map(({ state }) => state),
      }),
      isNewestClosed: status === "closed" && period !== null && entity.closedThroughOn === days.toOn,
      isOver: today > days.toOn,
      policy: {
        unappliedDays: policy.unappliedDays,
        disputesFrom: disputeThresholds(policy.disputesFrom),
      },
      rollForward: await readRollForward(tx, ctx, scope),
      ties: [...figures.ties],
      ageing: [...figures.ageing],
      transfers: books.transfers,
      events: period ? await readEvents(tx, ctx, period.id) : [],
      lateCash: await readLateCash(tx, ctx, entity.id, days.toOn),
    };
  });
}

export type CloseView = Awaited<ReturnType<typeof readClose>>;

/** A month that nobody has begun is open, unless the books were brought here closed beyond it. */
const statusOf = (
  known: "open" | "closing" | "closed" | undefined,
  toOn: string,
  closedThroughOn: string | null,
) => known ?? (closedThroughOn !== null && toOn <= closedThroughOn ? ("closed" as const) : ("open" as const));

const disputeThresholds = (byCurrency: Readonly<Record<string, string>>): Money[] =>
  Object.keys(byCurrency)
    .filter((currency) => currency !== "*")
    .map((currency) => ({ currency, minor: thresholdOf(byCurrency, currency) }));

async function readBooks(tx: Tx, ctx: Context, { id }: LegalEntity, toOn: string) {
  const own = and(eq(transfers.organizationId, ctx.organizationId), eq(transfers.legalEntityId, id));
  const [[first], [counted]] = await Promise.all([
    tx
      .select({ day: min(transfers.postedOn) })
      .from(transfers)
      .where(own),
    tx
      .select({ count: count() })
      .from(transfers)
      .where(and(own, lte(transfers.postedOn, toOn))),
  ]);
  return { firstDay: first?.day ?? null, transfers: counted?.count ?? 0 };
}

/** What happened to the period, the newest first. */
async function readEvents(tx: Tx, ctx: Context, periodId: string) {
  return tx
    .select({
      id: periodEvents.id,
      kind: periodEvents.kind,
      reason: periodEvents.reason,
      byName: periodEvents.byName,
      at: periodEvents.at,
    })
    .from(periodEvents)
    .where(and(eq(periodEvents.organizationId, ctx.organizationId), eq(periodEvents.periodId, periodId)))
    .orderBy(desc(periodEvents.at), desc(periodEvents.id));
}

/** Receipts with a value date up to a day that were booked after it, because its month was closed. */
async function readLateCash(tx: Tx, ctx: Context, legalEntityId: string, toOn: string) {
  const rows = (await tx.execute(sql`
    select currency, count(*)::int as items, sum(amount_minor)::text as minor from items
    where organization_id = ${ctx.organizationId} and legal_entity_id = ${legalEntityId} and kind = 'receipt'
      and issued_on <= ${toOn} and posted_on > ${toOn}
    group by currency order by currency`)) as unknown as { currency: string; items: number; minor: string }[];
  return rows.map(({ currency, items, minor }) => ({ currency, items, minor: BigInt(minor) }));
}
