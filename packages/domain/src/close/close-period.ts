import { transfers } from "@openitem/db/schema/ledger";
import { legalEntities } from "@openitem/db/schema/organizations";
import { updateRows } from "@openitem/db/statement";
import { and, count, eq, lte } from "drizzle-orm";
import { z } from "zod";
import { dayIn } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Tx, transactOnce } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { type Hindrance, hindrancesOf } from "./check.ts";
import { judgeChecks } from "./judge-checks.ts";
import { lockBooks } from "./lock-books.ts";
import { lockPeriod } from "./lock-period.ts";
import { PERIOD_TRANSITIONS, type Period } from "./period.ts";
import { readFigures } from "./read-figures.ts";
import { earlierOpen, expectedFrom } from "./read-order.ts";
import { hasPrepared, readRecords } from "./read-records.ts";
import { readRollForward } from "./read-roll-forward.ts";
import { rollForwardFigures, type Snapshot, tieFigures } from "./snapshot.ts";
import { movePeriod } from "./write-event.ts";

export const closePeriodInput = z.object({ key: z.uuid(), periodId: z.uuid() });

const SENTENCES: Readonly<Record<Hindrance, string>> = {
  not_over: "This month is not over yet.",
  earlier_open: "An earlier month is still open. Close the months in their order.",
  role: "Your role does not allow this. Ask a colleague who may.",
  blocked: "Some checks still block the close. Clear them first.",
  unsigned: "Some checks still wait for a note or a signature.",
  prepared: "You have noted or signed checks of this month. A manager who prepared none of it closes it.",
};

/**
 * Closes a month: nothing is booked into it any more, and money that comes for it posts on the first open day. Waits for
 * postings under way and keeps others out until it is decided, so the figures it keeps are the last. Refuses
 * `period.state` and `period.<hindrance>`.
 */
export async function closePeriod(
  ctx: Context,
  raw: z.input<typeof closePeriodInput>,
): Promise<{ periodId: string; closedThroughOn: string }> {
  const input = closePeriodInput.parse(raw);
  const { key, periodId } = input;
  return transactOnce(ctx, { name: "period.close", key, input }, async (tx) => {
    permit(ctx.actor, "period.close");
    const { organizationId, actor } = ctx;
    const { period } = await lockPeriod(tx, ctx, periodId);
    const status = transit("period", PERIOD_TRANSITIONS, { event: "close", from: period.status, actor });
    await lockBooks(tx, period.legalEntityId);
    // Read again: another month may have been closed while this one waited for its books.
    const { entity } = await lockPeriod(tx, ctx, periodId);
    const scope = {
      legalEntityId: entity.id,
      timeZone: entity.timeZone,
      fromOn: period.fromOn,
      toOn: period.toOn,
    };
    const figures = await readFigures(tx, ctx, scope, await readPolicy(tx, ctx, "close"));
    const checks = judgeChecks(figures, await readRecords(tx, ctx, periodId));
    const [hindrance] = hindrancesOf({
      ...scope,
      today: dayIn(ctx.now, entity.timeZone),
      earlierOpen: await earlierOpen(tx, ctx, period),
      expectedFromOn: expectedFrom(entity.closedThroughOn),
      mayClose: true,
      prepared: await hasPrepared(tx, ctx, periodId),
      states: checks.map(({ state }) => state),
    });
    if (hindrance)
      throw new Refusal(
        hindrance === "prepared" ? "forbidden" : "conflict",
        `period.${hindrance}`,
        SENTENCES[hindrance],
      );
    const snapshot: Snapshot = {
      closedThroughBefore: entity.closedThroughOn,
      transfers: await countTransfers(tx, ctx, period),
      checks: checks.map(({ check, figure, row }) => ({
        check,
        figure,
        note: row?.note ?? null,
        signedByName: row?.signedByName ?? null,
      })),
      rollForward: rollForwardFigures(await readRollForward(tx, ctx, scope)),
      ties: tieFigures(figures.ties),
    };
    await updateRows(tx, legalEntities, { closedThroughOn: period.toOn }, { organizationId, id: entity.id });
    await movePeriod(tx, ctx, { period, entity, status, kind: "closed", figures: snapshot });
    return { periodId, closedThroughOn: period.toOn };
  });
}

async function countTransfers(tx: Tx, ctx: Context, { legalEntityId, toOn }: Period): Promise<number> {
  const [counted] = await tx
    .select({ count: count() })
    .from(transfers)
    .where(
      and(
        eq(transfers.organizationId, ctx.organizationId),
        eq(transfers.legalEntityId, legalEntityId),
        lte(transfers.postedOn, toOn),
      ),
    );
  return counted?.count ?? 0;
}
