import { newId } from "@openitem/db/ids";
import { periodEvents, periods } from "@openitem/db/schema/periods";
import { insertRow, updateRows } from "@openitem/db/statement";
import { actorKey, type Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import type { LegalEntity } from "./lock-period.ts";
import { monthOf, type Period, type PeriodEvent, type PeriodStatus } from "./period.ts";
import type { Snapshot } from "./snapshot.ts";

/** A step: moves a locked period, and writes down who did it, why, and what it showed. */
export async function movePeriod(
  tx: Tx,
  ctx: Context,
  {
    period,
    entity,
    status,
    kind,
    reason = null,
    figures = {},
  }: {
    period: Period;
    entity: LegalEntity;
    status: PeriodStatus;
    kind: PeriodEvent["kind"];
    reason?: string | null;
    figures?: Snapshot | Record<string, never>;
  },
): Promise<void> {
  const { organizationId, now: at, actor } = ctx;
  await updateRows(tx, periods, { status }, { organizationId, id: period.id });
  await insertRow(tx, periodEvents, {
    organizationId,
    id: newId(),
    periodId: period.id,
    kind,
    reason,
    figures,
    by: actorKey(actor),
    byName: actor.name,
    at,
  });
  await record(tx, ctx, {
    action: `period.${kind}`,
    subject: ["period", period.id],
    data: { legalEntity: entity.code, month: monthOf(period.fromOn), reason },
  });
}
