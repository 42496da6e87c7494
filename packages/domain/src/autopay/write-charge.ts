import { chargeItems, charges } from "@openitem/db/schema/autopay";
import { insertRow } from "@openitem/db/statement";
import type { Context } from "../kernel/context.ts";
import { sum } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Charge } from "./charge.ts";
import { recordCharge } from "./lock-charge.ts";
import type { ChargeLine } from "./plan-charge.ts";

export type NewCharge = Pick<
  Charge,
  | "id"
  | "customerId"
  | "currency"
  | "causeKind"
  | "causeId"
  | "causeKey"
  | "methodId"
  | "chargeOn"
  | "requestedBy"
  | "requestedByName"
  | "held"
> & { status: "planned" | "held"; lines: readonly ChargeLine[] };

/** A step: writes a charge that is to come, with what it means to pay. A cause makes each of its charges once. */
export async function insertCharge(tx: Tx, ctx: Context, { lines, ...wanted }: NewCharge): Promise<Charge> {
  const { organizationId, now: createdAt } = ctx;
  const charge: Charge = {
    ...wanted,
    organizationId,
    amountMinor: sum(lines.map((line) => line.amountMinor)),
    attempts: 0,
    failure: null,
    retryOn: null,
    paymentId: null,
    createdAt,
    announcedAt: null,
    endedAt: null,
  };
  await insertRow(tx, charges, charge);
  for (const { itemId, customerId, amountMinor } of lines)
    await insertRow(tx, chargeItems, {
      organizationId,
      chargeId: charge.id,
      itemId,
      customerId,
      amountMinor,
    });
  await recordCharge(tx, ctx, charge, charge.status, [...new Set(charge.held.map(({ reason }) => reason))]);
  return charge;
}
