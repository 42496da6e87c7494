import { newId } from "@openitem/db/ids";
import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { isCurrency, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { databaseError, record, transactOnce } from "../kernel/transact.ts";
import { readEntity } from "../organizations/read-entity.ts";
import { permit } from "../policies/permissions.ts";
import { issueItem } from "./issue-item.ts";

const day = z.string().refine(isDay, "This is not a day of the calendar.");

const lineInput = z.object({
  description: z.string().min(1).max(300),
  /** Decimal text with as many digits as the source has: quantities and unit prices are not money. */
  quantity: z.string().regex(/^-?\d+(\.\d+)?$/),
  unit: z.string().max(30),
  unitPrice: z.string().regex(/^-?\d+(\.\d+)?$/),
  amountMinor: z.bigint(),
  periodFromOn: day.nullish(),
  periodToOn: day.nullish(),
});

export const issueDocumentInput = z.object({
  id: z.uuid().default(newId),
  kind: z.enum(["invoice", "debit_memo", "credit_memo"]),
  number: z.string().trim().min(1).max(60),
  legalEntityId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  amountMinor: z.bigint().positive(),
  issuedOn: day,
  dueOn: day.nullish(),
  poNumber: z.string().max(60).nullish(),
  reference: z.string().max(120).nullish(),
  terms: z.string().max(60).nullish(),
  note: z.string().max(500).nullish(),
  lines: z.array(lineInput).max(100_000).default([]),
});

/**
 * Issues an invoice, debit memo or credit memo. Its lines, when there are any, must add up to its amount. Refuses
 * `item.number_taken`, `item.lines_differ` and `item.due_missing`.
 */
export async function issueDocument(
  ctx: Context,
  raw: z.input<typeof issueDocumentInput>,
): Promise<{ itemId: string }> {
  const input = issueDocumentInput.parse(raw);
  const { id, kind, number, customerId, currency, amountMinor, lines } = input;
  try {
    return await transactOnce(ctx, { name: "item.issue", key: id, input }, async (tx) => {
      permit(ctx.actor, "item.issue", customerId);
      if (kind !== "credit_memo" && !input.dueOn)
        throw new Refusal("invalid", "item.due_missing", "Say when it is due.");
      if (lines.length > 0 && sum(lines.map((line) => line.amountMinor)) !== amountMinor)
        throw new Refusal("invalid", "item.lines_differ", "The lines do not add up to the amount.");
      const legalEntity = await readEntity(tx, ctx, input.legalEntityId);
      await issueItem(tx, ctx, {
        ...input,
        legalEntity,
        contra: kind === "credit_memo" ? "credits_granted" : "revenue",
      });
      await record(tx, ctx, {
        action: `${kind}.issued`,
        subject: ["item", id],
        customerId,
        data: { number, amountMinor: String(amountMinor), currency, dueOn: input.dueOn ?? null },
      });
      return { itemId: id };
    });
  } catch (error) {
    if (databaseError(error).constraint === "items_number_unique")
      throw new Refusal("conflict", "item.number_taken", `There is a document ${number} already.`, {
        number,
      });
    throw error;
  }
}
