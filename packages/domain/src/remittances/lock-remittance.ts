import { remittanceLines, remittances } from "@openitem/db/schema/remittances";
import { columnList, send, toRow } from "@openitem/db/statement";
import { and, asc, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { fingerprint } from "../kernel/fingerprint.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { printedParts, type Remittance, type RemittanceLine } from "./remittance.ts";

const LOCK = `
  select ${columnList(remittances)} from remittances where organization_id = $1 and id = $2 for update`;

/** A step: a remittance under a row lock; documents are locked after it, never before. Refuses `remittance.missing`. */
export async function lockRemittance(tx: Tx, ctx: Context, remittanceId: string): Promise<Remittance> {
  const [row] = await send(tx, LOCK, [ctx.organizationId, remittanceId]);
  if (!row) throw missingRemittance();
  const remittance = toRow(remittances, row);
  if (ctx.actor.kind === "contact") permit(ctx.actor, "account.read", remittance.customerId ?? undefined);
  return remittance;
}

/** A step: the lines in their order. */
export const loadLines = (tx: Tx, ctx: Context, remittanceId: string): Promise<RemittanceLine[]> =>
  tx
    .select()
    .from(remittanceLines)
    .where(
      and(
        eq(remittanceLines.organizationId, ctx.organizationId),
        eq(remittanceLines.remittanceId, remittanceId),
      ),
    )
    .orderBy(asc(remittanceLines.lineNo));

/** What a form was made from: a short text that is another one once anybody changed anything it shows. */
export const printOf = (head: Remittance, lines: readonly RemittanceLine[]): string =>
  fingerprint(printedParts(head, lines));

/** Refuses `remittance.changed` when the form was made from what is not so any more. */
export function refuseStale(seen: string, head: Remittance, lines: readonly RemittanceLine[]): void {
  if (seen === printOf(head, lines)) return;
  throw new Refusal(
    "conflict",
    "remittance.changed",
    "Somebody changed this remittance since you opened it. What you entered is kept below: look at it once more and send it again.",
  );
}

export const missingRemittance = () =>
  new Refusal("missing", "remittance.missing", "We cannot find this remittance on your account.");
