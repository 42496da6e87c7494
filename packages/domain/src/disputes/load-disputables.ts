import { arrayLiteral } from "@openitem/db/array-literal";
import { send } from "@openitem/db/statement";
import { readClaims } from "../holds/read-claims.ts";
import type { Item } from "../items/item.ts";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import { readInFlight } from "../payments/read-in-flight.ts";
import type { Disputable, Line, LineClaim } from "./claim.ts";
import { type DisputeStatus, OPEN_DISPUTE } from "./dispute.ts";

const LINES = `
  select l.item_id, l.line_no, l.description, l.quantity::text, l.unit_price::text, l.amount_minor
  from item_lines l where l.organization_id = $1 and l.item_id = any($2::uuid[]) and l.line_no = any($3::int[])`;

// Also of disputes that were decided and may still be contested.
const LINE_CLAIMS = `
  select c.item_id, c.line_no, c.dispute_id, d.number, d.status, d.reason, c.amount_minor
  from dispute_items c
  join disputes d on d.organization_id = c.organization_id and d.id = c.dispute_id
  where c.organization_id = $1 and c.item_id = any($2::uuid[]) and c.line_no > 0 and (
    d.status = any($3::text[])
    or (d.status in ('rejected', 'part_accepted') and d.contested_at is null and d.contest_until > $4)
  )
  order by d.raised_at, d.id`;

/**
 * A step: of documents, what decides how much of each can be disputed, with the lines of these numbers. Under a lock
 * on the documents it is what a decision can rest on.
 */
export async function loadDisputables(
  tx: Tx,
  ctx: Context,
  items: readonly Item[],
  lineNos: readonly number[],
): Promise<Disputable[]> {
  const ids = items.map((item) => item.id);
  const inFlight = await readInFlight(tx, ctx, ids);
  const claims = await readClaims(tx, ctx, ids);
  const keys = [ctx.organizationId, arrayLiteral(ids)];
  const lines = lineNos.length > 0 ? await send(tx, LINES, [...keys, arrayLiteral(lineNos)]) : [];
  const lineClaims = await send(tx, LINE_CLAIMS, [
    ...keys,
    arrayLiteral(OPEN_DISPUTE),
    ctx.now.toISOString(),
  ]);
  return items.map((item) => ({
    item,
    inFlightMinor: inFlight.get(item.id) ?? 0n,
    claims: claims.get(item.id)?.disputes ?? [],
    lines: lines
      .filter((line) => line.item_id === item.id)
      .map(
        (line): Line => ({
          lineNo: Number(line.line_no),
          description: String(line.description),
          quantity: String(line.quantity),
          unitPrice: String(line.unit_price),
          amountMinor: BigInt(line.amount_minor as bigint),
        }),
      ),
    lineClaims: lineClaims
      .filter((claim) => claim.item_id === item.id)
      .map(
        (claim): LineClaim => ({
          lineNo: Number(claim.line_no),
          disputeId: String(claim.dispute_id),
          number: String(claim.number),
          status: String(claim.status) as DisputeStatus,
          reason: String(claim.reason),
          amountMinor: BigInt(claim.amount_minor as bigint),
        }),
      ),
  }));
}
