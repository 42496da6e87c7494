import { remittanceLines, remittances } from "@openitem/db/schema/remittances";
import { updateRows } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { record, type Tx } from "../kernel/transact.ts";
import { transit } from "../kernel/transitions.ts";
import { lockRemittance } from "./lock-remittance.ts";
import { REMITTANCE_TRANSITIONS } from "./remittance.ts";

/**
 * A step: the money of a confirmed remittance has landed. With a bank line, a receipt, or both; `customerId` says whose
 * it is when it came from nobody known. Tied to the same money before, nothing happens. Refuses `remittance.missing`
 * and `remittance.state`.
 */
export async function tieRemittance(
  tx: Tx,
  ctx: Context,
  {
    remittanceId,
    lineId,
    receiptId,
    customerId: payerId = null,
  }: { remittanceId: string; lineId: string | null; receiptId: string | null; customerId?: string | null },
): Promise<void> {
  const { organizationId, actor, now } = ctx;
  const remittance = await lockRemittance(tx, ctx, remittanceId);
  const isSame = remittance.lineId === lineId && remittance.receiptId === receiptId;
  if (remittance.status === "tied" && isSame) return;
  const customerId = remittance.customerId ?? payerId;
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "tie",
    from: remittance.status,
    actor,
    customerId: customerId ?? "",
  });
  await updateRows(
    tx,
    remittances,
    { status, lineId, receiptId, customerId, endedAt: now },
    { organizationId, id: remittanceId },
  );
  if (customerId !== remittance.customerId)
    await updateRows(tx, remittanceLines, { customerId }, { organizationId, remittanceId });
  await record(tx, ctx, {
    action: "remittance.tied",
    subject: ["remittance", remittanceId],
    customerId,
    data: { number: remittance.number, lineId: lineId ?? "", receiptId: receiptId ?? "" },
  });
}

/** A step: the money was another's, so the remittance waits for its own again. Not tied, nothing happens. */
export async function untieRemittance(
  tx: Tx,
  ctx: Context,
  { remittanceId }: { remittanceId: string },
): Promise<void> {
  const { organizationId, actor } = ctx;
  const remittance = await lockRemittance(tx, ctx, remittanceId);
  if (remittance.status !== "tied") return;
  const status = transit("remittance", REMITTANCE_TRANSITIONS, {
    event: "untie",
    from: remittance.status,
    actor,
    customerId: remittance.customerId ?? "",
  });
  await updateRows(
    tx,
    remittances,
    { status, lineId: null, receiptId: null, endedAt: null },
    { organizationId, id: remittanceId },
  );
  await record(tx, ctx, {
    action: "remittance.untied",
    subject: ["remittance", remittanceId],
    customerId: remittance.customerId,
    data: { number: remittance.number },
  });
}
