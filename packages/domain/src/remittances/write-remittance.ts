import { remittanceLines } from "@openitem/db/schema/remittances";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { insertRows } from "../kernel/insert-rows.ts";
import type { Tx } from "../kernel/transact.ts";
import type { RemittanceLine } from "./remittance.ts";

export type NewLine = Omit<RemittanceLine, "organizationId" | "remittanceId" | "customerId">;

/** A step: puts these lines in the place of those the remittance has. */
export async function writeLines(
  tx: Tx,
  ctx: Context,
  { id, customerId }: { id: string; customerId: string | null },
  lines: readonly NewLine[],
): Promise<void> {
  await tx
    .delete(remittanceLines)
    .where(and(eq(remittanceLines.organizationId, ctx.organizationId), eq(remittanceLines.remittanceId, id)));
  await insertRows(
    tx,
    "remittance_lines",
    {
      organization_id: { type: "uuid", value: ctx.organizationId },
      remittance_id: { type: "uuid", value: id },
      customer_id: { type: "uuid", value: customerId },
    },
    [
      { name: "line_no", type: "smallint", values: lines.map((line) => line.lineNo) },
      { name: "written", type: "text", values: lines.map((line) => line.written) },
      { name: "item_id", type: "uuid", values: lines.map((line) => line.itemId) },
      { name: "gross_minor", type: "bigint", values: lines.map((line) => line.grossMinor) },
      { name: "discount_minor", type: "bigint", values: lines.map((line) => line.discountMinor) },
      { name: "deduction_minor", type: "bigint", values: lines.map((line) => line.deductionMinor) },
      { name: "reason_code", type: "text", values: lines.map((line) => line.reasonCode) },
      { name: "reason", type: "text", values: lines.map((line) => line.reason) },
      { name: "net_minor", type: "bigint", values: lines.map((line) => line.netMinor) },
      { name: "read_as", type: "jsonb", values: lines.map((line) => JSON.stringify(line.readAs)) },
      { name: "settled", type: "text", values: lines.map((line) => line.settled) },
    ],
  );
}
